import { expect } from '@jest/globals'
import type { Walk } from './walk.ts'
import type { Walker } from './walker.ts'

/** Step 7: every change stands in the history, every letter in the list of mail, and all that is stored fits together. */
export async function theHistoryTellsIt(walk: Walk): Promise<void> {
  const { administrator, coordinator, lead, trustee, chair, visitor } = walk.who
  const { application, organisation } = walk.places
  const keptByTheHouse = await allChanges(administrator, '/history')
  expect(keptByTheHouse.has('It was decided')).toBe(false)
  const told = await allChanges(coordinator, '/history')
  expect(happened.filter(change => !told.has(change) && !keptByTheHouse.has(change))).toEqual([])
  expect([told.get('A finding was written'), told.get('It was decided')]).toEqual([75, 1])
  const ofTheCase = await allChanges(coordinator, `${application}/history`)
  expect(ofTheCase.get('It was decided')).toBe(1)
  expect((await allChanges(lead, `${application}/history`)).get('It was handed in')).toBe(1)

  await administrator.open('/mail')
  expect(await administrator.text()).not.toMatch(/Could not be delivered|Unclear|On its way/)
  await administrator.follow('Invitation')
  for (const address of ['/applications', '/awards', '/organisations', '/rounds', `${application}/panel`, `${application}/decision`]) await coordinator.open(address)
  for (const address of ['/home', `${organisation}/applications`, walk.places.award, '/account', '/account/security']) await lead.open(address)
  for (const address of ['/home', '/applications', application]) await trustee.open(address)
  for (const address of ['/appraisals', application]) await chair.open(address)
  for (const address of ['/help', '/accessibility', '/privacy', '/sign-in', '/password/forgotten']) await visitor.open(address)
  await visitor.open(application, 404)
  expect(await walk.service.broken()).toEqual([])
}

/** What the history of everything must hold after this walk. */
const happened = [
  'A framework version was published', 'An invitation was sent', 'An account was opened', 'A role in the charity was given', 'A round was set up', 'The organisation was registered',
  'A role in the team began', 'Evidence was added', 'The application was begun', 'An answer was changed', 'Evidence was added to an answer', 'The summary was changed', 'It was handed in',
  'Somebody declared', 'It was checked for completeness', 'A seat was offered', 'A seat was taken', 'It was passed to the panel', 'A question was asked', 'A question was answered',
  'A finding was written', 'A member of the panel gave all findings', 'An agreed finding was recorded', 'A recommendation was proposed', 'The proposal was written on',
  'The panel’s proposal went to a trustee', 'It was decided', 'The letter was released', 'The award began',
]

/** Every change that a history tells, page after page, and how often. */
async function allChanges(walker: Walker, address: string): Promise<Map<string, number>> {
  const told = new Map<string, number>()
  await walker.open(address)
  for (;;) {
    for (const line of await walker.page.locator('.los-events .govuk-body').allInnerTexts()) {
      const change = line.split(/\s*(?:History of this case|The award|The organisation)$/)[0]!.trim()
      told.set(change, (told.get(change) ?? 0) + 1)
    }
    const earlier = walker.page.getByRole('link', { name: 'Earlier changes' })
    if (await earlier.count() === 0) return told
    await walker.follow('Earlier changes')
  }
}
