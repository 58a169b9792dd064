import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { coverageOf, type BranchTally } from '../../src/domain/coverage.ts'
import { countsUntil, forecast, isFresh, mustReach, type TalliesAhead, type Tally } from '../../src/domain/freshness.ts'
import { addDays, type Day } from '../../src/domain/time.ts'

const day = (text: string) => text as Day
const tally = (coveredTo: string | null, undated = 0): Tally => ({
  evidenceItems: (coveredTo ? 1 : 0) + undated,
  undated,
  coveredTo: coveredTo ? day(coveredTo) : null,
})

describe('the freshness forecast', () => {
  const items = [
    { id: 'fresh', freshMonths: 12 },
    { id: 'runs out late', freshMonths: 12 },
    { id: 'runs out soon', freshMonths: 12 },
    { id: 'too old', freshMonths: 12 },
    { id: 'missing', freshMonths: 12 },
    { id: 'undated', freshMonths: 12 },
    { id: 'old and undated', freshMonths: 12 },
    { id: 'does not age', freshMonths: null },
  ]
  const free = (coveredTo: string | null, undated = 0): TalliesAhead => ({
    'no end': { ...tally(coveredTo, undated), endsOn: day('9999-12-31') },
  })
  const until = (endsOn: string | null, coveredTo: string | null, undated = 0) => ({
    ...tally(coveredTo, undated),
    endsOn: endsOn === null ? null : day(endsOn),
  })
  const tallies = new Map([
    ['fresh', free('2026-06-01')],
    ['runs out late', free('2026-05-31')],
    ['runs out soon', free('2026-03-10')],
    ['too old', free('2025-01-31')],
    ['undated', free(null, 2)],
    ['old and undated', free('2025-01-31', 1)],
    ['does not age', free('2019-01-01')],
  ])

  test('the forecast lists the outlook of each item on a chosen day, most urgent first', () => {
    expect(
      forecast(items, tallies, { on: day('2027-06-01'), today: day('2027-01-15') }).map(
        ({ item, outlook, countsUntil: last }) => [item.id, outlook, last],
      ),
    ).toEqual([
      ['missing', 'missing', null],
      ['too old', 'too old', '2026-01-31'],
      ['runs out soon', 'runs out', '2027-03-10'],
      ['runs out late', 'runs out', '2027-05-31'],
      ['undated', 'no period', null],
      ['old and undated', 'no period', '2026-01-31'],
      ['fresh', 'fresh', '2027-06-01'],
      ['does not age', 'does not age', null],
    ])
  })

  test.each<[string, TalliesAhead, number | null, [string, string | null, string | null, number]]>([
    [
      'a consent that ends earlier must be renewed by its end',
      { ends: until('2027-04-10', '2026-12-31') },
      12,
      ['consent', '2027-04-10', '2027-04-10', 0],
    ],
    [
      'a consent that has ended must be renewed by the chosen day',
      { ended: until('2027-01-10', '2026-12-31') },
      12,
      ['consent', '2027-06-01', null, 1],
    ],
    [
      'a consent that has ended must be renewed, if other evidence will be too old by then',
      { ended: until('2027-01-10', '2026-12-31'), ends: until('2027-04-10', '2026-02-01') },
      12,
      ['consent', '2027-06-01', '2027-02-01', 1],
    ],
    [
      'evidence with withdrawn consent counts as missing',
      { missing: until(null, '2026-12-31') },
      12,
      ['missing', null, null, 1],
    ],
    [
      'a consent that ends on the chosen day still applies on it',
      { holds: until('2027-06-01', '2026-12-31') },
      12,
      ['fresh', null, '2027-06-01', 0],
    ],
    [
      'evidence that needs no consent replaces evidence whose consent ends',
      { ends: until('2027-04-10', '2026-12-31'), 'no end': until('9999-12-31', '2026-06-30') },
      12,
      ['fresh', null, '2027-06-30', 0],
    ],
    [
      'evidence that will be too old must be replaced, so its consent need not be renewed',
      { ends: until('2027-04-10', '2026-02-01') },
      12,
      ['runs out', null, '2027-02-01', 0],
    ],
    [
      'evidence that never gets too old still needs its consent',
      { ends: until('2027-04-10', '2019-01-01') },
      null,
      ['consent', '2027-04-10', null, 0],
    ],
    [
      'evidence without a period still needs its consent',
      { ends: until('2027-04-10', null, 1) },
      12,
      ['consent', '2027-04-10', null, 0],
    ],
  ])('the forecast of an item: %s', (_, ahead, freshMonths, [outlook, askBy, counts, waiting]) => {
    const [only] = forecast([{ id: 'a', freshMonths }], new Map([['a', ahead]]), {
      on: day('2027-06-01'),
      today: day('2027-01-15'),
    })
    expect([only!.outlook, only!.askBy, only!.countsUntil, only!.waiting]).toEqual([outlook, askBy, counts, waiting])
  })

  test('with an age limit of 12 months, evidence must not end more than 12 months before the chosen day', () => {
    expect(mustReach({ freshMonths: 12 }, day('2027-06-01'))).toBe('2026-06-01')
    expect(mustReach({ freshMonths: null }, day('2027-06-01'))).toBeNull()
  })

  test('the forecast accepts a day in the past', () => {
    const [only] = forecast([{ id: 'a', freshMonths: 12 }], new Map([['a', free('2025-05-01')]]), {
      on: day('2026-04-30'),
      today: day('2027-01-15'),
    })
    expect(only!.outlook).toBe('fresh')
  })

  test.each([
    ['2026-03-10', 12, '2027-03-10'],
    ['2027-02-28', 12, '2028-02-29'],
    ['2028-02-29', 12, '2029-02-28'],
    ['2026-08-31', 6, '2027-02-28'],
    ['2027-02-28', 6, '2027-08-31'],
  ])('evidence for a period that ends on %s is up to date for %i months, until %s', (to, freshMonths, until) => {
    expect(countsUntil({ freshMonths }, day(to))).toBe(until)
  })

  test('evidence is up to date on the last day on which it counts, and not on the day after', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 20_000 }), fc.integer({ min: 1, max: 60 }), (days, freshMonths) => {
        const covered = addDays(day('2000-01-01'), days)
        const last = countsUntil({ freshMonths }, covered)!
        const has: Tally = { evidenceItems: 1, undated: 0, coveredTo: covered }
        return isFresh({ freshMonths }, has, last) && !isFresh({ freshMonths }, has, addDays(last, 1))
      }),
      { seed: 1 },
    )
  })
})

describe('coverage', () => {
  const branches = [{ id: 'central' }, { id: 'millbrook' }, { id: 'quarry' }]
  const on = day('2027-01-15')
  const from = (branchId: string | null, coveredTo: string | null, undated = 0, itemId = 'welcome'): BranchTally => ({
    itemId,
    branchId,
    ...tally(coveredTo, undated),
  })
  const row = (tallies: BranchTally[], freshMonths: number | null = 12) =>
    coverageOf([{ id: 'welcome', freshMonths }], branches, tallies, on)[0]!

  test('coverage shows whether each branch has its own evidence, only old evidence or none', () => {
    const { cells, counts } = row([from('central', '2026-12-31', 2), from('millbrook', '2025-01-01')])
    expect(cells.map(({ branchId, coverage, evidenceItems }) => [branchId, coverage, evidenceItems])).toEqual([
      ['central', 'here', 3],
      ['millbrook', 'old', 1],
      ['quarry', 'none', 0],
    ])
    expect(counts).toEqual({ here: 1, 'whole service': 0, old: 1, none: 1 })
  })

  test('evidence about the whole service counts for each branch without recent evidence of its own', () => {
    expect(
      row([from('central', '2026-12-31'), from('millbrook', '2025-01-01'), from(null, '2026-06-01')]).cells.map(
        ({ coverage }) => coverage,
      ),
    ).toEqual(['here', 'whole service', 'whole service'])
  })

  test('old evidence about the whole service counts as old for every branch', () => {
    expect(row([from(null, '2024-06-01')]).counts).toEqual({ here: 0, 'whole service': 0, old: 3, none: 0 })
  })

  test('evidence without a period, or for an item without an age limit, is never old', () => {
    expect(row([from('central', null, 1)]).cells[0]!.coverage).toBe('here')
    expect(row([from('central', '2001-01-01')], null).cells[0]!.coverage).toBe('here')
  })

  test('evidence for another criterion or from a closed branch does not count', () => {
    expect(row([from('central', '2026-12-31', 0, 'training'), from('closed', '2026-12-31')]).counts.none).toBe(3)
  })
})
