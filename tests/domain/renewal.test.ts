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
import {
  finished,
  isComplete,
  lacksOf,
  missing,
  stateOf,
  type AnswerFacts,
  type ToFill,
} from '../../src/domain/completeness.ts'
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

  test('a renewal or reappraisal starts with only the items that its kind asks for', () => {
    const first = itemsAskedBy(framework, 'first').map(({ code }) => answer(code))
    expect(codes(carried('renewal', first)).filter(code => ['P1', 'L2', 'E13', 'F1'].includes(code))).toEqual([])
    expect(codes(carried('reappraisal', first))).toEqual([...codes(first), 'F2'])
  })
  test('a renewal starts with the latest text, rating and evidence that are not empty', () => {
    const [old, newer] = [
      answer('E3', { evidence: [{ id: 'e', attachedAt: instant('2025-01-01T09:00:00Z') }] }),
      answer('E3', { narrative: ' ', ownRating: 'partly met' }),
    ]
    expect(carried('renewal', [newer], [old])).toEqual([{ ...old, ownRating: 'partly met' }])
  })
  test('a reappraisal copies an earlier answer to an item that last year’s application did not include', () => {
    expect(codes(carried('reappraisal', [answer('E3')], [answer('L2')]))).toEqual(['L2', 'E3'])
  })
  test('the answer about progress starts with last year’s text or, without one, with the text about targets', () => {
    expect(carried('renewal', [answer('F1')]).map(({ itemId, narrative }) => [itemId, narrative])).toEqual([
      [id('F2'), 'About F1.'],
    ])
    expect(carried('renewal', [answer('F2')], [answer('F1')]).map(({ narrative }) => narrative)).toEqual(['About F2.'])
  })
  test('items about the past year start empty', () => {
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
  const missingParts = (code: string, given: Partial<AnswerFacts> | undefined, it: Partial<ToFill> = {}) =>
    lacksOf(itemByCode(framework, code)!, given && facts(code, given), { ...renewal, ...it })

  test.each([
    ['last year’s text does not answer a required item', { code: 'L1', given: {}, it: {} }, ['words']],
    [
      'this year’s text answers a required item without new evidence',
      { code: 'L1', given: { isCarried: false, evidence: 0 }, it: {} },
      [],
    ],
    ['an unchanged answer needs the confirmation', { code: 'E3', given: {}, it: {} }, ['confirmation']],
    ['a confirmed answer needs no evidence', { code: 'E3', given: { evidence: 0 }, it: { restIsConfirmed: true } }, []],
    ['a changed answer needs no confirmation', { code: 'E3', given: { isCarried: false }, it: {} }, []],
    [
      'a changed answer needs text again',
      { code: 'E3', given: { isCarried: false, narrative: '' }, it: { restIsConfirmed: true } },
      ['words'],
    ],
    [
      'an item that was never answered needs text, rating and evidence',
      { code: 'E3', given: undefined, it: { restIsConfirmed: true } },
      ['words', 'rating', 'evidence'],
    ],
    [
      'after an award from before this service, an item needs only the confirmation',
      { code: 'E3', given: undefined, it: { hasEarlierAnswers: false } },
      ['confirmation'],
    ],
    ['a recommended item without an answer needs nothing', { code: 'E6', given: undefined, it: {} }, []],
    [
      'an unchanged answer to a recommended item needs the confirmation',
      { code: 'E6', given: {}, it: {} },
      ['confirmation'],
    ],
    ['a skipped item is not asked', { code: 'L2', given: undefined, it: {} }, []],
    ['no progress is needed when there were no targets', { code: 'F2', given: undefined, it: {} }, []],
    ['no response is needed without recommendations', { code: 'F3', given: undefined, it: {} }, []],
    [
      'an open recommendation needs a response',
      { code: 'F3', given: { isCarried: false }, it: { recommendationsToAnswer: 1 } },
      ['words'],
    ],
  ] as const)('a light renewal is checked for missing parts: %s', (_, { code, given, it }, expected) =>
    expect(missingParts(code, given, it)).toEqual(expected),
  )

  test('missing parts of a light renewal that one checkbox confirms are listed as one', () => {
    const answers = ['L1', 'S2', 'E3'].map(code => facts(code))
    const listed = (given: readonly AnswerFacts[], contactsConfirmed: boolean) =>
      missing(
        framework,
        { ...renewal, hasEarlierAnswers: false, restIsConfirmed: true },
        { answers: given, summary: 'Ours', contactsConfirmed },
      ).map(gap => {
        if (gap.what === 'short answers') return gap.items.map(({ code }) => code)
        return gap.what === 'item' ? gap.item.code : gap.what
      })
    expect(listed(answers, false)).toEqual([['L1', 'S2'], 'changes and contacts', 'F5'])
    expect(listed(answers, true)).toEqual([['L1', 'S2'], 'F4', 'F5'])
    const changes = facts('F4', { isCarried: false })
    expect(listed([...answers, changes], false)).toEqual([['L1', 'S2'], 'F5', 'contacts'])
    expect(listed([facts('S2')], true)).toEqual(['L1', ['S2'], 'F4', 'F5'])
  })
  test('missing parts are listed once each, in the order of the page', () => {
    const answers = ['L1', 'S2', 'E3', 'F4'].map(code => facts(code, code === 'S2' ? { isCarried: false } : {}))
    const gaps = missing(
      framework,
      { ...renewal, hasEarlierAnswers: false, recommendationsToAnswer: 2 },
      { answers, summary: '', contactsConfirmed: false },
    )
    expect(gaps.map(gap => (gap.what === 'item' ? gap.item.code : gap.what))).toEqual([
      'short answers',
      'recommendations',
      'changes and contacts',
      'F5',
      'confirmation',
      'summary',
    ])
  })
  test('an unchanged item is shown “as before” in a light renewal, and other complete criteria as “written”', () => {
    expect(stateOf(itemByCode(framework, 'E3')!, facts('E3'), { ...renewal, restIsConfirmed: true })).toBe('as before')
    expect(stateOf(itemByCode(framework, 'E3')!, facts('E3', { isCarried: false }), renewal)).toBe('written')
    expect(stateOf(itemByCode(framework, 'E3')!, facts('E3'), { ...renewal, kind: 'reappraisal' })).toBe('written')
  })
  test('a recommended criterion without an answer last time is “not answered”, and does not count as finished', () => {
    const [required, optional] = ['E3', 'E6'].map(code => itemByCode(framework, code)!)
    const state = (it: ToFill) => stateOf(optional!, undefined, it)
    expect([state(renewal), state({ ...renewal, restIsConfirmed: true })]).toEqual(['not answered', 'not answered'])
    expect(isComplete('not answered')).toBe(true)
    expect(state({ ...renewal, hasEarlierAnswers: false })).toBe('as before')
    const pledge = { ...optional!, id: 'pledge-signed' }
    expect([stateOf(pledge, undefined, renewal), lacksOf(pledge, undefined, renewal)]).toEqual(['not answered', []])
    expect(state({ ...renewal, kind: 'reappraisal' })).toBe('not started')
    expect(stateOf(required!, undefined, renewal)).toBe('not started')
    expect(finished([required!, optional!], [facts('E3')], { ...renewal, restIsConfirmed: true })).toEqual({
      of: 2,
      finished: 1,
    })
  })
})

describe('the reasons for a panel', () => {
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
    ['none when nothing has changed', {}, []],
    ['an open required recommendation', { requiredRecommendationsOpen: 1 }, ['required recommendation open']],
    [
      'an own rating of `not yet`',
      { ownRatings: [{ itemId: id('E3'), ownRating: 'not yet' }] },
      ['own rating not yet'],
    ],
    ['none for another own rating', { ownRatings: [{ itemId: id('E3'), ownRating: 'partly met' }] }, []],
    [
      'none for the rating of an item that a renewal skips',
      { ownRatings: [{ itemId: id('L2'), ownRating: 'not yet' }] },
      [],
    ],
    ['a new required criterion', { frameworkBefore: without('E3') }, ['required criterion new']],
    ['none for a new recommended criterion', { frameworkBefore: without('E6') }, []],
    ['none for a new criterion that renewals skip', { frameworkBefore: without('E13') }, []],
    ['none for a quarter more branches', { scope: ['a', 'b', 'c', 'd', 'e'] }, []],
    ['more than a quarter of new branches, even if as many closed', { scope: ['c', 'd', 'e', 'f'] }, ['scope grew']],
    ['none for fewer branches', { scope: ['a'] }, []],
    ['a reason given by the charity’s staff', { panelReason: 'New operator.' }, ['staff say so']],
    [
      'several reasons together',
      { panelReason: 'So.', requiredRecommendationsOpen: 2 },
      ['required recommendation open', 'staff say so'],
    ],
  ])('the reasons for a panel in a light renewal: %s', (_, given, expected) => {
    expect(panelReasons(framework, { ...quiet, ...given })).toEqual(expected)
    expect(isPanelAskedFor(framework, { ...quiet, ...given })).toBe(expected.length > 0)
  })
  test('only the reasons that the framework version lists count, and a reappraisal always needs a panel', () => {
    expect(panelReasons({ ...framework, renewalAsksWhen: ['scope grew'] }, { ...quiet, panelReason: 'So.' })).toEqual(
      [],
    )
    expect(isPanelAskedFor(framework, { ...quiet, kind: 'reappraisal' })).toBe(true)
  })
})
