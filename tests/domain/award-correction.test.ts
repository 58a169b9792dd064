import { expect, test } from '@jest/globals'
import { changedFacts, replay, type ReplayFacts } from '../../src/domain/award-correction.ts'
import type { AwardChange } from '../../src/domain/award.ts'
import type { Day } from '../../src/domain/time.ts'
import { lastValidDay, wasNeverInvalid, wasValidOn } from '../../src/domain/validity.ts'

const day = (text: string) => text as Day
const facts = (given: Partial<ReplayFacts> = {}): ReplayFacts => ({
  from: day('2025-03-15'),
  to: day('2028-03-14'),
  today: day('2027-03-01'),
  settings: { renewalOpensDays: 180, lapseAfterDays: 30 },
  byPeople: [],
  renewal: null,
  ...given,
})
const moves = (given: Partial<ReplayFacts>) => replay(facts(given)).changes.map(({ move, from }) => `${from} ${move}`)

test.each([
  ['2028-03-14', []],
  ['2027-06-30', ['2027-01-01 openRenewal']],
  ['2027-02-20', ['2026-08-24 openRenewal', '2027-02-21 fallOverdue']],
  ['2026-03-14', ['2025-09-15 openRenewal', '2026-03-15 fallOverdue', '2026-04-14 lapse']],
])('an award corrected to end on %s gets the clock’s moves %j, each on the day when it was due', (to, expected) => {
  expect(moves({ to: day(to) })).toEqual(expected)
})

const byAPerson = (move: AwardChange['move'], from: string, validTo: string | null = null) =>
  ({
    move,
    from: day(from),
    validTo: validTo && day(validTo),
    reason: 'Why',
    to: 'valid',
    number: 2,
    at: '',
  }) as AwardChange

test('a correction keeps a suspension and its end, and the clock’s moves come after them', () => {
  const byPeople = [byAPerson('suspend', '2026-01-10'), byAPerson('restore', '2027-02-25')]
  expect(moves({ to: day('2027-02-20'), byPeople })).toEqual([
    '2026-01-10 suspend',
    '2027-02-25 restore',
    '2027-02-25 openRenewal',
    '2027-02-25 fallOverdue',
  ])
})

test('a renewal submitted by the corrected last day keeps the award valid', () => {
  const renewal = { submittedOn: day('2027-02-10'), deadlines: [], isUnanswered: false }
  const inTime = replay(facts({ to: day('2027-02-20'), renewal }))
  const late = replay(facts({ to: day('2027-02-01'), renewal }))
  expect([inTime.status, inTime.validTo, inTime.isKeptByRenewal]).toEqual(['renewal with us', null, true])
  expect([late.status, late.validTo, late.isKeptByRenewal]).toEqual(['renewal with us', '2027-02-01', false])
})

test('a renewal with an unanswered question no longer keeps the award valid', () => {
  const renewal = { submittedOn: day('2027-02-10'), deadlines: [], isUnanswered: true }
  const after = replay(facts({ to: day('2027-04-20'), renewal }))
  expect([after.status, after.validTo, after.isKeptByRenewal]).toEqual(['renewal with us', '2027-04-20', false])
})

test('a renewal submitted in time while the award is suspended keeps the award valid once it is restored', () => {
  const byPeople = [byAPerson('suspend', '2027-01-10'), byAPerson('restore', '2027-02-25')]
  const renewal = { submittedOn: day('2027-02-10'), deadlines: [], isUnanswered: false }
  const given = { to: day('2027-02-20'), byPeople, renewal }
  const after = replay(facts(given))
  expect([after.status, after.validTo, after.isKeptByRenewal]).toEqual(['renewal with us', null, true])
  expect(moves(given)).toEqual([
    '2026-08-24 openRenewal',
    '2027-01-10 suspend',
    '2027-02-10 valid to moved',
    '2027-02-25 restore',
    '2027-02-25 openRenewal',
    '2027-02-25 receive',
  ])
})

test('the last valid day is before a suspension, and never later than the day for which it is asked', () => {
  const change = (from: string, to: AwardChange['to'], validTo: string | null) => ({
    from: day(from),
    to,
    validTo: validTo === null ? null : day(validTo),
  })
  const changes = [change('2026-06-01', 'valid', '2027-05-31'), change('2027-02-01', 'suspended', '2027-05-31')]
  expect([
    lastValidDay(changes, day('2026-05-31')),
    lastValidDay(changes, day('2027-01-10')),
    lastValidDay(changes, day('2027-07-01')),
    lastValidDay([change('2026-06-01', 'valid', '2027-05-31')], day('2027-07-01')),
    lastValidDay([change('2026-06-01', 'renewal with us', null)], day('2027-07-01')),
  ]).toEqual([null, '2027-01-10', '2027-01-31', '2027-05-31', '2027-07-01'])
})

test('a correction changes the past days on which the award was valid, and a removal leaves no valid day', () => {
  const change = (move: AwardChange['move'], from: string, to: AwardChange['to'], validTo: string | null) => ({
    move,
    from: day(from),
    to,
    validTo: validTo === null ? null : day(validTo),
  })
  const wrong = [
    change('record', '2015-03-15', 'valid', '2026-03-14'),
    change('lapse', '2026-04-14', 'lapsed', '2026-03-14'),
  ]
  const corrected = [...wrong, change('correct', '2025-03-15', 'valid', '2028-03-14')]
  const removed = [...corrected, change('remove', '2025-03-15', 'ended', null)]
  const on = (changes: typeof wrong) =>
    ['2016-01-01', '2026-01-01', '2026-08-01'].map(at => wasValidOn(changes, day(at)))
  expect([on(wrong), on(corrected), on(removed)]).toEqual([
    [true, true, false],
    [false, true, true],
    [false, false, false],
  ])
  expect([wasNeverInvalid(wrong, day('2026-01-01')), wasNeverInvalid(corrected, day('2027-01-01'))]).toEqual([
    false,
    true,
  ])
})

test('a correction names the facts that differ, whatever the order of the branches', () => {
  const said = { from: day('2025-03-15'), to: day('2026-03-14'), decidedBy: 'A', source: 'B', scope: ['x', 'y'] }
  expect(changedFacts(said, { ...said, scope: ['y', 'x'] })).toEqual([])
  expect(changedFacts(said, { ...said, to: day('2028-03-14'), scope: ['x'] })).toEqual(['to', 'scope'])
})
