import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { yearsOf, type TermOfYears } from '../../src/domain/award-years.ts'
import type { AwardChange } from '../../src/domain/award.ts'
import { addDays, instantAt, parseDay, type Day } from '../../src/domain/time.ts'
import { validSince, wasValidOn } from '../../src/domain/validity.ts'

const day = (text: string): Day => parseDay(text)!

let number = 0
const change = (
  move: AwardChange['move'],
  to: AwardChange['to'],
  from: string,
  validTo: string | null,
): AwardChange => ({
  number: (number += 1),
  move,
  to,
  from: day(from),
  validTo: validTo === null ? null : day(validTo),
  at: instantAt(day(from), '10:00'),
  reason: null,
})
const term = (at: number, startsOn: string, endsOn: string, kind: TermOfYears['kind'] = 'first'): TermOfYears => ({
  number: at,
  startsOn: day(startsOn),
  endsOn: day(endsOn),
  kind,
})

const granted = change('grant', 'valid', '2026-06-01', '2027-05-31')
const opened = change('openRenewal', 'renewal open', '2026-12-02', '2027-05-31')
const received = change('receive', 'renewal with us', '2027-05-04', null)
const renewed = change('renew', 'valid', '2027-06-10', '2028-05-31')
const firstTerm = term(1, '2026-06-01', '2027-05-31')
const secondTerm = term(2, '2027-06-01', '2028-05-31', 'renewal')

test.each<[string, AwardChange[], string, string | null]>([
  ['an award in its first period', [granted], '2027-01-01', '2026-06-01'],
  ['the last valid day of an award', [granted, opened], '2027-05-31', '2026-06-01'],
  ['the day after the last valid day, although no job has run', [granted, opened], '2027-06-01', null],
  ['a renewal that was submitted in time', [granted, opened, received], '2027-06-05', '2026-06-01'],
  ['a renewal that was confirmed late', [granted, opened, received, renewed], '2027-07-01', '2026-06-01'],
  [
    'an extension before the last day',
    [granted, opened, change('extend', 'extended', '2027-05-20', '2027-06-30')],
    '2027-06-30',
    '2026-06-01',
  ],
  [
    'an extension after the last day, without a job in between',
    [granted, opened, change('extend', 'extended', '2027-06-03', '2027-06-30')],
    '2027-06-10',
    null,
  ],
  [
    'a renewal that was submitted late, without a job in between',
    [granted, opened, change('receive', 'renewal with us', '2027-06-02', '2027-05-31'), renewed],
    '2027-07-01',
    null,
  ],
  [
    'a suspension that was lifted',
    [
      granted,
      change('suspend', 'suspended', '2026-09-01', '2027-05-31'),
      change('restore', 'valid', '2026-09-05', '2027-05-31'),
    ],
    '2027-01-01',
    null,
  ],
  [
    'a lapsed award that was renewed',
    [
      granted,
      opened,
      change('lapse', 'lapsed', '2027-07-01', '2027-05-31'),
      change('renew', 'valid', '2027-10-01', '2028-09-30'),
    ],
    '2027-11-01',
    null,
  ],
  ['an ended award', [granted, change('end', 'ended', '2026-10-01', null)], '2026-12-01', null],
  ['a recorded award', [change('record', 'valid', '2023-06-01', '2026-05-31')], '2025-01-01', '2023-06-01'],
  [
    'a recorded award whose first day was corrected',
    [change('record', 'valid', '2015-06-01', '2026-05-31'), change('correct', 'valid', '2023-06-01', '2026-05-31')],
    '2025-01-01',
    '2023-06-01',
  ],
  [
    'a correction that leaves a gap',
    [
      change('record', 'valid', '2023-06-01', '2026-05-31'),
      change('correct', 'valid', '2023-06-01', '2024-05-31'),
      change('renew', 'valid', '2024-06-02', '2026-05-31'),
    ],
    '2025-01-01',
    null,
  ],
  ['an award that begins later', [granted], '2026-05-31', null],
  ['an award without a history', [], '2027-01-01', null],
])('the first day of unbroken validity is worked out for %s', (_what, changes, today, since) => {
  expect(validSince(changes, day(today))).toBe(since)
})

const statuses = ['valid', 'renewal open', 'renewal with us', 'extended', 'overdue', 'lapsed', 'suspended'] as const
const someHistory = fc
  .array(
    fc.record({
      to: fc.constantFrom(...statuses),
      after: fc.integer({ min: 0, max: 40 }),
      lasts: fc.option(fc.integer({ min: -5, max: 60 })),
      move: fc.constantFrom('extend' as const, 'extend' as const, 'extend' as const, 'correct' as const),
    }),
    { minLength: 1, maxLength: 6 },
  )
  .map(steps => {
    let from = day('2027-01-01')
    return steps.map(({ to, after, lasts, move }, at): AwardChange => {
      from = addDays(from, after)
      const validTo = lasts === null ? null : addDays(from, lasts)
      return { number: at + 1, move, to, from, validTo, at: instantAt(from, '10:00'), reason: null }
    })
  })

test('an award was valid on each day since the first day of its unbroken validity', () => {
  fc.assert(
    fc.property(someHistory, fc.integer({ min: 0, max: 200 }), (changes, after) => {
      const today = addDays(day('2027-01-01'), after)
      const since = validSince(changes, today)
      if (since === null) return
      for (let on = since; on <= today; on = addDays(on, 1)) expect([on, wasValidOn(changes, on)]).toEqual([on, true])
    }),
    { seed: 1, numRuns: 2_000 },
  )
})

test('each past day is in a period if the award was valid, and in a gap if it was not', () => {
  fc.assert(
    fc.property(someHistory, fc.integer({ min: 0, max: 200 }), (changes, after) => {
      const today = addDays(day('2027-01-01'), after)
      const spans = yearsOf(changes, [term(1, '2027-01-01', '2027-12-31')], today)
      const counted = changes.slice(
        Math.max(
          0,
          changes.findLastIndex(({ move }) => move === 'correct'),
        ),
      )
      const wrong: Day[] = []
      for (let on = counted[0]!.from; on <= today; on = addDays(on, 1)) {
        const there = spans.filter(({ is, from, to }) => (is === 'period' || is === 'gap') && from <= on && on <= to)
        const expected = wasValidOn(changes, on) ? 'period' : 'gap'
        if (there.length !== 1 || there[0]!.is !== expected) wrong.push(on)
      }
      expect(wrong).toEqual([])
    }),
    { seed: 1, numRuns: 1_000 },
  )
})

const linesOfYears = (changes: AwardChange[], terms: TermOfYears[], today: string): string[] =>
  yearsOf(changes, terms, day(today)).map(span =>
    [span.from, span.to, span.is, span.is === 'period' ? span.term.number : null, span.is === 'gap' ? span.why : null]
      .filter(part => part !== null)
      .join(' '),
  )

test('the years show the award periods, and when the charity had a renewal', () => {
  expect(linesOfYears([granted, opened, received, renewed], [firstTerm, secondTerm], '2027-08-01')).toEqual([
    '2026-06-01 2027-05-31 period 1',
    '2027-05-04 2027-06-09 with us',
    '2027-06-01 2028-05-31 period 2',
  ])
})

test('the years show a gap from a lapse to the reappraisal that ended it', () => {
  const changes = [
    granted,
    opened,
    change('fallOverdue', 'overdue', '2027-06-01', '2027-05-31'),
    change('lapse', 'lapsed', '2027-07-01', '2027-05-31'),
    change('renew', 'valid', '2027-10-01', '2030-09-30'),
  ]
  expect(linesOfYears(changes, [firstTerm, term(2, '2027-10-01', '2030-09-30', 'reappraisal')], '2028-01-01')).toEqual([
    '2026-06-01 2027-05-31 period 1',
    '2027-06-01 2027-06-30 gap overdue',
    '2027-07-01 2027-09-30 gap lapsed',
    '2027-10-01 2030-09-30 period 2',
  ])
})

test('the years show the days that an extension added, until the award is renewed', () => {
  const extended = change('extend', 'extended', '2027-05-20', '2027-07-31')
  const before = linesOfYears([granted, opened, extended], [firstTerm], '2027-06-10')
  const after = linesOfYears(
    [
      granted,
      opened,
      extended,
      change('receive', 'renewal with us', '2027-06-12', null),
      change('renew', 'valid', '2027-06-20', '2028-05-31'),
    ],
    [firstTerm, secondTerm],
    '2027-08-01',
  )
  expect([before, after]).toEqual([
    ['2026-06-01 2027-07-31 period 1', '2027-06-01 2027-07-31 extension'],
    [
      '2026-06-01 2027-05-31 period 1',
      '2027-06-01 2028-05-31 period 2',
      '2027-06-01 2027-06-19 extension',
      '2027-06-12 2027-06-19 with us',
    ],
  ])
})

test('a suspension that was lifted does not shorten an extension', () => {
  const changes = [
    granted,
    opened,
    change('extend', 'extended', '2027-05-20', '2027-07-31'),
    change('suspend', 'suspended', '2027-06-10', '2027-07-31'),
    change('restore', 'valid', '2027-06-15', '2027-07-31'),
  ]
  expect(linesOfYears(changes, [firstTerm], '2027-08-01')).toContain('2027-06-01 2027-07-31 extension')
})

test('an award that ended has no gap after it', () => {
  const ended = change('end', 'ended', '2026-10-01', null)
  expect(linesOfYears([granted, ended], [firstTerm], '2027-10-01')).toEqual(['2026-06-01 2026-09-30 period 1'])
})
