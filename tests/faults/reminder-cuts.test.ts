import { expect, test } from '@jest/globals'
import { sendReminders } from '../../src/modules/notifications/mornings/morning.actions.ts'
import { queueWeeklyLists } from '../../src/modules/notifications/weekly/weekly.actions.ts'
import { cutAtEveryStatement } from '../support/cuts.ts'
import { everyoneIsDue } from '../support/everyone-due.ts'
import { anAwardedLibrary, day, reminding, type Reminding } from '../support/reminding.ts'
import { mailServer, type MailServer } from '../support/smtp.ts'

const on = '2027-04-08'

test('every queued reminder email has its reminders recorded, whichever statement of the run fails', async () => {
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

test('whichever statement fails, everyone gets their reminders and weekly list exactly once', async () => {
  const server = await mailServer()
  const it = await reminding('sqlite', server)
  const { reminded } = await everyoneIsDue(it.service, day(on))
  it.at(on)
  const { db } = it.service.parts
  const coordinators = await coordinatorsIn(it)
  const cuts = await cutAtEveryStatement(
    it.service.database,
    async () => {
      await sendReminders(it.service.parts, day(on))
      await queueWeeklyLists(it.service.parts, day(on))
    },
    async () => {
      const emails = (await db('outbox').where({ name: 'reminders' }).pluck<string[]>('id')).toSorted()
      const gathered = await db('reminders').where({ status: 'in an email' }).distinct().pluck<string[]>('email_id')
      expect(gathered.toSorted()).toEqual(emails)
    },
  )
  expect(cuts).toBeGreaterThan(30)
  await it.send()
  expect(addressesOf(server)).toEqual([...reminded, ...coordinators].toSorted())
  await it.service.end()
  await server.close()
})

test('reminders and the weekly lists for the charity wait while the disk is full, and are then sent once', async () => {
  const server = await mailServer()
  const it = await reminding('sqlite', server)
  const { reminded } = await everyoneIsDue(it.service, day(on))
  it.at(on)
  const { writer } = it.service.database
  const runs = async () => {
    await sendReminders(it.service.parts, day(on))
    await queueWeeklyLists(it.service.parts, day(on))
  }
  const [{ page_count: pages }] = (await writer.raw('pragma page_count')) as [{ page_count: number }]
  for (const more of [0, 1, 2, 4, 8]) {
    await writer.raw(`pragma max_page_count = ${pages + more}`)
    await runs().catch((problem: unknown) => expect(String(problem)).toContain('the disk of the database is full'))
  }
  expect(server.emails).toEqual([])
  await writer.raw('pragma max_page_count = 1000000')
  await runs()
  await it.send()
  expect(addressesOf(server)).toEqual([...reminded, ...(await coordinatorsIn(it))].toSorted())
  await it.service.end()
  await server.close()
})

const coordinatorsIn = (it: Reminding): Promise<string[]> =>
  it.service.parts
    .db('charity_roles')
    .join('people', 'people.id', 'charity_roles.person_id')
    .where({ role: 'coordinator' })
    .pluck('email')

const addressesOf = (server: MailServer): string[] =>
  server.emails.map(({ to: [address] }) => String(address)).toSorted()
