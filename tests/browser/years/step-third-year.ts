import { expect } from '@jest/globals'
import { fillInReappraisal, decideReappraisal, giveFindings, offerSeats } from './reappraising.ts'
import { startRenewal, submitRenewal, checkRenewal, readDecisionLetter } from './renewing.ts'
import { expectNothingDueUntil, expectOnPage, expectAwardState, expectValidity, type Years } from './years.ts'

/** The third renewal is a full reappraisal: it is filled in from last time and read by a panel. */
export async function renewWithPanel(years: Years): Promise<void> {
  const { service, post } = years
  await service.moveTo('2029-03-21T09:00')
  expect(post.sinceLastVisit()).toEqual([
    '2028-12-21 lead, mailbox: Renew your award by 19 June 2029: 180 days left + 2029-06-19',
    '2029-03-21 lead, mailbox: Renew your award by 19 June 2029: 90 days left',
  ])
  const lead = await years.follows('lead', post.latest('lead'))
  expect(await lead.text()).toContain('One in every 3 renewals is a full reappraisal.')
  await startRenewal(years, lead, 'reappraisal')
  await fillInReappraisal(years, lead, '2028')
  await submitRenewal(years, lead, 'reappraisal')
  await checkRenewal(years)
  await offerSeats(years)
  await expectAwardState(years, {
    home: 'You submitted your reappraisal on 21 March 2029. Your award stays valid until we decide.',
    board: 'Submitted on 21 March 2029. With the panel.',
    award: 'Valid until we decide on the renewal',
    shown: 'with-the-panel',
  })

  await service.moveTo('2029-04-18T18:00')
  await giveFindings(years)
  await decideReappraisal(years, { body: 'Ask those who come what they would change.', dueOn: '2030-04-18' })
  // The trustee has decided, but the decision letter is not released, so the lead cannot see the decision yet.
  await expectOnPage(years, 'lead', '/home', 'You submitted your reappraisal on 21 March 2029.')

  await service.moveTo('2029-05-14T09:00')
  await readDecisionLetter(years)
  expect(post.sinceLastVisit()).toEqual([
    '2029-04-11 chair, peer, neighbour: Please give your findings by 18 April 2029 + 2029-04-18',
    '2029-04-16 chair, peer, neighbour: Please give your findings by 18 April 2029',
    '2029-04-18 18:00 chair: Everyone has given their findings on Wexcombe Libraries’ application',
    '2029-04-18 chair, peer, neighbour: Please give your findings by 18 April 2029',
    '2029-04-23 coordinator: This week: 1 task is waiting for City of Sanctuary',
    '2029-04-30 coordinator: This week: 1 task is waiting for City of Sanctuary',
    '2029-05-07 coordinator: This week: 1 task is waiting for City of Sanctuary',
    '2029-05-14 coordinator: This week: 1 task is waiting for City of Sanctuary',
  ])

  await service.moveTo('2029-06-20T09:00')
  await expectNothingDueUntil(years, '21 December 2029', '19 June 2030')
  await expectValidity(years, { '2029-06-19': true, '2029-06-20': true })
}
