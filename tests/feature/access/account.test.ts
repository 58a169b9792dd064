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

  behavesLikeEveryForm('the name and language form', async () => ({
    person: await signedIn(service, await aPersonWho(service)),
    address: '/account',
    fields: { version: '1', name: 'Robin Ames', language: 'en' },
    other: ['name', 'Robin Ames-Whitlock'],
    refused: { language: 'xx' },
    saved: () => timesRecorded('person.changed'),
    canRepeat: false,
  }))

  test('a password is changed once when two windows send the form simultaneously', async () => {
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

  test('the password fields are empty when the form is shown again with an error', async () => {
    const visitor = await signedIn(service, await aPersonWho(service), '/account/password')
    await visitor.send('/account/password', { old: 'not my password at all', password: 'a different library door' })
    expect([visitor.status, visitor.valueOf('old'), visitor.valueOf('password')]).toEqual([422, '', ''])
    expect(visitor.html).not.toContain('a different library door')
  })

  test('a new password can have 128 characters, and ends the person’s other sign-ins', async () => {
    service.clock.set('2027-03-11T08:00:00Z')
    const person = await aPersonWho(service)
    const [visitor, other] = [await signedIn(service, person), await signedIn(service, person)]
    const before = visitor.cookies.get('sanctuary')
    await visitor.open('/account/password')
    await visitor.press('Change password', { old: 'not this one', password: 'fifteen letters' })
    expect([visitor.status, visitor.errors]).toEqual([422, ['That is not your current password. Try again']])
    const longest = [...` ${'ŵ🙂 three boats and a '.repeat(7)}`].slice(0, 128).join('')
    expect([...longest].length).toBe(128)
    await visitor.press('Change password', { old: password, password: longest })
    expect([visitor.status, visitor.address, visitor.cookies.get('sanctuary') === before]).toEqual([
      200,
      '/account',
      false,
    ])
    expect((await other.open('/account')).address).toMatch(/^\/sign-in/)
    await other.send('/sign-in?next=/account', { email: person.email, password: longest })
    expect(other.address).toBe('/account')
  })

  test('a person can see and end only their own sign-ins', async () => {
    const [person, stranger] = [await aPersonWho(service), await aPersonWho(service)]
    const [visitor, other, third] = [
      await signedIn(service, person),
      await signedIn(service, person),
      await signedIn(service, stranger),
    ]
    await visitor.open('/account/security')
    const rows = visitor
      .$('main tbody tr')
      .toArray()
      .map(row => ({ says: visitor.$(row).text(), action: visitor.$(row).find('form').attr('action')! }))
    const elsewhere = rows.find(({ says }) => !says.includes('(this browser)'))!
    expect(rows.length).toBe(2)
    expect((await third.send(elsewhere.action)).status).toBe(404)
    expect((await other.open('/account')).address).toBe('/account')
    await visitor.send(elsewhere.action)
    expect([
      (await other.open('/account')).address,
      visitor.address,
      (await visitor.send(elsewhere.action)).status,
    ]).toEqual(['/sign-in?next=%2Faccount', '/account/security', 404])
  })

  test('a form opened before a change in another window does not overwrite that change', async () => {
    const visitor = await signedIn(service, await aPersonWho(service), '/account')
    await visitor.press('Save', { name: '  Łucja   Ó Dálaigh ' })
    expect([visitor.status, visitor.valueOf('name')]).toEqual([200, 'Łucja Ó Dálaigh'])
    await visitor.press('Save', { name: 'Another', version: '1' })
    expect(visitor.status).toBe(409)
    await visitor.send('/account', { name: 'X', language: 'tlh', version: '2' })
    expect([visitor.status, visitor.errors]).toEqual([422, ['Choose a language']])
  })
})
