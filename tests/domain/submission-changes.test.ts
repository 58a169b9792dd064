import { expect, test } from '@jest/globals'
import type { Item } from '../../src/domain/framework.ts'
import { answeredByRecommendations } from '../../src/domain/completeness.ts'
import { changesBetween, scopeChange, summaryChange } from '../../src/domain/submission-changes.ts'
import { frozenFrom, type FrozenAnswer, type FrozenCopy, type FrozenEvidence } from '../../src/domain/submission.ts'

const items = ['l1', 'l2', answeredByRecommendations].map(id => ({ id, code: id.toUpperCase() }) as Item)

const answer = (item: string, changes: Partial<FrozenAnswer> = {}): FrozenAnswer => ({
  item,
  code: item.toUpperCase(),
  title: item,
  narrative: 'As before.',
  ownRating: 'met',
  evidence: ['policy'],
  supplementary: false,
  ...changes,
})
const evidence = { id: 'policy', title: 'Policy', supplementary: false } as FrozenEvidence
const file = { id: 'f', evidence: 'policy', name: 'policy.pdf', type: 'pdf', size: 1, sha256: 'a' }

const copy = (changes: Partial<FrozenCopy> = {}): FrozenCopy => ({
  ...frozenFrom([]),
  answers: [answer('l1'), answer('l2')],
  evidence: [evidence],
  files: [file],
  ...changes,
})
const between = (before: FrozenCopy, now: FrozenCopy, named: string[] = []) =>
  Object.fromEntries(changesBetween(items, { before, now }, named))

test('an answer counts as changed when its text, rating, evidence, files, partners or targets change', () => {
  const one = (changes: Partial<FrozenAnswer>) => copy({ answers: [answer('l1', changes), answer('l2')] })
  for (const now of [
    one({ narrative: 'Other words.' }),
    one({ ownRating: 'not yet' }),
    one({ evidence: [] }),
    copy({ partners: [{ id: 'p', items: ['l1'] }] as never }),
    copy({ targets: [{ id: 't', items: ['l1'] }] as never }),
  ])
    expect(between(copy(), now)).toEqual({ l1: 'changed' })
  expect(between(copy(), copy({ files: [{ ...file, sha256: 'b' }] }))).toEqual({ l1: 'changed', l2: 'changed' })
  expect(between(copy(), one({ narrative: 'As\r\nbefore. ', supplementary: true }))).toEqual({})
})

test('an answer is marked by whether it changed, and whether the request named it', () => {
  const now = copy({ answers: [answer('l1'), answer('l2', { narrative: 'Other words.' })] })
  expect(between(copy(), now, ['l2'])).toEqual({ l2: 'as asked' })
  expect(between(copy(), now, ['l1'])).toEqual({ l1: 'not changed', l2: 'not named' })
})

test('erased text does not count as a change', () => {
  const erased = copy({ answers: [answer('l2')], evidence: [], erased: 2 })
  expect(between(erased, copy())).toEqual({})
  expect(between(copy(), erased)).toEqual({})
})

test('a changed summary never counts as asked for', () => {
  const [before, now] = ['One.', 'Two.'].map(summary => copy({ summary: { summary, mayBeShared: false } }))
  expect(summaryChange({ before: before!, now: now! }, ['l1'])).toBe('not named')
  expect(summaryChange({ before: before!, now: now! }, [])).toBe('changed')
  expect(summaryChange({ before: before!, now: before! }, [])).toBeNull()
})

test('only recommendations in both copies are compared, in any order', () => {
  const [one, two] = ['r1', 'r2'].map(id => ({ id, answer: `Answer to ${id}.` }))
  const withThose = (...recommendations: unknown[]) => copy({ recommendations: recommendations as never })
  expect(between(withThose(one, two), withThose(two, one))).toEqual({})
  expect(between(withThose(one, two), withThose(two))).toEqual({})
  expect(between(withThose(one, two), withThose({ ...two, answer: 'Done.' }))).toEqual({
    [answeredByRecommendations]: 'changed',
  })
})

test('branches count as changed only if the library chose others, not if one was renamed or closed', () => {
  const withScope = (...branches: [string, string][]) =>
    copy({ scope: branches.map(([id, name]) => ({ id, name, kind: 'library' })) })
  const before = withScope(['b1', 'Millbrook'], ['b2', 'Harrow Lane'])
  const changeTo = (now: FrozenCopy, closed: string[] = []) => scopeChange({ before, now }, [], new Set(closed))
  expect(changeTo(withScope(['b2', 'Harrow Road'], ['b1', 'Millbrook']))).toBeNull()
  expect(changeTo(withScope(['b1', 'Millbrook']), ['b2'])).toBeNull()
  expect(changeTo(withScope(['b1', 'Millbrook']))).toBe('changed')
  const usedAt = (branches: string[]) => copy({ evidence: [{ ...evidence, branches }] })
  expect(between(usedAt(['Harrow Lane']), usedAt(['Harrow Road']))).toEqual({})
})
