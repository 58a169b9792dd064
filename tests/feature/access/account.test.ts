import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { eachDatabase } from '../../support/database.ts'
import { aPersonWho, signedIn } from '../../support/factories.ts'
import { behavesLikeEveryForm } from '../../support/form-behaviour.ts'
import { aService, type Service } from '../../support/service.ts'
import { anotherWindow } from '../../support/visitor.ts'

const password = 'open the library door'

eachDatabase('an account', engine => {
  let service: Service
  beforeAll(async () => {
    service = await aService(engine)
  })
  afterAll(() => service.end())
  const timesRecorded = async (name: string) => (await service.database.writer('events').where({ name })).length

  behavesLikeEveryForm('the form with name and language', async () => ({
    person: await signedIn(service, await aPersonWho(service)),
    address: '/account',
    fields: { version: '1', name: 'Robin Ames', language: 'en' },
    other: ['name', 'Robin Ames-Whitlock'],
    refused: { language: 'xx' },
    saved: () => timesRecorded('person.changed'),
    canRepeat: false,
  }))

  test('changes the password once when the form is sent twice together, and stays signed in', async () => {
    const person = await aPersonWho(service)
    const visitor = await signedIn(service, person, '/account/password')
    const other = anotherWindow(service, visitor)
    const fields = { old: password, password: 'a different library door' }
    await Promise.all([visitor, other].map(window => window.send('/account/password', fields)))
    expect([visitor.status, other.status].filter(status => ![200, 401].includes(status))).toEqual([])
    expect([visitor.status, other.status]).toContain(200)
    expect(
      await service.database.writer('events').where({ name: 'person.password_changed', person_id: person.id }),
    ).toHaveLength(1)
  })

  test('gives nothing of a password back when the form is refused', async () => {
    const visitor = await signedIn(service, await aPersonWho(service), '/account/password')
    await visitor.send('/account/password', { old: 'not my password at all', password: 'a different library door' })
    expect([visitor.status, visitor.valueOf('old'), visitor.valueOf('password')]).toEqual([422, '', ''])
    expect(visitor.html).not.toContain('a different library door')
  })
})
