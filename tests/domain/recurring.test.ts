import { expect, test } from '@jest/globals'
import {
  allFrequencies,
  dueToRemind,
  frequencies,
  lateCount,
  occurrenceDue,
  occurrencePeriod,
  type Frequency,
} from '../../src/domain/recurring.ts'
import { addDays, addMonths, parseDay } from '../../src/domain/time.ts'

const schedule = (every: Frequency, from: string, anchorNumber = 1) => ({
  every,
  countedFrom: parseDay(from)!,
  anchorNumber,
})
const occurrences = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14]

test('each due date is counted from the first, so that a date at the end of a month stays at the end', () => {
  expect(occurrences.slice(0, 5).map(occurrence => occurrenceDue(schedule('month', '2027-01-31'), occurrence))).toEqual(
    ['2027-01-31', '2027-02-28', '2027-03-31', '2027-04-30', '2027-05-31'],
  )
  expect(
    occurrences.slice(0, 3).map(occurrence => occurrenceDue(schedule('quarter', '2027-11-30'), occurrence)),
  ).toEqual(['2027-11-30', '2028-02-29', '2028-05-31'])
  expect([1, 5].map(occurrence => occurrenceDue(schedule('year', '2028-02-29'), occurrence))).toEqual([
    '2028-02-29',
    '2032-02-29',
  ])
  expect(occurrenceDue(schedule('half-year', '2027-08-31', 7), 8)).toBe('2028-02-29')
})

test.each([
  { every: 'month', first: '2027-02-28', due: ['2027-02-28', '2027-03-31', '2027-04-30'] },
  { every: 'month', first: '2028-02-28', due: ['2028-02-28', '2028-03-28', '2028-04-28'] },
  { every: 'quarter', first: '2027-06-30', due: ['2027-06-30', '2027-09-30', '2027-12-31'] },
  { every: 'year', first: '2027-02-28', due: ['2027-02-28', '2028-02-29', '2029-02-28'] },
] as const)('every $every from $first, evidence is due on $due', ({ every, first, due }) => {
  expect([1, 2, 3].map(occurrence => occurrenceDue(schedule(every, first), occurrence))).toEqual(due)
})

test('evidence is due on the last day of its period if the first date is the last day of a month', () => {
  for (const every of allFrequencies)
    for (const month of [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12])
      for (const occurrence of occurrences) {
        const rhythm = schedule(every, addDays(addMonths(parseDay('2027-01-01')!, month), -1))
        expect(occurrenceDue(rhythm, occurrence)).toBe(occurrencePeriod(rhythm, occurrence).to)
      }
})

test.each([
  { today: '2027-11-20', late: 0, day: '2027-11-27', earlier: 0 },
  { today: '2027-11-27', late: 0, day: '2027-11-27', earlier: 0 },
  { today: '2027-11-28', late: 1, day: '2027-11-27', earlier: 0 },
  { today: '2027-12-19', late: 1, day: '2027-11-27', earlier: 0 },
  { today: '2027-12-20', late: 1, day: '2027-12-27', earlier: 1 },
  { today: '2028-01-21', late: 2, day: '2028-01-27', earlier: 2 },
])('on $today, the reminder of monthly evidence due from 27 November names $day', ({ today, late, day, earlier }) => {
  const it = { ...schedule('month', '2027-11-27'), nextOccurrence: 1 }
  expect([lateCount(it, parseDay(today)!), dueToRemind(it, parseDay(today)!)]).toEqual([late, { day, earlier }])
})

test.each([
  { every: 'quarter', first: '2027-04-15', occurrence: 1, from: '2027-01-01', to: '2027-03-31' },
  { every: 'quarter', first: '2027-04-15', occurrence: 2, from: '2027-04-01', to: '2027-06-30' },
  { every: 'quarter', first: '2027-03-31', occurrence: 1, from: '2027-01-01', to: '2027-03-31' },
  { every: 'month', first: '2027-01-31', occurrence: 2, from: '2027-02-01', to: '2027-02-28' },
  { every: 'month', first: '2027-03-01', occurrence: 1, from: '2027-02-01', to: '2027-02-28' },
  { every: 'half-year', first: '2027-10-05', occurrence: 1, from: '2027-04-01', to: '2027-09-30' },
  { every: 'year', first: '2027-04-10', occurrence: 1, from: '2026-04-01', to: '2027-03-31' },
] as const)(
  'for every $every from $first, occurrence $occurrence covers $from to $to',
  ({ every, first, occurrence, from, to }) => {
    expect(occurrencePeriod(schedule(every, first), occurrence)).toEqual({ from, to })
  },
)

test('occurrences cover whole months without gaps or overlaps, for every frequency and start date', () => {
  for (const every of allFrequencies) {
    for (let day = parseDay('2027-12-20')!; day < '2028-03-05'; day = addDays(day, 1)) {
      for (const occurrence of occurrences) {
        const [{ from, to }, next] = [
          occurrencePeriod(schedule(every, day), occurrence),
          occurrencePeriod(schedule(every, day), occurrence + 1),
        ]
        expect([from.slice(8), addMonths(from, frequencies[every]), addDays(to, 1)]).toEqual([
          '01',
          next.from,
          next.from,
        ])
      }
    }
  }
})
