import { expect } from '@jest/globals'
import type { KeptEmail } from '../../support/smtp.ts'
import type { Walker } from '../walker.ts'
import { linkIn } from './postbox.ts'
import type { Years } from './years.ts'

/** The lead starts the renewal that the award’s page offers. */
export async function startRenewal(years: Years, lead: Walker, kind: 'renewal' | 'reappraisal'): Promise<void> {
  if (lead.address() !== `${years.places.award}/renewal`) await lead.open(`${years.places.award}/renewal`)
  await lead.press(`Start ${kind}`)
  years.places.application = lead.address()
}

/** The lead completes a light renewal: two short answers, the year in brief, and two confirmations. */
export async function fillInLightRenewal(
  { places: { application } }: Years,
  lead: Walker,
  year: string,
  recommendation?: string,
): Promise<void> {
  for (const code of ['L1', 'S2']) {
    await lead.open(`${application}/criteria/${code}`)
    await lead.press('Save', {
      narrative: `In ${year}: a morning for everybody at the desk, and a week in June with stories and bread.`,
    })
  }
  await lead.open(application)
  const $ = await lead.html()
  const asked = $('textarea[name^="recommendation-"]')
    .get()
    .map(field => $(field).attr('name')!)
  expect(asked.length).toBe(recommendation === undefined ? 0 : 1)
  await lead.press('Check and submit', {
    ...Object.fromEntries(asked.map(field => [field, recommendation!])),
    'answer-F4': `Nothing closed and nothing opened in ${year}.`,
    'answer-F5': `${year} was a year of conversation mornings.`,
    unchanged: true,
    contacts: true,
  })
}

/** The lead submits the renewal, and a receipt is emailed to the lead and the shared mailbox. */
export async function submitRenewal(
  { post }: Years,
  lead: Walker,
  kind: 'renewal' | 'reappraisal' = 'renewal',
): Promise<void> {
  await lead.press(`Submit ${kind}`)
  expect(await lead.text()).toContain(kind === 'renewal' ? 'Renewal submitted' : 'Reappraisal submitted')
  const [, fingerprint] = /Checksum \(SHA-256\) ([0-9a-f ]{64,})/.exec(await lead.text())!
  for (const reader of ['lead', 'mailbox'] as const)
    expect((await post.email(reader, 'We have received your application')).parsed.text).toContain(
      fingerprint!.replace(/\s/g, '').slice(0, 64),
    )
}

/** The coordinator makes a declaration and checks the renewal. */
export async function checkRenewal(years: Years): Promise<void> {
  const coordinator = await years.follows(
    'coordinator',
    await years.post.email('coordinator', 'Wexcombe Libraries has submitted its application'),
  )
  await declareNoConflict(coordinator, years.places.application)
  await coordinator.open(`${years.places.application}/check`)
  await coordinator.press('Mark as checked')
}

/** One trustee confirms the renewal on a page that shows what changed since last time. */
export async function confirmRenewal(years: Years, ...texts: string[]): Promise<void> {
  const { application } = years.places
  const waiting = await years.post.email('trustee', 'Wexcombe Libraries’ renewal needs a trustee’s decision')
  const trustee = await years.as('trustee')
  expect(await trustee.text()).toContain('Confirm Wexcombe Libraries’ renewal')
  await declareNoConflict(trustee, application)
  await trustee.open(linkIn(waiting))
  for (const text of texts) expect(await trustee.text()).toContain(text)
  await trustee.press('Confirm the renewal', { outcome: 'awarded' })
}

/** The coordinator releases the decision letter, and the lead opens it from an email. */
export async function readDecisionLetter(years: Years): Promise<void> {
  const { post } = years
  const waiting = await post.email('coordinator', 'The decision letter to Wexcombe Libraries is ready to release')
  const coordinator = await years.as('coordinator')
  await coordinator.open(linkIn(waiting))
  // The service asks for confirmation if nobody has changed the standard text.
  const isStandard = (await coordinator.html())('[name=sure]').length > 0
  await coordinator.press('Release decision letter', isStandard ? { sure: true } : {})
  const decided = 'The decision on Wexcombe Libraries’ application'
  await post.email('mailbox', decided)
  const lead = await years.follows('lead', await post.email('lead', decided))
  expect(await lead.text()).toContain('Your award has been renewed')
}

/** Declares no conflict of interest, which opens the application. */
export async function declareNoConflict(
  walker: Walker,
  application: string,
  more: Readonly<Record<string, string>> = {},
): Promise<void> {
  await walker.open(`${application}/declaration`)
  await walker.press('Declare', { says: 'no conflict', ...more })
}

/** The coordinator closes a recommendation that the library has responded to, and the library gets an email. */
export async function closeRecommendation(
  { as, post, places }: Years,
  { body, note }: { body: string; note: string },
): Promise<KeptEmail> {
  const coordinator = await as('coordinator', `${places.organisation}/recommendations`)
  await coordinator.follow(`Close this recommendation or keep it open ${body}`)
  await coordinator.press('Save and tell the library', { verdict: 'closed', note })
  const closed = 'We have closed a recommendation for Wexcombe Libraries'
  await post.email('mailbox', closed)
  return post.email('lead', closed)
}
