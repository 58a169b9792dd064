import { readFileSync } from 'node:fs'
import { describe, expect, test } from '@jest/globals'
import { parse } from 'yaml'
import { carriedInto, type EarlierAnswer } from '../../src/domain/carry.ts'
import {
  frameworkFrom,
  itemByCode,
  itemsAskedBy,
  type Framework,
  type FrameworkDocument,
} from '../../src/domain/framework.ts'
import { isPanelAskedFor, panelReasons, type PanelFacts } from '../../src/domain/panel-reasons.ts'
import { lacksOf, missing, stateOf, type AnswerFacts, type ToFill } from '../../src/domain/progress.ts'
import { instant } from '../../src/domain/time.ts'

const framework = frameworkFrom(
  parse(readFileSync('data/library-of-sanctuary-draft.yaml', 'utf8')) as FrameworkDocument,
)
const id = (code: string) => itemByCode(framework, code)!.id

describe('the starting point of a renewal', () => {
  const answer = (code: string, given: Partial<EarlierAnswer> = {}): EarlierAnswer => ({
    itemId: id(code),
    narrative: `About ${code}.`,
    ownRating: code.startsWith('F') || code.startsWith('P') ? null : 'met',
    writtenBy: 'p',
    writtenAt: instant('2026-05-01T09:00:00Z'),
    evidence: [],
    ...given,
  })
  const carried = (kind: 'renewal' | 'reappraisal', ...earlier: EarlierAnswer[][]) =>
    carriedInto(framework, kind, earlier)
  const codes = (answers: readonly EarlierAnswer[]) =>
    answers.map(
      ({ itemId }) =>
        [...framework.prerequisites, ...framework.criteria, ...framework.lookingAhead].find(item => item.id === itemId)!
          .code,
    )

  test('has only the items that its kind asks', () => {
    const first = itemsAskedBy(framework, 'first').map(({ code }) => answer(code))
    expect(codes(carried('renewal', first)).filter(code => ['P1', 'L2', 'E13', 'F1'].includes(code))).toEqual([])
    expect(codes(carried('reappraisal', first))).toEqual([...codes(first), 'F2'])
  })
  test('never hides an earlier text, rating or evidence behind an empty one', () => {
    const [old, newer] = [
      answer('E3', { evidence: [{ id: 'e', attachedAt: instant('2025-01-01T09:00:00Z') }] }),
      answer('E3', { narrative: ' ', ownRating: 'partly met' }),
    ]
    expect(carried('renewal', [newer], [old])).toEqual([{ ...old, ownRating: 'partly met' }])
  })
  test('reaches back past a year that did not ask the item', () => {
    expect(codes(carried('reappraisal', [answer('E3')], [answer('L2')]))).toEqual(['L2', 'E3'])
  })
  test('starts progress on targets with the earlier targets, or with later progress', () => {
    expect(carried('renewal', [answer('F1')]).map(({ itemId, narrative }) => [itemId, narrative])).toEqual([
      [id('F2'), 'About F1.'],
    ])
    expect(carried('renewal', [answer('F2')], [answer('F1')]).map(({ narrative }) => narrative)).toEqual(['About F2.'])
  })
  test('starts empty for items about the past year', () => {
    expect(carried('renewal', [answer('F3'), answer('F4'), answer('F5')])).toEqual([])
  })
})

describe('what a light renewal is missing', () => {
  const renewal: ToFill = {
    kind: 'renewal',
    scope: ['b'],
    hasEarlierAnswers: true,
    restIsConfirmed: false,
    recommendationsToAnswer: 0,
  }
  const facts = (code: string, given: Partial<AnswerFacts> = {}): AnswerFacts => ({
    itemId: id(code),
    narrative: 'W',
    ownRating: 'met',
    evidence: 1,
    isCarried: true,
    ...given,
  })
  const lacks = (code: string, given: Partial<AnswerFacts> | undefined, it: Partial<ToFill> = {}) =>
    lacksOf(itemByCode(framework, code)!, given && facts(code, given), { ...renewal, ...it })

  test.each([
    ['words of last year are no answer of this year', 'L1', {}, {}, ['words']],
    ['words of this year are, without new evidence', 'L1', { isCarried: false, evidence: 0 }, {}, []],
    ['what stays needs the one confirmation', 'E3', {}, {}, ['confirmation']],
    ['and no more than that, however bare it is', 'E3', { evidence: 0 }, { restIsConfirmed: true }, []],
    ['what changed needs none', 'E3', { isCarried: false }, {}, []],
    ['what changed is whole again', 'E3', { isCarried: false, narrative: '' }, { restIsConfirmed: true }, ['words']],
    [
      'what nobody ever answered is answered in full',
      'E3',
      undefined,
      { restIsConfirmed: true },
      ['words', 'rating', 'evidence'],
    ],
    [
      'from paper there is nothing to be seen, and it is confirmed all the same',
      'E3',
      undefined,
      { hasEarlierAnswers: false },
      ['confirmation'],
    ],
    ['what is recommended may stay empty', 'E6', undefined, {}, ['confirmation']],
    ['what is skipped is not asked', 'L2', undefined, {}, []],
    ['progress on targets that there were not', 'F2', undefined, {}, []],
    ['the response to no recommendation', 'F3', undefined, {}, []],
    ['the response to one that waits', 'F3', { isCarried: false }, { recommendationsToAnswer: 1 }, ['words']],
  ] as const)('%s', (_, code, given, it, expected) => expect(lacks(code, given, it)).toEqual(expected))

  test('is named once, in the order of the page', () => {
    const answers = ['L1', 'S2', 'E3', 'F4'].map(code => facts(code, code === 'S2' ? { isCarried: false } : {}))
    const gaps = missing(framework, { ...renewal, hasEarlierAnswers: false, recommendationsToAnswer: 2 }, answers, {
      summary: '',
      contactsConfirmed: false,
    })
    expect(gaps.map(gap => (gap.what === 'item' ? gap.item.code : gap.what))).toEqual([
      'L1',
      'recommendations',
      'F4',
      'F5',
      'confirmation',
      'summary',
      'contacts',
    ])
  })
  test('does not include unchanged items', () => {
    expect(stateOf(itemByCode(framework, 'E3')!, facts('E3'), { ...renewal, restIsConfirmed: true })).toBe('as before')
    expect(stateOf(itemByCode(framework, 'E3')!, facts('E3', { isCarried: false }), renewal)).toBe('written')
    expect(stateOf(itemByCode(framework, 'E3')!, facts('E3'), { ...renewal, kind: 'reappraisal' })).toBe('written')
  })
})

describe('a panel is needed', () => {
  const quiet: PanelFacts = {
    kind: 'renewal',
    frameworkBefore: framework,
    ownRatings: [],
    scopeBefore: ['a', 'b', 'c', 'd'],
    scope: ['a', 'b', 'c', 'd'],
    requiredRecommendationsOpen: 0,
    panelReason: null,
  }
  const without = (code: string): Framework => ({
    ...framework,
    criteria: framework.criteria.filter(item => item.code !== code),
  })
  test.each<[string, Partial<PanelFacts>, string[]]>([
    ['by nothing', {}, []],
    ['by a promise that is not closed', { requiredRecommendationsOpen: 1 }, ['required recommendation open']],
    ['by a rating of its own', { ownRatings: [{ itemId: id('E3'), ownRating: 'not yet' }] }, ['own rating not yet']],
    ['by no other rating', { ownRatings: [{ itemId: id('E3'), ownRating: 'partly met' }] }, []],
    ['not by a rating that a renewal does not ask', { ownRatings: [{ itemId: id('L2'), ownRating: 'not yet' }] }, []],
    ['by a required criterion that is new', { frameworkBefore: without('E3') }, ['required criterion new']],
    ['not by a recommended one', { frameworkBefore: without('E6') }, []],
    ['not by one that no renewal asks', { frameworkBefore: without('E13') }, []],
    ['not by a quarter more', { scope: ['a', 'b', 'c', 'd', 'e'] }, []],
    ['by more than a quarter more, though as many closed', { scope: ['c', 'd', 'e', 'f'] }, ['scope grew']],
    ['not by a library that shrank', { scope: ['a'] }, []],
    ['by staff', { panelReason: 'New operator.' }, ['staff say so']],
    [
      'by several things at once',
      { panelReason: 'So.', requiredRecommendationsOpen: 2 },
      ['required recommendation open', 'staff say so'],
    ],
  ])('%s', (_, given, expected) => {
    expect(panelReasons(framework, { ...quiet, ...given })).toEqual(expected)
    expect(isPanelAskedFor(framework, { ...quiet, ...given })).toBe(expected.length > 0)
  })
  test('only for the reasons of the framework version, and always for a reappraisal', () => {
    expect(panelReasons({ ...framework, renewalAsksWhen: ['scope grew'] }, { ...quiet, panelReason: 'So.' })).toEqual(
      [],
    )
    expect(isPanelAskedFor(framework, { ...quiet, kind: 'reappraisal' })).toBe(true)
  })
})
