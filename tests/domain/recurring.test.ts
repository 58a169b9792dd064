import { expect, test } from '@jest/globals'
import { allFrequencies, frequencies, turnDue, turnPeriod, type Frequency } from '../../src/domain/recurring.ts'
import { addDays, addMonths, parseDay } from '../../src/domain/time.ts'

const rhythm = (every: Frequency, from: string, countedTurn = 1) => ({
  every,
  countedFrom: parseDay(from)!,
  countedTurn,
})
const turns = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14]

test('its days are counted from the first, so that no month end drifts', () => {
  expect(turns.slice(0, 5).map(turn => turnDue(rhythm('month', '2027-01-31'), turn))).toEqual([
    '2027-01-31',
    '2027-02-28',
    '2027-03-31',
    '2027-04-30',
    '2027-05-31',
  ])
  expect(turns.slice(0, 3).map(turn => turnDue(rhythm('quarter', '2027-11-30'), turn))).toEqual([
    '2027-11-30',
    '2028-02-29',
    '2028-05-30',
  ])
  expect([1, 5].map(turn => turnDue(rhythm('year', '2028-02-29'), turn))).toEqual(['2028-02-29', '2032-02-29'])
  expect(turnDue(rhythm('half-year', '2027-08-31', 7), 8)).toBe('2028-02-29')
})

test.each([
  ['quarter', '2027-04-15', 1, '2027-01-01', '2027-03-31'],
  ['quarter', '2027-04-15', 2, '2027-04-01', '2027-06-30'],
  ['quarter', '2027-03-31', 1, '2027-01-01', '2027-03-31'],
  ['month', '2027-01-31', 2, '2027-02-01', '2027-02-28'],
  ['month', '2027-03-01', 1, '2027-02-01', '2027-02-28'],
  ['half-year', '2027-10-05', 1, '2027-04-01', '2027-09-30'],
  ['year', '2027-04-10', 1, '2026-04-01', '2027-03-31'],
] as const)('every %s from %s: turn %i is about %s to %s', (every, first, turn, from, to) => {
  expect(turnPeriod(rhythm(every, first), turn)).toEqual({ from, to })
})

test('no month is asked for twice and none is left out, from whatever day it is counted', () => {
  for (const every of allFrequencies) {
    for (let day = parseDay('2027-12-20')!; day < '2028-03-05'; day = addDays(day, 1)) {
      for (const turn of turns) {
        const [{ from, to }, next] = [turnPeriod(rhythm(every, day), turn), turnPeriod(rhythm(every, day), turn + 1)]
        expect([from.slice(8), addMonths(from, frequencies[every]), addDays(to, 1)]).toEqual([
          '01',
          next.from,
          next.from,
        ])
      }
    }
  }
})
