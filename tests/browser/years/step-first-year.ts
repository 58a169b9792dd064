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

/**
 * The award becomes valid on 1 June 2026. In October the library responds to a recommendation, which is then closed.
 */
export async function respondToRecommendation(years: Years): Promise<void> {
  const { service, post, places } = years
  places.award = `/awards/${(await service.parts.db('awards').first('id'))!.id}`
  places.code = (await service.parts.db('awards').first('code'))!.code
  places.organisation = `/organisations/${(await service.parts.db('organisations').first('id'))!.id}`
  await expectValidity(years, { '2026-05-31': false, '2026-06-01': true, '2026-06-02': null })
  await expectNothingDueUntil(years, '2 December 2026', '31 May 2027')
  await expectOnPage(years, 'observer', places.award, 'Accredited since 1 June 2026', `Certificate code ${places.code}`)

  await service.moveTo('2026-10-28T09:00')
  expect(post.sinceLastVisit()).toEqual([
    '2026-10-28 lead, mailbox: Please respond to a recommendation by 25 November 2026 + 2026-11-25',
  ])
  const lead = await years.follows('lead', post.latest('lead'))
  expect(await lead.text()).toContain('Due by 25 November 2026')
  await lead.follow('Respond Put up')
  await lead.press('Send response', { answer: 'The sign is up, in seven languages.' })
  const sign = { body: 'Put up', note: 'We saw the picture of it, thank you.' }
  await years.follows('lead', await closeRecommendation(years, sign))
}

/**
 * The renewal opens 180 days before the award ends. The library submits it three months later, and one trustee confirms
 * it.
 */
export async function renewEarly(years: Years): Promise<void> {
  const { service, post, places } = years
  await service.moveTo('2026-12-02T09:00')
  expect(post.sinceLastVisit()).toEqual([
    '2026-12-02 lead, mailbox: Renew your award by 31 May 2027: 180 days left + 2027-05-31',
  ])
  await expectAwardState(years, {
    home: 'Renew your award By Monday 31 May (180 days from today)',
    board: 'Renewal not started.',
    award: 'Valid until 31 May 2027, and open for renewal',
  })
  const lead = await years.follows('lead', post.latest('lead'))
  expect(await lead.text()).toContain('Submit by Monday 31 May (180 days from today)')
  await startRenewal(years, lead, 'renewal')

  await service.moveTo('2027-03-10T09:00')
  expect(post.sinceLastVisit()).toEqual(['2027-03-02 lead, mailbox: Renew your award by 31 May 2027: 90 days left'])
  await expectOnPage(years, 'lead', '/home', 'Finish your renewal')
  await lead.follow('Continue renewal')
  await lead.open(`${places.application}/criteria/E3`)
  await lead.press('Save', { narrative: 'A sign at every door now, and at the mobile library too.' })
  await fillInLightRenewal(years, lead, '2026', 'A colleague at Northgate looks after it too.')
  await submitRenewal(years, lead)
  await expectAwardState(years, {
    home: 'You submitted your renewal on 10 March 2027. Your award stays valid until we decide.',
    board: 'Valid until we decide',
    award: 'Valid until we decide on the renewal',
    shown: 'with-us',
  })
  await expectValidity(years, { '2027-03-09': true, '2027-03-10': true })

  await service.moveTo('2027-03-15T09:00')
  await checkRenewal(years)
  expect(post.sinceLastVisit()).toEqual([
    '2027-03-15 coordinator: This week: 2 tasks are waiting for City of Sanctuary',
  ])
  const changed = [
    'E3 Visible welcome Answer changed',
    'Added: A sign at every door now',
    'Recommendations from last time',
  ]
  await confirmRenewal(years, ...changed)
  await closeRecommendation(years, { body: 'Name a second person', note: 'Good to know who it is.' })
  await readDecisionLetter(years)
  await expectValidity(years, { '2027-03-14': true, '2027-03-15': true })

  await service.moveTo('2027-06-01T09:00')
  await expectNothingDueUntil(years, '3 December 2027', '31 May 2028')
  await expectValidity(years, { '2027-05-31': true, '2027-06-01': true })
}
