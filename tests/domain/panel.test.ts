import { describe, expect, test } from '@jest/globals'
import type { Declaration, Seat, SeatKind } from '../../src/domain/application.ts'
import { lastDayToAnswer, panelGaps } from '../../src/domain/panel.ts'
import { dayOf, instant } from '../../src/domain/time.ts'

const rule = {
  minSeats: 3,
  seatKinds: [],
  needs: [
    { id: 'lived experience' as const, min: 1 },
    { id: 'independent' as const, min: 1 },
  ],
}
/** Seats by kind: 'lived experience*' is marked independent, 'lived experience!' is the chair. */
const seats = (...written: string[]): Seat[] =>
  written.map((text, index) => ({
    id: `s${index}`,
    personId: `p${index}`,
    kind: text.replace(/[*!]/g, '') as SeatKind,
    independent: text.includes('*'),
    chairs: text.includes('!'),
    status: 'accepted',
    shownName: '',
    findingsGiven: 25,
    hasGivenAll: true,
    setAside: false,
  }))
const allDeclare = (panel: Seat[], says: Declaration['says'], independent: boolean | null): Declaration[] =>
  panel.map(({ personId }) => ({ personId: personId!, says, independent }))
const gaps = (panel: Seat[], stage: 'seat' | 'propose', declarations = allDeclare(panel, 'no conflict', true)) =>
  panelGaps(rule, { seats: panel, declarations }, stage).map(({ lacks, count }) => `${lacks} ${count}`)

describe.each(['seat', 'propose'] as const)('at the stage %s', stage => {
  test.each([
    [['lived experience!', 'sector peer*', 'local group'], []],
    [['lived experience!', 'sector peer', 'local group'], ['independent 1']],
    // one seat does not count as both the lived experience seat and the independent one
    [['lived experience*!', 'sector peer', 'local group'], ['independent 1']],
    [['lived experience*!', 'lived experience', 'local group'], []], // the first seat counts as independent
    [['sector peer*!', 'sector peer*', 'local group*'], ['lived experience 1']],
    [['lived experience!', 'sector peer*'], ['seats 1']],
    [['lived experience', 'sector peer*', 'local group'], ['chair 1']],
    [[], ['seats 3', 'chair 1', 'lived experience 1', 'independent 1']],
  ])('the panel %j lacks %j', (written, expected) => expect(gaps(seats(...written), stage)).toEqual(expected))

  test('a seat does not count when its holder has a conflict, or when it was withdrawn or set aside', () => {
    const panel = seats('lived experience!', 'sector peer*', 'local group')
    expect(
      gaps(panel, stage, [
        { personId: 'p2', says: 'conflict', independent: null },
        ...allDeclare(panel.slice(0, 2), 'no conflict', true),
      ]),
    ).toEqual(['seats 1'])
    expect(
      gaps(
        panel.map((seat, index) => (index === 2 ? { ...seat, status: 'withdrawn' } : seat)),
        stage,
      ),
    ).toEqual(['seats 1'])
    expect(
      gaps(
        panel.map((seat, index) => (index === 2 ? { ...seat, setAside: true } : seat)),
        stage,
      ),
    ).toEqual(['seats 1'])
  })
  test('a seat does not count as independent when its holder says it is not', () => {
    const panel = seats('lived experience!', 'sector peer*', 'local group')
    expect(gaps(panel, stage, allDeclare(panel, 'no conflict', false))).toEqual(['independent 1'])
  })
})

const panel = seats('lived experience!', 'sector peer*', 'local group')
test('offered seats and unconfirmed independence are enough to pass an application to the panel', () => {
  const offered = panel.map(seat => ({ ...seat, status: 'offered' as const, hasGivenAll: false, findingsGiven: 0 }))
  expect(gaps(offered, 'seat', [])).toEqual([])
  expect(gaps(offered, 'propose', [])).toEqual(['seats 3', 'chair 1', 'lived experience 1', 'independent 1'])
})
test('a proposal needs all findings and confirmed independence', () => {
  expect(gaps(panel, 'propose', allDeclare(panel, 'no conflict', null))).toEqual(['independent 1'])
  expect(
    gaps(
      panel.map(seat => ({ ...seat, hasGivenAll: seat.id !== 's1' })),
      'propose',
    ),
  ).toEqual(['seats 1', 'independent 1'])
})
test('a proposal does not need the findings of an extra seat', () => {
  const more = [...panel, { ...seats('trustee')[0]!, id: 's9', personId: 'p9', hasGivenAll: false }]
  expect(gaps(more, 'propose', allDeclare(panel, 'no conflict', true))).toEqual([])
})
test('the rules of a stricter framework version apply', () => {
  const strict = {
    minSeats: 1,
    seatKinds: [],
    needs: [
      { id: 'local group' as const, min: 2 },
      { id: 'lived experience' as const, min: 1 },
      { id: 'independent' as const, min: 2 },
    ],
  }
  const four = seats('local group*!', 'local group*', 'lived experience*', 'sector peer*')
  expect(panelGaps(strict, { seats: four, declarations: allDeclare(four, 'no conflict', true) }, 'propose')).toEqual([
    { lacks: 'independent', count: 1 },
  ])
})

describe('the last day to reply to the offer of a seat', () => {
  const offeredAt = instant('2027-03-01T10:00:00Z')

  test('the last day to reply is 14 days after the day of the email in London', () => {
    const emailedAt = instant('2027-03-03T23:30:00Z')
    expect(lastDayToAnswer({ offeredAt, emailedAt, isEmailWaiting: false, countedFrom: null })).toBe('2027-03-17')
    const inSummerTime = instant('2027-03-31T23:30:00Z')
    expect(lastDayToAnswer({ offeredAt, emailedAt: inSummerTime, isEmailWaiting: false, countedFrom: null })).toBe(
      '2027-04-15',
    )
  })

  test('the 14 days count from the day of the offer when the email could not be sent', () => {
    expect(lastDayToAnswer({ offeredAt, emailedAt: null, isEmailWaiting: false, countedFrom: null })).toBe('2027-03-15')
  })

  test('after a hold, the 14 days count from `countedFrom`, or from the day of a later email', () => {
    const held = { offeredAt, isEmailWaiting: false, countedFrom: dayOf(instant('2027-03-11T10:00:00Z')) }
    expect(lastDayToAnswer({ ...held, emailedAt: offeredAt })).toBe('2027-03-25')
    expect(lastDayToAnswer({ ...held, emailedAt: instant('2027-03-20T10:00:00Z') })).toBe('2027-04-03')
  })

  test('there is no last day to reply while the email still has to be sent', () => {
    expect(lastDayToAnswer({ offeredAt, emailedAt: null, isEmailWaiting: true, countedFrom: null })).toBeNull()
    expect(lastDayToAnswer({ offeredAt, emailedAt: offeredAt, isEmailWaiting: true, countedFrom: null })).toBeNull()
  })
})
