import { expect, test } from '@jest/globals'
import { anAwardsLife } from '../../../support/award-life.ts'
import { eachDatabase } from '../../../support/database.ts'
import { remindingInEachTest, subjects } from '../../../support/reminding.ts'

eachDatabase('reminders about a date that moved', engine => {
  const it = remindingInEachTest(engine)

  test('after a missed return date, a lead gets the email about the overdue award and no reminder that day', async () => {
    const award = await anAwardsLife(it.service, '2026-06-01')
    award.goTo('2027-05-10')
    await award.start()
    await award.submitApplication()
    award.goTo('2027-05-20')
    await award.giveBack(28)
    await it.morning('2027-06-17')
    const before = it.server.emails.length
    award.goTo('2027-06-18', '00:15')
    await award.nightly()
    await it.morning('2027-06-18')
    expect(subjects(it.server.emails.slice(before))).toEqual(['Your award is not valid at the moment'])
    await it.morning('2027-06-24')
    expect(it.to(award.people.lead).at(-1)).toBe('Your award was valid until 17 June 2027, but you can still renew it')
  })
})
