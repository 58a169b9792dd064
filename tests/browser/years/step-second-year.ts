import { expect } from '@jest/globals'
import {
  startRenewal,
  fillInLightRenewal,
  submitRenewal,
  checkRenewal,
  confirmRenewal,
  readDecisionLetter,
} from './renewing.ts'
import { expectNothingDueUntil, expectOnPage, expectAwardState, expectValidity, type Years } from './years.ts'

/** A renewal submitted half an hour before the end of the last day keeps the award valid until it is decided. */
export async function renewOnLastDay(years: Years): Promise<void> {
  const { service, post, places } = years
  await service.moveTo('2028-05-31T09:00')
  expect(post.sinceLastVisit()).toEqual([
    '2027-12-03 lead, mailbox: Renew your award by 31 May 2028: 180 days left + 2028-05-31',
    '2028-03-02 lead, mailbox: Renew your award by 31 May 2028: 90 days left',
    '2028-04-01 lead, mailbox: Renew your award by 31 May 2028: 60 days left',
    '2028-05-01 coordinator: We may not be reaching Wexcombe Libraries’ leads',
    '2028-05-01 lead, mailbox: Renew your award by 31 May 2028: 30 days left',
    '2028-05-17 coordinator: We may not be reaching Wexcombe Libraries’ leads',
    '2028-05-17 lead, mailbox: Renew your award by 31 May 2028: 14 days left',
    '2028-05-17 observer: Renew your award by 31 May 2028: 14 days left + 2028-05-31',
    '2028-05-24 coordinator: We may not be reaching Wexcombe Libraries’ leads',
    '2028-05-24 lead, observer, mailbox: Renew your award by 31 May 2028: 7 days left',
    '2028-05-30 coordinator: We may not be reaching Wexcombe Libraries’ leads',
    '2028-05-30 lead, observer, mailbox: Renew your award by 31 May 2028: 1 day left',
    '2028-05-31 coordinator: We may not be reaching Wexcombe Libraries’ leads',
    '2028-05-31 lead, observer, mailbox: Renew your award today, 31 May 2028',
  ])
  const observer = await years.follows('observer', post.latest('observer'))
  expect(observer.address()).toBe(places.award)
  expect(await observer.text()).toContain('Valid until 31 May 2028')
  await expectAwardState(years, {
    home: 'Renew your award By Wednesday 31 May (today)',
    board: 'Ends on 31 May 2028. Renewal not started.',
    award: 'Valid until 31 May 2028, and open for renewal',
  })
  await expectOnPage(years, 'trustee', '/home', 'You have nothing to do today.')
  const lead = await years.follows('lead', post.latest('lead'))
  await startRenewal(years, lead, 'renewal')
  await fillInLightRenewal(years, lead, '2027')
  await service.moveTo('2028-05-31T23:30')
  await years.as('lead', `${places.application}/submission`)
  await submitRenewal(years, lead)

  await service.moveTo('2028-06-20T09:00')
  await expectAwardState(years, {
    home: 'You submitted your renewal on 31 May 2028. Your award stays valid until we decide.',
    board: 'Submitted on 31 May 2028. Ready for us to check.',
    award: 'Valid until we decide on the renewal',
  })
  await expectValidity(years, { '2028-05-31': true, '2028-06-01': true, '2028-06-20': true })
  await checkRenewal(years)
  expect(post.sinceLastVisit()).toEqual([
    '2028-06-05 coordinator: This week: 1 task is waiting for City of Sanctuary',
    '2028-06-12 coordinator: This week: 1 task is waiting for City of Sanctuary',
    '2028-06-19 coordinator: This week: 1 task is waiting for City of Sanctuary',
  ])
  await confirmRenewal(years, 'The award stays valid until we decide on the renewal.')
  await readDecisionLetter(years)
  await expectNothingDueUntil(years, '21 December 2028', '19 June 2029')
  expect(await lead.text()).toContain('The renewal will be a full reappraisal because one is due.')
}
