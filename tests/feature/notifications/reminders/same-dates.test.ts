import { afterAll, beforeAll, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { addDays, type Day } from '../../../../src/domain/time.ts'
import { unusedCode } from '../../../../src/modules/awards/awards/award.actions.ts'
import { longDay } from '../../../../src/words/format.ts'
import { translator } from '../../../../src/words/words.ts'
import { daysIn } from '../../../support/calendar.ts'
import { engines } from '../../../support/database.ts'
import { aPersonWho, signedIn } from '../../../support/factories.ts'
import { mailServer, type MailServer } from '../../../support/smtp.ts'
import { aVisitor } from '../../../support/visitor.ts'
import { anAwardedLibrary, day, reminding, type Reminding } from '../../../support/reminding.ts'

let server: MailServer
beforeAll(async () => {
  server = await mailServer()
})
afterAll(() => server.close())

const aDay = fc.integer({ min: 0, max: 4 * 366 }).map(days => addDays(day('2027-12-01'), days))

/** Random days, often the end of a month, a leap day or a clock change. */
const lastDays = fc
  .array(
    fc.oneof(aDay, fc.constantFrom('2028-02-29', '2028-02-28', '2028-03-26', '2028-10-29', '2028-12-31').map(day)),
    { minLength: 1, maxLength: 3 },
  )
  .map(days => [...new Set(days)].toSorted())

test('an award’s last day is the same on pages, in emails, in calendar entries and on every database', async () => {
  await fc.assert(
    fc.asyncProperty(lastDays, async days => {
      const shown = []
      for (const engine of engines()) shown.push(await shownBy(await reminding(engine, server), days))
      expect(shown).toEqual(engines().map(() => days.map(expected)))
    }),
    { seed: 1, numRuns: Number(process.env.DATE_RUNS ?? 6) },
  )
})

const t = translator('en')
const expected = (last: Day) => {
  const said = longDay(t, last)
  return {
    page: `Valid until ${said}, and open for renewal`,
    email: `Renew your award by ${said}: 180 days left`,
    calendar: [last],
    board: true,
    onLastDay: true,
    onNextDay: false,
  }
}

async function shownBy(it: Reminding, days: readonly Day[]): Promise<unknown[]> {
  const coordinator = await aPersonWho(it.service, { roles: ['coordinator'] })
  const shown = []
  for (const last of days) {
    server.emails.length = 0
    const { id, lead } = await anAwardedLibrary(it.service, {
      validTo: last,
      status: 'renewal open',
      name: `Ends on ${last}`,
    })
    const code = await it.service.database.transaction(unusedCode)
    await it.service.database.writer('awards').where({ id }).update({ code })
    // Deletes the records of earlier mornings. With a gap of years after them, the reminders would be held.
    await it.service.database.writer('reminder_mornings').delete()
    await it.morning(addDays(last, -180))
    const [email] = server.to(lead.email)
    const library = await signedIn(it.service, lead, `/awards/${id}`)
    const casework = await signedIn(it.service, coordinator, '/renewals?show=all')
    const stranger = aVisitor(it.service)
    it.at(addDays(last, 1))
    const isValidOn = async (on: Day): Promise<boolean> =>
      (await stranger.open(`/verify/${code}?on=${on}`)).headings[1]?.startsWith('Valid on') ?? false
    shown.push({
      page: library.headings.find(heading => heading.startsWith('Valid until')),
      email: email?.parsed.subject,
      calendar: email ? daysIn(email) : [],
      board: casework.text.includes(`Renew by ${longDay(t, last)}`),
      onLastDay: await isValidOn(last),
      onNextDay: await isValidOn(addDays(last, 1)),
    })
  }
  await it.service.end()
  return shown
}
