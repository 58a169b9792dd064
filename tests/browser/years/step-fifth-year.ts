import { expect } from '@jest/globals'
import { fillInReappraisal, decideReappraisal, giveFindings, offerSeats } from './reappraising.ts'
import { startRenewal, submitRenewal, checkRenewal, readDecisionLetter } from './renewing.ts'
import { expectNothingDueUntil, expectOnPage, expectAwardState, expectValidity, type Years } from './years.ts'

/** The renewal is started but never submitted. All reminders are sent, and the award lapses after 30 days to renew. */
export async function letAwardLapse(years: Years): Promise<void> {
  const { service, post } = years
  await service.moveTo('2031-07-16T09:00')
  expect(post.sinceLastVisit()).toEqual([
    '2031-01-10 lead, mailbox: Renew your award by 9 July 2031: 180 days left + 2031-07-09',
    '2031-04-10 lead, mailbox: Renew your award by 9 July 2031: 90 days left',
    '2031-05-10 lead, mailbox: Renew your award by 9 July 2031: 60 days left',
    '2031-06-09 coordinator: We may not be reaching Wexcombe Libraries’ leads',
    '2031-06-09 lead, mailbox: Renew your award by 9 July 2031: 30 days left',
    '2031-06-25 coordinator: We may not be reaching Wexcombe Libraries’ leads',
    '2031-06-25 lead, mailbox: Renew your award by 9 July 2031: 14 days left',
    '2031-06-25 observer: Renew your award by 9 July 2031: 14 days left + 2031-07-09',
    '2031-07-02 coordinator: We may not be reaching Wexcombe Libraries’ leads',
    '2031-07-02 lead, observer, mailbox: Renew your award by 9 July 2031: 7 days left',
    '2031-07-08 coordinator: We may not be reaching Wexcombe Libraries’ leads',
    '2031-07-08 lead, observer, mailbox: Renew your award by 9 July 2031: 1 day left',
    '2031-07-09 coordinator: We may not be reaching Wexcombe Libraries’ leads',
    '2031-07-09 lead, observer, mailbox: Renew your award today, 9 July 2031',
    '2031-07-10 lead, mailbox: Your award is not valid at the moment',
    '2031-07-14 coordinator: This week: 1 task is waiting for City of Sanctuary',
    '2031-07-16 coordinator: We may not be reaching Wexcombe Libraries’ leads',
    '2031-07-16 lead, observer, mailbox: Your award was valid until 9 July 2031, but you can still renew it',
  ])
  const lead = await years.follows('lead', post.latest('lead'))
  await startRenewal(years, lead, 'renewal')
  await lead.press('Save', { 'answer-F5': 'A year of two floods, and of neighbours with buckets.' })
  await expectAwardState(years, {
    home: 'Finish your renewal By Friday 8 August (23 days from today)',
    board: 'Overdue since 10 July 2031. Lapses on 9 August 2031. Draft started.',
    award:
      'Not valid since 10 July 2031 The award was not renewed in time. The library can still renew it ' +
      'until 8 August 2031. After that, the award will lapse.',
  })

  await service.moveTo('2031-08-20T09:00')
  expect(post.sinceLastVisit()).toEqual([
    '2031-07-21 coordinator: This week: 1 task is waiting for City of Sanctuary',
    '2031-07-23 coordinator: Wexcombe Libraries’ renewal is overdue: its award was valid until 9 July 2031',
    '2031-07-23 lead, observer, mailbox: Your award was valid until 9 July 2031, but you can still renew it',
    '2031-07-28 coordinator: This week: 1 task is waiting for City of Sanctuary',
    '2031-08-04 coordinator: This week: 1 task is waiting for City of Sanctuary',
    '2031-08-08 coordinator: Wexcombe Libraries’ renewal is overdue: its award was valid until 9 July 2031',
    '2031-08-08 lead, observer, mailbox: Your award was valid until 9 July 2031, but you can still renew it',
    '2031-08-09 lead, mailbox: We have closed your application',
    '2031-08-09 lead, mailbox: Your award has lapsed',
    '2031-08-11 coordinator: This week: 1 task is waiting for City of Sanctuary',
    '2031-08-18 coordinator: This week: 1 task is waiting for City of Sanctuary',
  ])
  await expectValidity(years, { '2031-07-09': true, '2031-07-10': false, '2031-08-20': false })
  await expectAwardState(years, {
    home:
      'Apply again for your award Your award was valid until 9 July 2031 and has lapsed. To make it valid ' +
      'again, you need a full reappraisal.',
    board: 'Needs a full reappraisal.',
    award:
      'Lapsed The award period ended on 9 July 2031. The library can only get the award back with a full reappraisal.',
    shown: 'suspended-or-lapsed',
  })
}

/** A full reappraisal outside any round, filled in with the earlier answers, makes the award valid again. */
export async function reappraiseLapsedAward(years: Years): Promise<void> {
  const { service, post, places } = years
  const lead = await years.as('lead')
  await lead.follow('Start reappraisal')
  expect(await lead.text()).toContain('Your award has lapsed. Only a full reappraisal can renew it.')
  await startRenewal(years, lead, 'reappraisal')
  await fillInReappraisal(years, lead, '2030')
  await submitRenewal(years, lead, 'reappraisal')
  await checkRenewal(years)
  await offerSeats(years)
  await expectAwardState(years, {
    home:
      'You submitted your reappraisal on 20 August 2031. Your award has lapsed. If we renew it, it will be ' +
      'valid again from the day we send your decision letter.',
    board: 'Submitted on 20 August 2031. With the panel.',
    award: 'The library can only get the award back with a full reappraisal. A reappraisal has started.',
    shown: 'with-the-panel',
  })

  await service.moveTo('2031-10-15T09:00')
  await giveFindings(years)
  await decideReappraisal(years)
  await readDecisionLetter(years)
  expect(post.sinceLastVisit()).toEqual([
    '2031-09-10 chair, peer, neighbour: Please give your findings by 17 September 2031 + 2031-09-17',
    '2031-09-15 chair, peer, neighbour: Please give your findings by 17 September 2031',
    '2031-09-17 chair, peer, neighbour: Please give your findings by 17 September 2031',
    '2031-09-20 chair, peer, neighbour: Your findings were due on 17 September 2031',
    '2031-09-20 coordinator: Findings on Wexcombe Libraries’ application were due on 17 September 2031',
    '2031-09-22 coordinator: This week: 1 task is waiting for City of Sanctuary',
    '2031-09-24 chair, peer, neighbour: Your findings were due on 17 September 2031',
    '2031-09-24 coordinator: Findings on Wexcombe Libraries’ application were due on 17 September 2031',
    '2031-09-29 coordinator: This week: 1 task is waiting for City of Sanctuary',
    '2031-10-06 coordinator: This week: 1 task is waiting for City of Sanctuary',
    '2031-10-13 coordinator: This week: 1 task is waiting for City of Sanctuary',
    '2031-10-15 09:00 chair: Everyone has given their findings on Wexcombe Libraries’ application',
  ])
  await expectNothingDueUntil(years, '17 April 2032', '14 October 2032')
  await expectValidity(years, { '2031-07-09': true, '2031-07-10': false, '2031-10-14': false, '2031-10-15': true })
  await expectOnPage(years, 'trustee', places.award, 'First accredited 1 June 2026', 'Lapsed')
}
