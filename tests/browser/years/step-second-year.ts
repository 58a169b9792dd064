import { expect } from '@jest/globals'
import { begins, fillsTheOnePage, submits, isChecked, isConfirmed, isReleased } from './renewing.ts'
import { restsUntil, sees, stands, validOn, type Years } from './years.ts'

/** Submitted half an hour before the end of the last day. The award stays valid while the charity takes its time. */
export async function theSecondYearIsLightAndOnTheLastDay(years: Years): Promise<void> {
  const { service, post, places } = years
  await service.moveTo('2028-05-31T09:00')
  expect(post.sinceLastVisit()).toEqual([
    '2027-12-03 lead, mailbox: Renew your award by 31 May 2028: 180 days left + 2028-05-31',
    '2028-03-02 lead, mailbox: Renew your award by 31 May 2028: 90 days left',
    '2028-04-01 lead, mailbox: Renew your award by 31 May 2028: 60 days left',
    '2028-05-01 lead, mailbox: Renew your award by 31 May 2028: 30 days left',
    '2028-05-17 lead, mailbox: Renew your award by 31 May 2028: 14 days left',
    '2028-05-17 observer: Renew your award by 31 May 2028: 14 days left + 2028-05-31',
    '2028-05-24 lead, observer, mailbox: Renew your award by 31 May 2028: 7 days left',
    '2028-05-30 lead, observer, mailbox: Renew your award by 31 May 2028: 1 day left',
    '2028-05-31 lead, observer, mailbox: Renew your award today, 31 May 2028',
  ])
  const observer = await years.follows('observer', post.latest('observer'))
  expect(observer.address()).toBe(places.award)
  expect(await observer.text()).toContain('Valid until 31 May 2028')
  await stands(years, {
    home: 'Renew your award By Wednesday 31 May (today)',
    board: 'Ends on 31 May 2028. Renewal not started.',
    award: 'Valid until 31 May 2028, and open for renewal',
  })
  await sees(years, 'trustee', '/home', 'You have nothing to do today.')
  const lead = await years.follows('lead', post.latest('lead'))
  await begins(years, lead, 'renewal')
  await fillsTheOnePage(years, lead, '2027')
  await service.moveTo('2028-05-31T23:30')
  await years.as('lead', `${places.application}/submission`)
  await submits(years, lead, 'renewal')

  await service.moveTo('2028-06-20T09:00')
  await stands(years, {
    home: 'You submitted your renewal on 31 May 2028. Your award stays valid until we decide.',
    board: 'Submitted on 31 May 2028. Ready for us to check.',
    award: 'Valid while we read the renewal',
  })
  await validOn(years, { '2028-05-31': true, '2028-06-01': true, '2028-06-20': true })
  await isChecked(years)
  await isConfirmed(years, 'The award stays valid while the renewal is with us.')
  await isReleased(years)
  await restsUntil(years, '21 December 2028', '19 June 2029')
  expect(await lead.text()).toContain('It is a full reappraisal. These come at regular intervals.')
}
