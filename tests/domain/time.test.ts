import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { describe, expect, test } from '@jest/globals'
import { transformSync } from 'esbuild'
import fc from 'fast-check'
import {
  addDays,
  addMinutes,
  addMonths,
  dayOf,
  daysBetween,
  instant,
  instantAt,
  isDay,
  londonTimeOf,
  parseDay,
  weekdayOf,
  type Day,
} from '../../src/domain/time.ts'

const day = (text: string): Day => parseDay(text) ?? fail(text)
const fail = (text: string): never => {
  throw new Error(`not a day: ${text}`)
}
const anyDay = fc.integer({ min: 0, max: 365 * 900 }).map(days => addDays('1700-01-01' as Day, days))
// the day that `addDays` must return, worked out without the code under test
const byDate = (text: Day, days: number): string =>
  new Date(Date.UTC(+text.slice(0, 4), +text.slice(5, 7) - 1, +text.slice(8) + days)).toISOString().slice(0, 10)

describe('days', () => {
  test.each([
    '2026-02-29',
    '2026-02-31',
    '2026-04-31',
    '2026-13-01',
    '2026-00-10',
    '2026-01-00',
    '0000-01-01',
    '26-01-01',
    '2026-1-1',
    '2026-01-01T00:00',
    ' 2026-01-01',
    '२०२६-०१-०१',
    '9999-12-31',
    '2100-02-29',
    '',
  ])('%j is not a day', text => expect(parseDay(text)).toBeNull())
  test.each(['2028-02-29', '2000-02-29', '1857-08-06', '2026-12-31', '2999-12-31'])('%s is a day', text =>
    expect(parseDay(text)).toBe(text),
  )

  test('days can be added across months and years', () => {
    fc.assert(
      fc.property(anyDay, fc.integer({ min: -100_000, max: 100_000 }), (from, days) => {
        const to = addDays(from, days)
        expect([to, daysBetween(from, to), isDay(to)]).toEqual([byDate(from, days), days, true])
      }),
      { seed: 1 },
    )
  })

  test.each([
    ['2026-06-01', 12, '2027-06-01'],
    ['2028-02-29', 12, '2029-02-28'],
    ['2028-02-29', 48, '2032-02-29'],
    ['2026-01-31', 1, '2026-02-28'],
    ['2028-01-31', 1, '2028-02-29'],
    ['2026-12-31', 2, '2027-02-28'],
    ['2026-03-31', -1, '2026-02-28'],
    ['2026-01-15', -1, '2025-12-15'],
    ['2026-08-31', 0, '2026-08-31'],
  ])('%s plus %i months is %s', (from, months, to) => expect(addMonths(day(from), months)).toBe(to))

  test('adding months keeps the day of the month, or takes the last day of a shorter month', () => {
    fc.assert(
      fc.property(anyDay, fc.integer({ min: -1200, max: 1200 }), (from, months) => {
        const to = addMonths(from, months)
        expect(isDay(to)).toBe(true)
        if (to.slice(8) !== from.slice(8))
          expect([to.slice(8) < from.slice(8), addDays(to, 1).slice(8)]).toEqual([true, '01'])
      }),
      { seed: 1 },
    )
  })

  test.each([
    ['1970-01-01', 4],
    ['2026-11-25', 3],
    ['2026-03-29', 7],
    ['2026-03-30', 1],
    ['1800-01-01', 3],
  ])('%s is day %i of the week', (text, weekday) => expect(weekdayOf(day(text))).toBe(weekday))
  test('the next day is the next weekday, and the day a week later is the same weekday', () =>
    fc.assert(
      fc.property(
        anyDay,
        from =>
          weekdayOf(addDays(from, 7)) === weekdayOf(from) && weekdayOf(addDays(from, 1)) === (weekdayOf(from) % 7) + 1,
      ),
      { seed: 1 },
    ))
})

describe('instants', () => {
  test.each(['2026-03-29', '2026-02-30T10:00Z', '2026-03-29T10:00:00', '2026-03-29T10:00:00+01:00', 'now', ''])(
    '%j is not an instant',
    text => expect(() => instant(text)).toThrow(RangeError),
  )
  test('instants always have milliseconds', () =>
    expect([instant('2026-03-29T10:00Z'), instant('2026-03-29T10:00:05Z')]).toEqual([
      '2026-03-29T10:00:00.000Z',
      '2026-03-29T10:00:05.000Z',
    ]))

  // the first four rows are around the clock changes of 2026
  test.each([
    ['2026-03-29T00:59:58.000Z', '2026-03-29', '00:59'],
    ['2026-03-29T01:00:00.000Z', '2026-03-29', '02:00'],
    ['2026-10-25T00:59:58.000Z', '2026-10-25', '01:59'],
    ['2026-10-25T01:00:00.000Z', '2026-10-25', '01:00'],
    ['2026-06-30T23:00:00.000Z', '2026-07-01', '00:00'],
    ['2026-12-31T23:59:59.999Z', '2026-12-31', '23:59'],
  ])('the instant %s is on %s at %s in London', (at, day, time) =>
    expect([dayOf(instant(at)), londonTimeOf(instant(at))]).toEqual([day, time]),
  )

  test.each([
    ['2026-03-29', '00:30', '2026-03-29T00:30:00.000Z'],
    ['2026-03-29', '02:00', '2026-03-29T01:00:00.000Z'],
    ['2026-10-25', '00:30', '2026-10-24T23:30:00.000Z'],
    ['2026-10-25', '02:00', '2026-10-25T02:00:00.000Z'],
    ['2026-07-01', '00:00', '2026-06-30T23:00:00.000Z'],
    ['2026-01-01', '17:00', '2026-01-01T17:00:00.000Z'],
  ])('the London time %s %s is the instant %s', (text, time, at) => expect(instantAt(day(text), time)).toBe(at))
  test('a time that occurs twice on a day is taken as its first occurrence', () =>
    expect(instantAt(day('2026-10-25'), '01:30')).toBe('2026-10-25T00:30:00.000Z'))
  test('a time that a clock change skips is taken as one hour later', () =>
    expect(londonTimeOf(instantAt(day('2026-03-29'), '01:30'))).toBe('02:30'))
  test.each(['24:00', '9:00', '12:60', '', '12:00:00'])('%j is not a time', time =>
    expect(() => instantAt(day('2026-01-01'), time)).toThrow(RangeError),
  )

  test('converting an instant to London time and back gives the same London time', () => {
    const moments = fc
      .integer({ min: Date.UTC(2000, 0), max: Date.UTC(2040, 0) })
      .map(at => new Date(at - (at % 60_000)).toISOString())
      .map(instant)
    fc.assert(
      fc.property(moments, at => {
        const [shown, again] = [instantAt(dayOf(at), londonTimeOf(at)), addMinutes(at, -60)]
        expect([at, again]).toContain(shown) // in the hour that occurs twice, the instant can be an hour earlier
        expect([dayOf(shown), londonTimeOf(shown)]).toEqual([dayOf(at), londonTimeOf(at)])
      }),
      { seed: 1 },
    )
  })
})

// Runs the compiled module in four time zones.
test('days and times do not depend on the server’s time zone', () => {
  const { code } = transformSync(readFileSync('src/domain/time.ts', 'utf8'), { loader: 'ts' })
  const questions = `
    const moments = [
      '2026-03-29T00:59:58.000Z',
      '2026-10-25T01:30:00.000Z',
      '2026-06-30T23:30:00.000Z',
      '2028-02-29T12:00:00.000Z',
    ]
    const read = moments.map(at => [dayOf(at), londonTimeOf(at), instantAt(dayOf(at), '09:00'), addMinutes(at, 90)])
    console.log(JSON.stringify([read, addDays('2026-10-24', 2), addMonths('2028-02-29', 12)]))`
  const answers = ['UTC', 'Europe/London', 'Pacific/Kiritimati', 'America/St_Johns'].map(TZ =>
    execFileSync(process.execPath, ['--input-type=module', '-e', code + questions], {
      env: { ...process.env, TZ, NODE_OPTIONS: '' },
      encoding: 'utf8',
    }),
  )
  expect(JSON.parse(answers[0]!)).toEqual([
    [
      ['2026-03-29', '00:59', '2026-03-29T08:00:00.000Z', '2026-03-29T02:29:58.000Z'],
      ['2026-10-25', '01:30', '2026-10-25T09:00:00.000Z', '2026-10-25T03:00:00.000Z'],
      ['2026-07-01', '00:30', '2026-07-01T08:00:00.000Z', '2026-07-01T01:00:00.000Z'],
      ['2028-02-29', '12:00', '2028-02-29T09:00:00.000Z', '2028-02-29T13:30:00.000Z'],
    ],
    '2026-10-26',
    '2029-02-28',
  ])
  expect(new Set(answers).size).toBe(1)
})
