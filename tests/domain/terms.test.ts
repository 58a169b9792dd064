import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { firstTerm, lastDay, nextKind, nextTerm, recordedTerm, type TermDates } from '../../src/domain/terms.ts'
import { addDays, addMonths, type Day } from '../../src/domain/time.ts'

const day = (text: string) => text as Day
/** The first award period and later ones, each renewed in time. */
const inTime = (anchor: string, months: number, count: number): TermDates[] => {
  const terms = [firstTerm(day(anchor), months)]
  while (terms.length < count) terms.push(nextTerm(terms.at(-1)!, terms.at(-1)!.endsOn, { months, wasValid: true }))
  return terms
}

test.each([
  ['2026-06-01', 12, ['2027-05-31', '2028-05-31', '2029-05-31', '2030-05-31']],
  ['2028-02-29', 12, ['2029-02-28', '2030-02-28', '2031-02-28', '2032-02-28', '2033-02-28']],
  ['2028-02-29', 36, ['2031-02-28', '2034-02-28']],
  ['2026-01-31', 1, ['2026-02-28', '2026-03-30', '2026-04-30']],
  ['2026-03-01', 12, ['2027-02-28', '2028-02-29']],
])('award periods that start on %s and last %i months end on %j', (anchor, months, ends) => {
  expect(inTime(anchor, months, ends.length).map(({ endsOn }) => endsOn)).toEqual(ends)
})

test('award periods follow one another without gaps or overlaps', () => {
  const anchors = fc.integer({ min: 0, max: 365 * 60 }).map(days => addDays(day('2020-01-01'), days))
  fc.assert(
    fc.property(anchors, fc.integer({ min: 1, max: 60 }), (anchor, months) => {
      const terms = inTime(anchor, months, 6)
      terms.slice(1).forEach((term, index) => expect(term.startsOn).toBe(addDays(terms[index]!.endsOn, 1)))
      terms.forEach(({ endsOn }, index) =>
        expect([
          addDays(addMonths(anchor, months * (index + 1)), -1),
          addMonths(anchor, months * (index + 1)),
        ]).toContain(endsOn),
      )
    }),
    { seed: 1 },
  )
})

test('a decision letter released late moves the end of the award period, so that the library loses no time', () => {
  const old = firstTerm(day('2026-06-01'), 12)
  expect(nextTerm(old, day('2027-07-15'), { months: 12, wasValid: true })).toEqual({
    anchor: '2027-07-15',
    monthsFromAnchor: 12,
    startsOn: '2027-06-01',
    endsOn: '2028-07-14',
  })
})

test('a decision letter released on the day after the award period is not late', () => {
  expect(nextTerm(firstTerm(day('2026-06-01'), 12), day('2027-06-01'), { months: 12, wasValid: true })).toEqual({
    anchor: '2026-06-01',
    monthsFromAnchor: 24,
    startsOn: '2027-06-01',
    endsOn: '2028-05-31',
  })
})

test('the next award period starts when a late decision letter is released, if the award is no longer valid', () => {
  expect(nextTerm(firstTerm(day('2026-06-01'), 12), day('2027-09-01'), { months: 12, wasValid: false })).toEqual({
    anchor: '2027-09-01',
    monthsFromAnchor: 12,
    startsOn: '2027-09-01',
    endsOn: '2028-08-31',
  })
})

test('the award period after a recorded award starts on the day after the recorded one ends', () => {
  const recorded = recordedTerm(day('2023-03-15'), day('2026-03-14'))
  expect([recorded.anchor, nextTerm(recorded, day('2026-03-01'), { months: 12, wasValid: true })]).toEqual([
    '2026-03-15',
    { anchor: '2026-03-15', monthsFromAnchor: 12, startsOn: '2026-03-15', endsOn: '2027-03-14' },
  ])
})

test('a month from 29 February ends on 28 March', () => {
  expect(lastDay(day('2028-02-29'), 1)).toBe('2028-03-28')
})

test.each([
  [3, 0, 'renewal'],
  [3, 1, 'renewal'],
  [3, 2, 'reappraisal'],
  [3, 5, 'reappraisal'],
  [1, 0, 'reappraisal'],
] as const)(
  'with a full reappraisal every %i renewals, the renewal after %i light renewals is a %s',
  (fullReappraisalEvery, light, kind) => {
    expect(nextKind({ fullReappraisalEvery }, light, { lapse: false, notYet: false, askedFor: false })).toBe(kind)
  },
)

test.each(['lapse', 'notYet', 'askedFor'] as const)(
  'the reason “%s” makes the next renewal a full reappraisal',
  reason => {
    expect(
      nextKind({ fullReappraisalEvery: 3 }, 0, { lapse: false, notYet: false, askedFor: false, [reason]: true }),
    ).toBe('reappraisal')
  },
)
