import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { newId } from '../../../src/db/ids.ts'
import { eachDatabase } from '../../support/database.ts'
import { aPersonWho, signedIn } from '../../support/factories.ts'
import { behavesLikeEveryForm } from '../../support/form-behaviour.ts'
import { aService, type Service } from '../../support/service.ts'

eachDatabase('notification forms', engine => {
  let service: Service
  beforeAll(async () => {
    service = await aService(engine)
  })
  afterAll(() => service.end())
  const timesRecorded = async (name: string) => (await service.database.writer('events').where({ name })).length

  behavesLikeEveryForm('the form to choose reminders', async () => ({
    person: await signedIn(service, await aPersonWho(service, { roles: ['coordinator'] })),
    address: '/account/notifications',
    fields: { wanted: 'award' },
    other: ['wanted', 'question'],
    refused: { wanted: 'something else' },
    saved: () => timesRecorded('person.reminders_chosen'),
  }))

  test('reminders are switched off or on once, however often the button is pressed', async () => {
    const coordinator = await aPersonWho(service, { roles: ['coordinator'] })
    const visitor = await signedIn(service, coordinator, '/mail')
    const reason = 'The dates are wrong'
    for (const [to, notice] of [
      ['off', 'All reminders are off'],
      ['on', 'Reminders are on. In the morning, we will send those that are due, or hold them for someone to check'],
    ] as const) {
      const before = await timesRecorded(`setting.reminders_${to}`)
      const idempotencyKey = newId()
      await visitor.send(`/mail/reminders/${to}`, { idempotencyKey, reason })
      await visitor.send(`/mail/reminders/${to}`, { idempotencyKey, reason })
      expect([visitor.address, visitor.notices]).toEqual(['/mail', [notice]])
      expect(await timesRecorded(`setting.reminders_${to}`)).toBe(before + 1)
    }
  })

  test('reminders that are not held cannot be released', async () => {
    const coordinator = await aPersonWho(service, { roles: ['coordinator'] })
    const visitor = await signedIn(service, coordinator, '/mail')
    for (const morning of ['2027-05-01', 'not a day', '']) {
      await visitor.send('/mail/reminders/release', { morning, idempotencyKey: newId() })
      expect(visitor.status).toBe(409)
    }
    expect(await timesRecorded('setting.reminders_released')).toBe(0)
  })
})
