import { readFileSync } from 'node:fs'
import { describe, expect, test } from '@jest/globals'
import { parse } from 'yaml'
import { applicationKinds, seatKinds } from '../../src/domain/application.ts'
import { evidenceKinds, allEvidenceKinds } from '../../src/domain/evidence.ts'
import {
  criteriaAskedBy,
  frameworkFrom,
  fromDocumentId,
  itemByCode,
  itemById,
  itemsAskedBy,
  itemsOf,
  type FrameworkDocument,
} from '../../src/domain/framework.ts'
import { judgements, outcomes, recommendationKinds } from '../../src/domain/judgements.ts'
import { finished, missing, stateOf, type AnswerFacts } from '../../src/domain/completeness.ts'

const framework = frameworkFrom(
  parse(readFileSync('data/library-of-sanctuary-draft.yaml', 'utf8')) as FrameworkDocument,
)
const codes = (items: { code: string }[]) => items.map(({ code }) => code).join(' ')

describe('the draft framework', () => {
  test('a first application asks for all prerequisites and criteria, and for targets', () => {
    expect(codes(itemsAskedBy(framework, 'first'))).toBe(
      'P1 P2 P3 P4 P5 P6 L1 L2 L3 L4 L5 L6 E1 E2 E3 E4 E5 E6 E7 E8 E9 E10 E11 E12 E13 S1 S2 S3 S4 S5 S6 F1',
    )
  })
  test('a light renewal has fewer items than a first application', () => {
    expect(codes(itemsAskedBy(framework, 'renewal'))).toBe(
      'P4 L1 L3 L4 L5 E1 E2 E3 E4 E5 E6 E7 E8 E9 E10 E11 E12 S1 S2 S3 S4 S5 S6 F2 F3 F4 F5',
    )
  })
  test('the panel judges only criteria', () => {
    expect(applicationKinds.map(kind => criteriaAskedBy(framework, kind).length)).toEqual([25, 22, 25])
    expect(criteriaAskedBy(framework, 'renewal').every(({ part, area }) => part === 'criterion' && area !== null)).toBe(
      true,
    )
  })
  test('an item is marked `skip` exactly when a light renewal does not ask for it', () => {
    for (const { code, renewal, askedIn } of itemsOf(framework))
      expect([code, renewal === 'skip']).toEqual([code, !askedIn.includes('renewal')])
  })
  test('every code and id occurs only once in the framework', () => {
    for (const name of ['code', 'id'] as const)
      expect(new Set(itemsOf(framework).map(item => item[name])).size).toBe(itemsOf(framework).length)
  })
  test('the framework has the same lists as the code, and its own panel rule, award periods and limits', () => {
    expect(fromDocumentId('lived_experience')).toBe('lived experience')
    expect([
      framework.judgements,
      framework.panel.seatKinds,
      framework.decisions.map(({ id }) => id),
      framework.recommendationKinds,
    ]).toEqual([judgements, seatKinds, outcomes, recommendationKinds])
    expect(Object.fromEntries(framework.evidenceKinds.map(({ id, people }) => [id, people]))).toEqual(evidenceKinds)
    expect(framework.panel).toEqual({
      minSeats: 3,
      seatKinds: [...seatKinds],
      needs: [
        { id: 'lived experience', min: 1 },
        { id: 'independent', min: 1 },
      ],
    })
    expect(framework.kinds.map(({ panel }) => panel)).toEqual(['always', 'when asked for', 'always'])
    expect(framework.terms).toEqual({ months: 12, fullReappraisalEvery: 3, renewalOpensDays: 180, lapseAfterDays: 30 })
    expect([framework.summaryMaxCharacters, framework.slug, framework.renewalAsksWhen]).toEqual([
      1500,
      'library-of-sanctuary',
      ['required recommendation open', 'own rating not yet', 'required criterion new', 'scope grew', 'staff say so'],
    ])
  })
  test('an item is found by its code or id', () => {
    expect([
      itemByCode(framework, 'L1')?.id,
      itemById(framework, 'targets')?.code,
      itemByCode(framework, 'l1'),
      itemByCode(framework, ''),
    ]).toEqual(['staff-training', 'F1', null, null])
  })
})

test('two kinds of evidence always show people', () => {
  expect(allEvidenceKinds.filter(kind => evidenceKinds[kind] === 'always')).toEqual(['photo people', 'testimony'])
})

describe('progress', () => {
  const answer = (code: string, given: Partial<AnswerFacts> = {}): AnswerFacts => ({
    itemId: itemByCode(framework, code)!.id,
    narrative: '',
    ownRating: null,
    evidence: 0,
    ...given,
  })
  test.each([
    ['L1', undefined, 'not started'],
    ['L1', {}, 'not started'],
    ['L1', { narrative: '  ' }, 'not started'],
    ['L1', { narrative: 'We train.' }, 'begun'],
    ['L1', { evidence: 1 }, 'begun'],
    ['L1', { narrative: 'We train.', ownRating: 'met' }, 'needs evidence'],
    ['L1', { narrative: 'We train.', ownRating: 'met', evidence: 1 }, 'written'],
    ['L1', { narrative: 'Not begun.', ownRating: 'not yet' }, 'written'],
    ['L1', { narrative: 'No branches.', ownRating: 'not applicable' }, 'written'],
    ['P2', { narrative: 'We met in May.' }, 'done'],
    ['P2', { evidence: 1 }, 'done'],
    ['P2', {}, 'not started'],
    ['F1', { narrative: 'Three targets.' }, 'done'],
    ['F1', { evidence: 1 }, 'begun'],
  ] as const)('the progress of item %s with the answer %j is “%s”', (code, given, state) =>
    expect(stateOf(itemByCode(framework, code)!, given && answer(code, given), { kind: 'first', scope: [] })).toBe(
      state,
    ),
  )
  test.each([
    [undefined, false, 'not started'],
    [{ narrative: 'Signed in May.' }, false, 'begun'],
    [{ evidence: 1 }, false, 'begun'],
    [undefined, true, 'done'],
  ] as const)('the item about the pledge with the answer %j (signer entered: %s) is “%s”', (given, hasPledge, state) =>
    expect(
      stateOf(itemByCode(framework, 'P1')!, given && answer('P1', given), { kind: 'first', scope: [], hasPledge }),
    ).toBe(state),
  )
  test('the item about scope is done when branches are chosen', () =>
    expect(stateOf(itemByCode(framework, 'P4')!, undefined, { kind: 'first', scope: ['b'] })).toBe('done'))
  test.each([
    ['first', undefined, 'not started'],
    ['first', { narrative: 'All branches.' }, 'begun'],
    ['renewal', { narrative: 'All branches.', isCarried: true }, 'begun'],
  ] as const)(
    'the item about scope of a %s application with the answer %j and no branches is “%s”',
    (kind, given, state) =>
      expect(stateOf(itemByCode(framework, 'P4')!, given && answer('P4', given), { kind, scope: [] })).toBe(state),
  )
  test('progress counts only the criteria whose answers are complete', () => {
    expect(
      finished(
        criteriaAskedBy(framework, 'first'),
        [answer('L1', { narrative: 'a', ownRating: 'met', evidence: 2 }), answer('L2', { narrative: 'b' })],
        { kind: 'first', scope: [] },
      ),
    ).toEqual({ of: 25, finished: 1 })
  })

  const whole = itemsOf(framework).map(({ code }) =>
    answer(code, { narrative: 'Written.', ownRating: 'met', evidence: 1 }),
  )
  const all = { summary: 'In short.', contactsConfirmed: true }
  test('nothing is missing from an application with every item', () =>
    expect(missing(framework, { kind: 'first', scope: ['b'], hasPledge: true }, { answers: whole, ...all })).toEqual(
      [],
    ))
  test('an application is complete without its recommended items', () => {
    const required = whole.filter(({ itemId }) => itemById(framework, itemId)!.requirement === 'required')
    expect(missing(framework, { kind: 'first', scope: ['b'], hasPledge: true }, { answers: required, ...all })).toEqual(
      [],
    )
  })
  test('the parts that are missing are listed in the order of the form', () => {
    const gaps = missing(
      framework,
      { kind: 'first', scope: [] },
      {
        answers: whole.filter(({ itemId }) => !['staff-training', 'celebration'].includes(itemId)),
        summary: ' ',
        contactsConfirmed: false,
      },
    )
    expect(gaps.map(gap => (gap.what === 'item' ? [gap.item.code, ...gap.lacks] : gap.what))).toEqual([
      'scope',
      ['P1', 'pledge'],
      ['L1', 'words', 'rating', 'evidence'],
      ['S2', 'words', 'rating', 'evidence'],
      'summary',
      'contacts',
    ])
  })
  test('items that a renewal skips are not listed as missing', () => {
    const gaps = missing(framework, { kind: 'renewal', scope: ['b'] }, { answers: [], ...all })
    expect(
      gaps
        .map(gap => (gap.what === 'item' ? gap.item.code : gap.what))
        .filter(code => ['P1', 'L2', 'E13', 'F1'].includes(code)),
    ).toEqual([])
  })
})
