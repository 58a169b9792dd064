import { expect, test } from '@jest/globals'
import type { Day } from '../../src/domain/time.ts'
import { daysOfSteps, lastQuarters, median } from '../../src/domain/year.ts'

const moves = (...made: [move: string, on: string][]) => made.map(([move, on]) => ({ move, on: on as Day }))

test('each step of an application is shown with the number of days that it took', () => {
  expect(
    daysOfSteps(
      moves(
        ['start', '2026-01-01'],
        ['submit', '2026-03-01'],
        ['check', '2026-03-05'],
        ['seat', '2026-03-18'],
        ['propose', '2026-04-25'],
        ['decide', '2026-05-01'],
        ['releaseLetter', '2026-05-05'],
      ),
    ),
  ).toEqual({ check: 4, panel: 13, read: 38, decide: 6, release: 4 })
})

test('time with the library does not count, and the days of a repeated step are added up', () => {
  expect(
    daysOfSteps(
      moves(
        ['submit', '2026-03-01'],
        ['return', '2026-03-03'],
        ['submit', '2026-03-20'],
        ['check', '2026-03-25'],
        ['seat', '2026-03-26'],
        ['askMore', '2026-03-30'],
        ['resubmit', '2026-04-20'],
        ['takeUp', '2026-04-21'],
        ['propose', '2026-04-30'],
        ['sendBack', '2026-05-02'],
        ['propose', '2026-05-06'],
      ),
    ),
  ).toEqual({ check: 5, panel: 1, read: 13 })
})

test('a hold or a changed date does not interrupt a step', () => {
  expect(
    daysOfSteps(
      moves(
        ['submit', '2026-03-01'],
        ['hold', '2026-03-02'],
        ['release', '2026-03-09'],
        ['date_moved', '2026-03-09'],
        ['check', '2026-03-11'],
        ['confirm', '2026-03-12'],
      ),
    ),
  ).toEqual({ check: 10, decide: 1 })
})

test.each([
  [[], null],
  [[7], 7],
  [[1, 40, 3], 3],
  [[2, 4], 3],
  [[2, 5], 4],
])('the median of %j is %p', (numbers, middle) => {
  expect(median(numbers)).toBe(middle)
})

test.each([
  ['2027-01-31', ['2026-04-01', '2026-07-01', '2026-10-01', '2027-01-01']],
  ['2027-06-30', ['2026-07-01', '2026-10-01', '2027-01-01', '2027-04-01']],
])('the last four quarters on %s are %j', (today, quarters) => {
  expect(lastQuarters(today as Day)).toEqual(quarters)
})
