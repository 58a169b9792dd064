import { expect } from '@jest/globals'
import {
  startRenewal,
  fillInLightRenewal,
  submitRenewal,
  checkRenewal,
  confirmRenewal,
  closeRecommendation,
  readDecisionLetter,
} from './renewing.ts'
import { expectNothingDueUntil, expectOnPage, expectAwardState, expectValidity, type Years } from './years.ts'

/** Everyone is reminded and no one renews: the award becomes overdue, until a late renewal makes it valid again. */
export async function renewLate(years: Years): Promise<void> {
  const { service, post } = years
  await service.moveTo('2030-04-11T09:00')
  expect(post.sinceLastVisit()).toEqual([
    '2029-12-21 lead, mailbox: Renew your award by 19 June 2030: 180 days left + 2030-06-19',
    '2030-03-21 coordinator: We may not be reaching Wexcombe Libraries’ leads',
    '2030-03-21 lead, mailbox: 2 tasks are due, the first on 18 April 2030 + 2030-04-18',
    '2030-04-11 coordinator: We may not be reaching Wexcombe Libraries’ leads',
    '2030-04-11 lead, mailbox: Please respond to a recommendation by 18 April 2030',
  ])
  const lead = await years.follows('lead', post.latest('lead'))
  await lead.follow('Respond Ask those')
  await lead.press('Send response', { answer: 'We asked forty people in May, and twelve of them wrote it down.' })
  await closeRecommendation(years, { body: 'Ask those', note: 'Forty answers are a good start.' })

  await service.moveTo('2030-06-26T09:00')
  expect(post.sinceLastVisit()).toEqual([
    '2030-04-20 lead, mailbox: Renew your award by 19 June 2030: 60 days left',
    '2030-05-20 lead, mailbox: Renew your award by 19 June 2030: 30 days left',
    '2030-06-05 lead, mailbox: Renew your award by 19 June 2030: 14 days left',
    '2030-06-05 observer: Renew your award by 19 June 2030: 14 days left + 2030-06-19',
    '2030-06-12 lead, observer, mailbox: Renew your award by 19 June 2030: 7 days left',
    '2030-06-18 lead, observer, mailbox: Renew your award by 19 June 2030: 1 day left',
    '2030-06-19 lead, observer, mailbox: Renew your award today, 19 June 2030',
    '2030-06-20 lead, mailbox: Your award is not valid at the moment',
    '2030-06-24 coordinator: This week: 1 task is waiting for City of Sanctuary',
    '2030-06-26 coordinator: Wexcombe Libraries’ renewal is overdue: its award was valid until 19 June 2030',
    '2030-06-26 lead, observer, mailbox: Your award was valid until 19 June 2030, but you can still renew it',
  ])
  await expectValidity(years, { '2030-06-19': true, '2030-06-20': false, '2030-06-26': false })
  await expectOnPage(
    years,
    'coordinator',
    '/home',
    'Wexcombe Libraries’ renewal is overdue',
    'The award lapses on 20 July 2030',
  )
  await expectAwardState(years, {
    home:
      'Renew your award: the renewal is overdue By Friday 19 July (23 days from today) Your award was valid until 19 ' +
      'June 2030. It will lapse on 20 July 2030 unless you renew it before then.',
    board: 'Overdue since 20 June 2030. Lapses on 20 July 2030.',
    award:
      'Not valid since 20 June 2030 The award was not renewed in time. The library can still renew it ' +
      'until 19 July 2030. After that, the award will lapse.',
    shown: 'overdue',
  })
  await years.follows('lead', post.latest('lead'))
  expect(await lead.text()).toContain(
    'Your award was valid until 19 June 2030. You can still renew it until 19 July 2030.',
  )
  await startRenewal(years, lead, 'renewal')
  await fillInLightRenewal(years, lead, '2029')
  await submitRenewal(years, lead)
  await expectAwardState(years, {
    home:
      'You submitted your renewal on 26 June 2030. Your award is not valid while we decide. ' +
      'It will not lapse in that time.',
    board: 'The award has not been valid since 20 June 2030. It will not lapse while we decide.',
    award: 'Not valid since 20 June 2030 We are reading the renewal.',
  })
  expect(await lead.text()).toContain('Not valid, renewal being reviewed')

  await service.moveTo('2030-07-10T09:00')
  await checkRenewal(years)
  expect(post.sinceLastVisit()).toEqual([
    '2030-07-01 coordinator: This week: 1 task is waiting for City of Sanctuary',
    '2030-07-08 coordinator: This week: 1 task is waiting for City of Sanctuary',
  ])
  await confirmRenewal(years, 'The award was valid until 19 June 2030.')
  await readDecisionLetter(years)
  await expectNothingDueUntil(years, '10 January 2031', '9 July 2031')
  expect(await lead.text()).toContain('First accredited')
  await expectValidity(years, { '2030-06-19': true, '2030-06-20': false, '2030-07-09': false, '2030-07-10': true })
}
