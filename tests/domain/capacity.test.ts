import { expect, test } from '@jest/globals'
import {
  countToMove,
  datesAfter,
  forecast,
  planOfToday,
  type CapacityFacts,
  type Due,
  type Plan,
} from '../../src/domain/capacity.ts'
import { expectedRounds } from '../../src/domain/expected-rounds.ts'
import { addMonths, type Day } from '../../src/domain/time.ts'

const from = '2027-04-01' as Day
const month = (after: number): Day => addMonths(from, after)

/** The example in docs/capacity.md, whose forecast was worked out by hand. */
const example: CapacityFacts = {
  from,
  waiting: { firsts: 1, renewals: 2 },
  due: [
    { month: month(0), light: 2, isFull: false, count: 2 },
    { month: month(1), light: 0, isFull: false, count: 4 },
    { month: month(2), light: 1, isFull: true, count: 1 },
    { month: month(3), light: 2, isFull: false, count: 3 },
  ],
  rounds: [{ month: month(2), name: 'Spring', expected: 5 }],
  period: 12,
  fullEvery: 3,
  asking: 50,
  decided: 22,
}
const today = planOfToday(example)

test('today’s plan has one evening a month for every 11 decisions a year, at least one, and none in August', () => {
  expect(today).toMatchObject({ evenings: 2, panels: 1, each: 1, off: [8], fullEvery: 3, asking: 50, move: null })
  expect(planOfToday({ ...example, decided: 0 }).evenings).toBe(1)
})

test('the forecast for the example in docs/capacity.md equals the numbers worked out by hand', () => {
  const rows = forecast(example, today).map(({ month, ...numbers }) => [month.slice(0, 7), ...Object.values(numbers)])
  expect(rows).toHaveLength(36)
  // the columns: month, full, first, asking, light, places, waiting
  expect(rows.slice(0, 5)).toEqual([
    ['2027-04', 2, 0, 0, 0, 2, 3],
    ['2027-05', 0, 0, 2, 2, 2, 3],
    ['2027-06', 1, 5, 0, 0, 2, 7],
    ['2027-07', 3, 0, 0, 0, 2, 8],
    ['2027-08', 0, 0, 0, 0, 0, 8],
  ])
  // Two applications a month are decided from September to December. Awards decided by a panel are due a year later.
  expect(rows.slice(5, 9).map(row => row.at(-1))).toEqual([6, 4, 2, 0])
  expect(rows.slice(12, 24).map(([name, full, first, asking, light]) => [name, full, first, asking, light])).toEqual([
    ['2028-04', 0, 0, 0, 0],
    ['2028-05', 0, 0, 2, 2],
    ['2028-06', 0, 0, 1, 1],
    ['2028-07', 0, 0, 1, 1],
    ['2028-08', 0, 0, 0, 0],
    ['2028-09', 0, 0, 1, 1],
    ['2028-10', 0, 0, 1, 1],
    ['2028-11', 0, 0, 1, 1],
    ['2028-12', 0, 0, 1, 1],
    ['2029-01', 0, 0, 0, 0],
    ['2029-02', 0, 0, 0, 0],
    ['2029-03', 0, 0, 0, 0],
  ])
})

test('a round that the plan leaves out adds no first applications', () => {
  const [, , june] = forecast(example, { ...today, closed: [month(2)] })
  expect([june!.first, june!.waiting]).toEqual([0, 2])
})

test('a second panel doubles the places of each month with meetings', () => {
  const doubled = forecast(example, { ...today, panels: 2 })
  expect(doubled.map(({ places }) => places)).toEqual(forecast(example, today).map(({ places }) => 2 * places))
  expect(doubled.slice(0, 5).map(({ waiting }) => waiting)).toEqual([1, 0, 2, 1, 1])
})

test('a plan with fewer full reappraisals has more light renewals', () => {
  const light = forecast({ ...example, asking: 0 }, { ...today, fullEvery: 4, asking: 0 })
  expect(light.slice(0, 4).map(({ full, light }) => [full, light])).toEqual([
    [0, 2],
    [0, 4],
    [1, 0],
    [0, 3],
  ])
})

test('the reappraisals of a month are postponed together, or spread over the months with the most free places', () => {
  const together: Plan = { ...today, move: { month: month(3), by: 2, how: 'together' } }
  expect([countToMove(example, together), datesAfter(example, together)]).toEqual([3, Array(3).fill(month(5))])
  expect(
    forecast(example, together)
      .slice(3, 6)
      .map(({ full }) => full),
  ).toEqual([0, 0, 3])
  const spread: Plan = { ...today, move: { month: month(3), by: 3, how: 'spread' } }
  expect(datesAfter(example, spread)).toEqual([month(3), month(5), month(6)])
  expect(
    forecast(example, spread)
      .slice(3, 7)
      .map(({ full }) => full),
  ).toEqual([1, 0, 1, 1])
  expect(datesAfter(example, spread, 1)).toEqual([month(3)])
  expect(datesAfter(example, today)).toEqual([])
})

test('the forecast expects the rounds that are set up, and then those of the last 12 months again each year', () => {
  const rounds = [
    { name: 'Autumn 2025', closesOn: '2025-10-31' as Day, submitted: 4 },
    { name: 'Spring 2026', closesOn: '2026-05-31' as Day, submitted: 7 },
    { name: 'Autumn 2026', closesOn: '2026-10-31' as Day, submitted: 6 },
    { name: 'Spring 2027', closesOn: '2027-06-15' as Day, submitted: 2 },
  ]
  expect(expectedRounds(rounds, '2027-04-10' as Day)).toEqual([
    { month: '2027-07-01', name: 'Spring 2027', expected: 4 },
    { month: '2027-11-01', name: null, expected: 6 },
    { month: '2028-06-01', name: null, expected: 6 },
    { month: '2028-11-01', name: null, expected: 6 },
    { month: '2029-06-01', name: null, expected: 6 },
    { month: '2029-11-01', name: null, expected: 6 },
  ])
  expect(expectedRounds([], '2027-04-10' as Day)).toEqual([])
})

// A second implementation, to compare with the forecast. Each award and application is an object of its own.

interface SimulatedAward {
  dueIn: number
  lightSoFar: number
  mustBeFull: boolean
}
interface SimulatedApplication {
  since: number
  rank: number
  award: SimulatedAward | null
  becomes: number | null
}

/** Returns a generator of numbers from 0 to 1 that depend only on the seed. */
function randomFrom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
    return state / 2_147_483_648
  }
}

/**
 * Simulates every award and application over 36 months.
 * @param sendsToPanel decides for one light renewal whether it needs a panel
 */
function simulate(facts: CapacityFacts, plan: Plan, sendsToPanel: () => boolean) {
  const awards = facts.due.flatMap(({ month, light, isFull, count }) =>
    Array.from({ length: count }, (): SimulatedAward => {
      const [year, number] = month.split('-').map(Number) as [number, number]
      const dueIn = (year - Number(facts.from.slice(0, 4))) * 12 + number - Number(facts.from.slice(5, 7))
      return { dueIn, lightSoFar: light, mustBeFull: isFull }
    }),
  )
  let line: SimulatedApplication[] = [
    ...Array.from({ length: facts.waiting.renewals }, () => ({ since: -2, rank: 0, award: null, becomes: null })),
    ...Array.from({ length: facts.waiting.firsts }, () => ({ since: -1, rank: 0, award: null, becomes: 0 })),
  ]
  return Array.from({ length: 36 }, (_, now) => {
    const calendarMonth = ((Number(facts.from.slice(5, 7)) - 1 + now) % 12) + 1
    const counted = { full: 0, first: 0, asking: 0, light: 0, places: 0, waiting: 0 }
    for (const award of awards.filter(({ dueIn }) => dueIn === now)) {
      if (award.mustBeFull || award.lightSoFar >= plan.fullEvery - 1) {
        counted.full += 1
        line.push({ since: now, rank: 1, award, becomes: 0 })
      } else if (sendsToPanel()) {
        counted.asking += 1
        line.push({ since: now, rank: 3, award, becomes: award.lightSoFar + 1 })
      } else {
        counted.light += 1
        Object.assign(award, { dueIn: now + facts.period, lightSoFar: award.lightSoFar + 1 })
      }
    }
    for (const round of facts.rounds) {
      const isNow = round.month === addMonths(facts.from, now)
      if (!isNow || plan.closed.includes(round.month)) continue
      counted.first += round.expected
      for (let index = 0; index < round.expected; index += 1)
        line.push({ since: now, rank: 2, award: null, becomes: 0 })
    }
    line = line.toSorted((a, b) => a.since - b.since || a.rank - b.rank || (a.becomes ?? 0) - (b.becomes ?? 0))
    if (!plan.off.includes(calendarMonth))
      for (let place = 0; place < plan.evenings * plan.panels * plan.each; place += 1) {
        counted.places += 1
        const decided = line.shift()
        if (!decided || decided.becomes === null) continue
        const after = { dueIn: now + facts.period, lightSoFar: decided.becomes, mustBeFull: false }
        if (decided.award) Object.assign(decided.award, after)
        else awards.push(after)
      }
    return { month: addMonths(facts.from, now), ...counted, waiting: line.length }
  })
}

function someFacts(random: () => number): { facts: CapacityFacts; plan: Plan } {
  const upTo = (most: number): number => Math.floor(random() * (most + 1))
  const due: Due[] = []
  for (let index = 0; index < 14; index += 1)
    for (const light of [0, 1, 2]) due.push({ month: month(index), light, isFull: random() < 0.1, count: upTo(6) })
  const facts: CapacityFacts = {
    from,
    waiting: { firsts: upTo(5), renewals: upTo(5) },
    due,
    rounds: [2, 7, 14, 19, 26, 31].map(index => ({ month: month(index), name: null, expected: upTo(9) })),
    period: [6, 12, 24][upTo(2)]!,
    fullEvery: 3,
    asking: 0,
    decided: 20,
  }
  const plan: Plan = {
    ...planOfToday(facts),
    evenings: upTo(4),
    panels: 1 + upTo(1),
    each: 1 + upTo(2),
    off: [1 + upTo(11), 8],
    fullEvery: 1 + upTo(3),
    closed: random() < 0.5 ? [month(7)] : [],
  }
  return { facts, plan }
}

test.each(Array.from({ length: 40 }, (_, seed) => seed + 1))(
  'the forecast equals a simulation of every award and application, month by month (seed %i)',
  seed => {
    const { facts, plan } = someFacts(randomFrom(seed))
    expect(forecast(facts, plan)).toEqual(simulate(facts, plan, () => false))
    const all = { ...plan, asking: 100 }
    expect(forecast(facts, all)).toEqual(simulate(facts, all, () => true))
  },
)

test('the forecast is close to the mean of simulations in which light renewals need a panel by chance', () => {
  const { facts, plan } = someFacts(randomFrom(7))
  const asked: Plan = { ...plan, evenings: 3, panels: 1, each: 1, fullEvery: 3, asking: 30 }
  const random = randomFrom(2027)
  const runs = Array.from({ length: 400 }, () => simulate(facts, asked, () => random() < 0.3))
  const expected = forecast(facts, asked)
  for (const index of [5, 11, 17, 23, 29, 35]) {
    const mean = runs.reduce((sum, run) => sum + run[index]!.waiting, 0) / runs.length
    expect(Math.abs(expected[index]!.waiting - mean)).toBeLessThan(3)
  }
})
