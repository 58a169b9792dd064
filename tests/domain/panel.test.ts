import { describe, expect, test } from '@jest/globals'
import type { Declaration, Seat, SeatKind } from '../../src/domain/application.ts'
import { panelGaps } from '../../src/domain/panel.ts'

const rule = {
  minSeats: 3,
  seatKinds: [],
  needs: [
    { id: 'lived experience' as const, min: 1 },
    { id: 'independent' as const, min: 1 },
  ],
}
/** 'lived experience*' is marked independent, '!' chairs. */
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
const allSay = (panel: Seat[], says: Declaration['says'], independent: boolean | null): Declaration[] =>
  panel.map(({ personId }) => ({ personId: personId!, says, independent }))
const gaps = (panel: Seat[], stage: 'seat' | 'propose', declarations = allSay(panel, 'no conflict', true)) =>
  panelGaps(rule, panel, declarations, stage).map(({ lacks, count }) => `${lacks} ${count}`)

describe.each(['seat', 'propose'] as const)('to %s', stage => {
  test.each([
    [['lived experience!', 'sector peer*', 'local group'], []],
    [['lived experience!', 'sector peer', 'local group'], ['independent 1']],
    // the independent seat is another than the first
    [['lived experience*!', 'sector peer', 'local group'], ['independent 1']],
    [['lived experience*!', 'lived experience', 'local group'], []], // one fills the kind, the other is independent
    [['sector peer*!', 'sector peer*', 'local group*'], ['lived experience 1']],
    [['lived experience!', 'sector peer*'], ['seats 1']],
    [['lived experience', 'sector peer*', 'local group'], ['chair 1']],
    [[], ['seats 3', 'chair 1', 'lived experience 1', 'independent 1']],
  ])('%j lacks %j', (written, expected) => expect(gaps(seats(...written), stage)).toEqual(expected))

  test('a conflict, a seat given up and one set aside do not count', () => {
    const panel = seats('lived experience!', 'sector peer*', 'local group')
    expect(
      gaps(panel, stage, [
        { personId: 'p2', says: 'conflict', independent: null },
        ...allSay(panel.slice(0, 2), 'no conflict', true),
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
  test('a mark that its holder denies does not count', () => {
    const panel = seats('lived experience!', 'sector peer*', 'local group')
    expect(gaps(panel, stage, allSay(panel, 'no conflict', false))).toEqual(['independent 1'])
  })
})

const panel = seats('lived experience!', 'sector peer*', 'local group')
test('seats offered are enough to seat a panel, marks enough for independence', () => {
  const offered = panel.map(seat => ({ ...seat, status: 'offered' as const, hasGivenAll: false, findingsGiven: 0 }))
  expect(gaps(offered, 'seat', [])).toEqual([])
  expect(gaps(offered, 'propose', [])).toEqual(['seats 3', 'chair 1', 'lived experience 1', 'independent 1'])
})
test('a proposal needs declarations, all findings and confirmed independence', () => {
  expect(gaps(panel, 'propose', allSay(panel, 'no conflict', null))).toEqual(['independent 1'])
  expect(
    gaps(
      panel.map(seat => ({ ...seat, hasGivenAll: seat.id !== 's1' })),
      'propose',
    ),
  ).toEqual(['seats 1', 'independent 1'])
})
test('a seat more that has not judged does not hold up the others', () => {
  const more = [...panel, { ...seats('trustee')[0]!, id: 's9', personId: 'p9', hasGivenAll: false }]
  expect(gaps(more, 'propose', allSay(panel, 'no conflict', true))).toEqual([])
})
test('other rules work alike', () => {
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
  expect(panelGaps(strict, four, allSay(four, 'no conflict', true), 'propose')).toEqual([
    { lacks: 'independent', count: 1 },
  ])
})
