import { expect } from '@jest/globals'
import type { EventName } from '../../src/features/history/history.store.ts'
import { translator } from '../../src/words/words.ts'
import type { Walk } from './walk.ts'
import type { Walker } from './walker.ts'

/** Step 7: every change stands in the history, every letter in the list of mail, and all that is stored fits together. */
export async function theHistoryTellsIt(walk: Walk): Promise<void> {
  const { administrator, coordinator, lead, trustee, chair, visitor } = walk.who
  const { application, organisation } = walk.places
  const [told, withoutCases] = [await allChanges(coordinator, '/history'), await allChanges(administrator, '/history')]
  const happened = await changesKept(walk)
  expect(Object.fromEntries(told)).toEqual(Object.fromEntries(happened))
  expect([happened.get('It was decided'), withoutCases.get('It was decided'), withoutCases.get('A round was set up')]).toEqual([1, undefined, 1])
  const ofTheCase = await allChanges(coordinator, `${application}/history`)
  expect(ofTheCase.get('It was decided')).toBe(1)
  expect((await allChanges(lead, `${application}/history`)).get('It was handed in')).toBe(1)

  await administrator.open('/mail')
  await administrator.follow('Award begun')
  expect(await walk.service.parts.db('outbox').whereNot({ status: 'sent' }).select('name', 'status', 'failure')).toEqual([])
  for (const address of ['/applications', '/awards', '/organisations', '/rounds', `${application}/panel`, `${application}/decision`]) await coordinator.open(address)
  for (const address of ['/home', `${organisation}/applications`, walk.places.award, '/account', '/account/security']) await lead.open(address)
  for (const address of ['/home', '/applications', application]) await trustee.open(address)
  for (const address of ['/appraisals', application]) await chair.open(address)
  for (const address of ['/help', '/accessibility', '/privacy', '/sign-in', '/password/forgotten']) await visitor.open(address)
  await visitor.open(application)
  expect(visitor.address()).toBe('/sign-in')
  await administrator.open(application, 404)
  expect(await walk.service.broken()).toEqual([])
}

/** What happened, as the database has it; who sits on a panel and what each found is nobody's to read in a history. */
async function changesKept({ service: { parts } }: Walk): Promise<Map<string, number>> {
  const t = translator('en')
  const rows = await parts.db('events').groupBy('name').select<{ name: EventName; count: number }[]>('name', parts.db.raw('count(*) as count'))
  return new Map(rows.filter(({ name }) => !/^(declaration|seat|finding|appraisal|panel)\./.test(name)).map(({ name, count }) => [t(`event.${name}`), Number(count)]))
}

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
