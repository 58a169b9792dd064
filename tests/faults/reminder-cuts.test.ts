import { expect, test } from '@jest/globals'
import { sendReminders } from '../../src/modules/notifications/mornings/morning.actions.ts'
import { cutAtEveryStatement } from '../support/cuts.ts'
import { anAwardedLibrary, day, reminding } from '../support/reminding.ts'
import { mailServer } from '../support/smtp.ts'

const on = '2027-04-08'

test('a reminder run that fails at any statement leaves every email with its reminders', async () => {
  const server = await mailServer()
  const it = await reminding('sqlite', server)
  await anAwardedLibrary(it.service)
  it.at(on)
  const { db } = it.service.parts
  const cuts = await cutAtEveryStatement(
    it.service.database,
    () => sendReminders(it.service.parts, day(on)),
    async () => {
      const emails = (await db('outbox').where({ name: 'reminders' }).pluck<string[]>('id')).toSorted()
      const gathered = (
        await db('reminders').where({ status: 'in an email' }).distinct().pluck<string[]>('email_id')
      ).toSorted()
      expect(gathered).toEqual(emails)
    },
  )
  expect(cuts).toBeGreaterThan(15)
  await it.send()
  expect(server.emails).toHaveLength(1)
  await it.service.end()
  await server.close()
})
