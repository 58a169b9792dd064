import { expect, test } from '@jest/globals'
import { clockProblem, isSameHold, type ClockReadings } from '../../src/domain/clock-check.ts'
import { addMinutes, instant } from '../../src/domain/time.ts'

const now = instant('2027-06-08T09:00:00Z')
const hours = (count: number) => addMinutes(now, count * 60)
const days = (count: number) => hours(count * 24)
const server = (from: number, minutesAhead = 0) => ({ server: { now: days(from), minutesAhead } })

test.each<[string, Partial<ClockReadings>, unknown]>([
  ['nothing is known', {}, null],
  ['the last accepted time was an hour ago', { accepted: hours(-1) }, null],
  ['the last accepted time was exactly 3 days ago', { accepted: days(-3) }, null],
  [
    'the last accepted time was more than 3 days ago',
    { accepted: hours(-73) },
    { why: 'ahead', comparedWith: hours(-73) },
  ],
  [
    'the newest change is old, but the last accepted time was an hour ago',
    { accepted: hours(-1), newestChange: days(-9) },
    null,
  ],
  ['only a change of 4 days ago is known', { newestChange: days(-4) }, { why: 'ahead', comparedWith: days(-4) }],
  ['another process is 20 minutes ahead', { accepted: addMinutes(now, 20) }, null],
  ['the last accepted time is a day ahead', { accepted: days(1) }, { why: 'behind', comparedWith: days(1) }],
  [
    'a change was made later than now',
    { accepted: hours(-1), newestChange: hours(2) },
    { why: 'behind', comparedWith: hours(2) },
  ],
  ['the server is 2 days behind us', { accepted: hours(-1), ...server(-2) }, null],
  [
    'the server is 4 days behind us',
    { accepted: hours(-1), ...server(-4) },
    { why: 'database', comparedWith: days(-4) },
  ],
  [
    'the server is a day ahead of us',
    { accepted: hours(-1), ...server(1) },
    { why: 'database', comparedWith: days(1) },
  ],
  [
    'an administrator accepted that the server is 4 days behind',
    { accepted: hours(-1), ...server(-4, 4 * 24 * 60) },
    null,
  ],
])('the check finds the expected problem with the clock, or none, when %s', (_, readings, problem) => {
  const known = { now, accepted: null, newestChange: null, server: null, ...readings }
  expect(clockProblem(known, 3)).toEqual(problem)
})

test.each([
  ['ahead', 1, true],
  ['ahead', 71, true],
  ['ahead', 73, false],
  ['ahead', -0.25, true],
  ['ahead', -48, false],
  ['behind', 1, false],
] as const)(
  'the problem “%s”, found %d hours after the last reading of a hold for “ahead”, belongs to that hold: %s',
  (why, later, isSame) => {
    const hold = { why: 'ahead', firstReadAt: now, lastReadAt: now } as const
    expect(isSameHold(hold, { why, now: hours(later) }, 3)).toBe(isSame)
  },
)
