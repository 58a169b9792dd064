import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { acrossVersions, type EarlierAnswer } from '../../src/domain/carry.ts'
import { questionOf, type ComparedItem } from '../../src/domain/framework-differences.ts'
import {
  applyMapping,
  inverseOf,
  mappingBetween,
  noEntries,
  originsOver,
  unconfirmedIn,
} from '../../src/domain/framework-mapping.ts'
import { judgements } from '../../src/domain/judgements.ts'
import { contentCarrier, sinceLastYear, type AnswerContent } from '../../src/domain/since-last-year.ts'
import type { Instant } from '../../src/domain/time.ts'

const item = (id: string, more: Partial<ComparedItem> = {}): ComparedItem => ({
  id,
  code: id.toUpperCase(),
  title: id,
  description: `What ${id} asks for`,
  requirement: 'required',
  evidence: [],
  basis: 'proposed',
  askedIn: ['first'],
  renewal: 'confirm',
  perBranch: false,
  freshMonths: null,
  ...more,
})
const asked = (id: string): string => questionOf(item(id))
const relationsOf = (mapping: ReturnType<typeof mappingBetween>) =>
  Object.fromEntries(mapping.items.map(({ item: id, relation }) => [id, relation]))

describe('a mapping between two versions', () => {
  test('an unconfirmed mapping relates items with the same id', () => {
    const mapping = mappingBetween(
      [item('a1'), item('a2'), item('a3')],
      [item('a1'), item('a2', { description: 'Other words' }), item('b1')],
      noEntries,
    )
    expect(mapping).toEqual({
      items: [
        { item: 'a1', from: ['a1'], relation: 'equal', isConfirmed: true },
        { item: 'a2', from: ['a2'], relation: 'equal', isConfirmed: false },
        { item: 'b1', from: [], relation: 'new', isConfirmed: false },
      ],
      retired: [{ item: 'a3', isConfirmed: false }],
    })
    expect(unconfirmedIn(mapping)).toBe(3)
  })

  test('an item from several items is merged, and items that share one earlier item are split', () => {
    const items = [
      { item: 'b1', from: ['a1', 'a2'], judged: 'equal' as const, question: asked('b1') },
      { item: 'b2', from: ['a3'], judged: 'wider' as const, question: asked('b2') },
      { item: 'b3', from: ['a3'], judged: 'equal' as const, question: asked('b3') },
      { item: 'b4', from: ['a4'], judged: 'narrower' as const, question: asked('b4') },
      { item: 'b5', from: [], judged: 'equal' as const, question: asked('b5') },
    ]
    const before = ['a1', 'a2', 'a3', 'a4', 'a5'].map(id => item(id))
    const mapping = mappingBetween(
      before,
      items.map(({ item: id }) => item(id)),
      { items, retired: ['a5'] },
    )
    expect(relationsOf(mapping)).toEqual({ b1: 'merged', b2: 'split', b3: 'split', b4: 'narrower', b5: 'new' })
    expect([mapping.retired, unconfirmedIn(mapping)]).toEqual([[{ item: 'a5', isConfirmed: true }], 0])
  })

  test('an inverted mapping splits what was merged, and merges what was split', () => {
    const mapping = mappingBetween(
      ['a1', 'a2', 'a3', 'a4', 'a5', 'a6'].map(id => item(id)),
      ['b1', 'b2', 'b3', 'b4', 'b5', 'a6'].map(id => item(id)),
      {
        items: [
          { item: 'b1', from: ['a1', 'a2'], judged: 'equal', question: asked('b1') },
          { item: 'b2', from: ['a3'], judged: 'equal', question: asked('b2') },
          { item: 'b3', from: ['a3'], judged: 'equal', question: asked('b3') },
          { item: 'b4', from: ['a4'], judged: 'narrower', question: asked('b4') },
        ],
        retired: ['a5'],
      },
    )
    const inverse = inverseOf(mapping)
    expect(relationsOf(inverse)).toEqual({
      a1: 'split',
      a2: 'split',
      a3: 'merged',
      a4: 'wider',
      a5: 'new',
      a6: 'equal',
    })
    expect(inverse.items.find(({ item: id }) => id === 'a3')?.from).toEqual(['b2', 'b3'])
    expect(inverse.retired).toEqual([{ item: 'b5', isConfirmed: false }])
  })

  test('a mapping needs confirmation again when its items are removed from the draft', () => {
    const mapping = mappingBetween([item('a1')], [item('b1')], {
      items: [{ item: 'gone', from: ['a1'], judged: 'equal', question: asked('gone') }],
      retired: [],
    })
    expect([mapping.retired, unconfirmedIn(mapping)]).toEqual([[{ item: 'a1', isConfirmed: false }], 2])
  })

  test('mappings between successive versions combine into one', () => {
    const first = mappingBetween([item('a1'), item('a2')], [item('b1')], {
      items: [{ item: 'b1', from: ['a1', 'a2'], judged: 'equal', question: asked('b1') }],
      retired: [],
    })
    const second = mappingBetween([item('b1')], [item('b1'), item('c1')], noEntries)
    expect([...originsOver([first, second])]).toEqual([
      ['b1', { relation: 'merged', from: ['a1', 'a2'], isConfirmed: true }],
      ['c1', { relation: 'new', from: [], isConfirmed: false }],
    ])
  })
})

const ids = ['a1', 'a2', 'a3', 'a4', 'a5']
const newIds = ['a1', 'a2', 'b1', 'b2', 'b3']
const someMapping = fc
  .record({
    from: fc.array(fc.subarray(ids), { minLength: newIds.length, maxLength: newIds.length }),
    kept: fc.subarray(newIds),
  })
  .map(({ from, kept }) =>
    mappingBetween(
      ids.map(id => item(id)),
      newIds.map(id => item(id)),
      {
        items: newIds
          .map((id, index) => ({ item: id, from: from[index]!, judged: 'equal' as const, question: asked(id) }))
          .filter(({ item: id }) => kept.includes(id)),
        retired: [],
      },
    ),
  )
const someAnswers = (itemIds: readonly string[]) =>
  fc.uniqueArray(
    fc.record({
      itemId: fc.constantFrom(...itemIds),
      narrative: fc.oneof(fc.constant(''), fc.constant('  '), fc.stringMatching(/^[a-z]{3,12}$/)),
      ownRating: fc.constantFrom(null, ...judgements),
      writtenBy: fc.constant('someone'),
      writtenAt: fc.constantFrom(...(['2026-01-01T00:00:00.000Z', '2027-01-01T00:00:00.000Z'] as Instant[])),
      evidence: fc
        .subarray(['e1', 'e2', 'e3'])
        .map(list => list.map(id => ({ id, attachedAt: '2026-01-01T00:00:00.000Z' as Instant }))),
    }),
    { selector: ({ itemId }) => itemId, maxLength: itemIds.length },
  )

describe('carrying answers across versions', () => {
  test('an item keeps all text and evidence of the items that it replaces, and a rating if any of them has one', () => {
    fc.assert(
      fc.property(someMapping, someAnswers(ids), (mapping, answers) => {
        const carried = acrossVersions([{ versionId: 'old', answers }], 'new', () => [mapping])
        for (const { item: id, from } of mapping.items) {
          const then = answers.filter(({ itemId }) => from.includes(itemId))
          const now = carried.find(({ itemId }) => itemId === id)
          for (const { narrative, ownRating, evidence } of then) {
            if (narrative.trim() !== '') expect(now?.narrative).toContain(narrative)
            if (ownRating !== null) expect(now?.ownRating).not.toBeNull()
            for (const each of evidence) expect(now?.evidence.map(({ id: held }) => held)).toContain(each.id)
          }
          if (then.length === 0) expect(now).toBeUndefined()
        }
      }),
      { seed: 1 },
    )
  })

  test('carried text is unchanged, evidence is carried once, and the earlier answers stay as they were', () => {
    fc.assert(
      fc.property(someMapping, someAnswers(ids), (mapping, answers) => {
        const frozen = JSON.stringify(answers)
        const carried = acrossVersions([{ versionId: 'old', answers }], 'new', () => [mapping])
        const words = new Set(answers.map(({ narrative }) => narrative))
        for (const { narrative, evidence } of carried) {
          for (const text of narrative.split('\n\n').filter(each => each.trim() !== '')) expect(words).toContain(text)
          expect(new Set(evidence.map(({ id }) => id)).size).toBe(evidence.length)
        }
        expect(JSON.stringify(answers)).toBe(frozen)
      }),
      { seed: 1 },
    )
  })

  test('an empty newer value never replaces an earlier one, even after a mapping', () => {
    fc.assert(
      fc.property(someMapping, someAnswers(ids), someAnswers(newIds), (mapping, old, now) => {
        const path = (from: string) => (from === 'old' ? [mapping] : [])
        const both = [
          { versionId: 'new', answers: now },
          { versionId: 'old', answers: old },
        ]
        const before = acrossVersions(both.slice(1), 'new', path)
        const after = acrossVersions(both, 'new', path)
        const answerTo = (list: readonly EarlierAnswer[], id: string) => list.find(({ itemId }) => itemId === id)
        for (const earlier of before) {
          const newer = answerTo(after, earlier.itemId)!
          const said = answerTo(now, earlier.itemId)
          if (earlier.narrative.trim() !== '') expect(newer.narrative.trim()).not.toBe('')
          if (earlier.ownRating !== null) expect(newer.ownRating).toBe(said?.ownRating ?? earlier.ownRating)
          if (earlier.evidence.length > 0) expect(newer.evidence.length).toBeGreaterThan(0)
        }
      }),
      { seed: 1 },
    )
  })

  test('an item merged from two keeps the less favourable rating', () => {
    const mapping = mappingBetween([item('a1'), item('a2')], [item('b1')], {
      items: [{ item: 'b1', from: ['a1', 'a2'], judged: 'equal', question: asked('b1') }],
      retired: [],
    })
    const said = (id: string, ownRating: AnswerContent['ownRating'], narrative: string): AnswerContent => ({
      item: id,
      narrative,
      ownRating,
      evidence: ['e1', id],
    })
    const answers = new Map([
      ['a1', said('a1', 'met', 'All staff took part')],
      ['a2', said('a2', 'partly met', 'New starters meet us')],
    ])
    expect([...applyMapping(answers, mapping, contentCarrier()).values()]).toEqual([
      {
        item: 'b1',
        narrative: 'All staff took part\n\nNew starters meet us',
        ownRating: 'partly met',
        evidence: ['e1', 'a1', 'a2'],
      },
    ])
  })
})

describe('the comparison with last year', () => {
  const answer: AnswerContent = { item: 'b1', narrative: 'What we do', ownRating: 'met', evidence: [] }
  const since = (relation: 'equal' | 'merged', words: string) =>
    sinceLastYear(
      [{ ...item('b1'), part: 'criterion', area: null } as never],
      {
        before: {
          items: [{ ...item('b1', { description: words }), part: 'criterion', area: null } as never],
          answers: [answer],
          evidence: [],
          extras: new Map(),
          mapped: new Map([['b1', { relation, codes: ['A1', 'A2'] }]]),
        },
        now: { answers: [answer], evidence: [], extras: new Map() },
      },
      '2027-03-01' as never,
    )[0]!.since

  test('a merged criterion counts as changed, even if its own words are the same', () => {
    expect(since('merged', 'What b1 asks for')).toBe('criterion changed')
  })
  test('a reworded criterion counts as unchanged if the charity has mapped it as equal', () => {
    expect(since('equal', 'The same in other words')).toBe('unchanged')
  })
})
