import { expect, test } from '@jest/globals'
import { addDays, instant } from '../../../../src/domain/time.ts'
import { eachDatabase } from '../../../support/database.ts'
import { anOrganisation, aPersonWho, type AnOrganisation } from '../../../support/factories.ts'
import { merge } from '../../../support/merging.ts'
import { anAwardedLibrary, day, remindingInEachTest, type WithAward } from '../../../support/reminding.ts'

const mailboxes = { old: { email: 'office@oldtown.example' }, county: { email: 'office@county.example' } }
const [fourteenDaysLeft, sevenDaysLeft] = [
  'Renew your award by 8 May 2027: 14 days left',
  'Renew your award by 8 May 2027: 7 days left',
]

eachDatabase('reminders after a merge', engine => {
  const it = remindingInEachTest(engine)
  const { writer, to } = it

  /** A library with an award, and the organisation into which it will be merged. */
  async function pair(from: object, into: object): Promise<[WithAward, AnOrganisation]> {
    const awarded = await anAwardedLibrary(it.service, { name: 'Old Town Library' })
    const survivor = await anOrganisation(it.service, { name: 'County Libraries' })
    await writer()('organisations').where({ id: awarded.organisation.id }).update(from)
    await writer()('organisations').where({ id: survivor.id }).update(into)
    await writer()('applications').update({ decision_letter_released_at: instant('2026-05-09T10:00:00Z') })
    return [awarded, survivor]
  }
  async function mergeAndSend(from: { id: string }, into: { id: string }): Promise<void> {
    await merge(it.service, from, into)
    await it.send()
    it.server.emails.length = 0
  }

  test('the survivor is reminded of its new award, even if its own emails were not switched on', async () => {
    const [{ organisation }, survivor] = await pair({ role_mailbox: null }, { emails_started_at: null })
    const lead = await aPersonWho(it.service, { member: [[survivor, 'lead']] })
    await it.morning('2027-04-24')
    await mergeAndSend(organisation, survivor)
    await it.morning('2027-05-01')
    expect(to(lead)).toEqual([sevenDaysLeft])
    expect(await writer()('events').where({ name: 'organisation.emails_started' }).pluck('entity_id')).toEqual([
      survivor.id,
    ])
  })

  test.each([
    ['the shared mailbox of the merged organisation', { role_mailbox: null }, mailboxes.old],
    ['a shared mailbox of its own', { role_mailbox: mailboxes.county.email }, mailboxes.county],
  ])('a survivor with %s gets the next reminder at that address, once', async (_whose, into, mailbox) => {
    const [{ organisation }, survivor] = await pair({ role_mailbox: mailboxes.old.email }, into)
    await it.morning('2027-04-24')
    expect(to(mailboxes.old)).toEqual([fourteenDaysLeft])
    await mergeAndSend(organisation, survivor)
    await it.morning(addDays(day('2027-04-24'), 1))
    expect([to(mailboxes.old), to(mailboxes.county)]).toEqual([[], []])
    await it.morning('2027-05-01')
    expect(it.server.emails.map(({ parsed }) => parsed.subject)).toContain(sevenDaysLeft)
    expect(to(mailbox)).toEqual([sevenDaysLeft])
    expect([...to(mailboxes.old), ...to(mailboxes.county)]).toHaveLength(1)
  })
})
