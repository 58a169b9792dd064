import { describe, expect, test } from '@jest/globals'
import type { Seat, SeatKind } from '../../src/domain/application.ts'
import type { Weekday } from '../../src/domain/appraising.ts'
import { panelGaps } from '../../src/domain/panel.ts'
import { suggestPanel, type Candidate, type PanelSoFar } from '../../src/domain/panel-suggestion.ts'

const rule = {
  minSeats: 3,
  seatKinds: ['lived experience', 'sector peer', 'local group', 'trustee'] satisfies SeatKind[],
  needs: [
    { id: 'lived experience' as const, min: 1 },
    { id: 'independent' as const, min: 1 },
  ],
}
const someone = (id: string, given: Partial<Candidate> = {}): Candidate => ({
  id,
  kinds: ['sector peer'],
  expertise: [],
  weekdays: [2, 3],
  isAway: false,
  seatsThisYear: 0,
  isAtLimit: false,
  conflicts: [],
  ...given,
})
const nobodyYet: PanelSoFar = {
  gaps: panelGaps(rule, { seats: [], declarations: [] }, 'seat'),
  weekdays: [],
  expertise: [],
}
const chosen = (panel: PanelSoFar, candidates: readonly Candidate[]) =>
  suggestPanel(rule, panel, candidates).map(({ personId, kind, chairs }) => [personId, kind, chairs])

describe('suggesting a panel', () => {
  // The panel lacks a person with lived experience, and its members share Tuesday and Wednesday.
  // Amir can come only on Thursday, Olena lives in the area, and Selam is at her limit.
  // Yonas has fewer seats this year than Ruta.
  test('the suggested panel is the one worked out by hand', () => {
    const panel: PanelSoFar = {
      gaps: [{ lacks: 'lived experience', count: 1 }],
      weekdays: [
        [1, 2, 3],
        [2, 3],
      ],
      expertise: ['School visits'],
    }
    const lived = { kinds: ['lived experience'] satisfies SeatKind[] }
    expect(
      suggestPanel(rule, panel, [
        someone('Amir', { ...lived, weekdays: [4], seatsThisYear: 0 }),
        someone('Olena', { ...lived, conflicts: ['council area'] }),
        someone('Ruta', { ...lived, seatsThisYear: 3 }),
        someone('Selam', { ...lived, isAtLimit: true }),
        someone('Yonas', { ...lived, seatsThisYear: 2, expertise: ['Rural branches', 'school visits'] }),
        someone('Peer', { seatsThisYear: 0 }),
      ]),
    ).toEqual([
      {
        personId: 'Yonas',
        kind: 'lived experience',
        chairs: false,
        sharedWeekdays: [2, 3],
        brings: ['Rural branches'],
      },
    ])
  })

  test('the suggestion fills the required kinds of seat, then the other seats, and has one chair', () => {
    const lived = someone('Lived', { kinds: ['lived experience'], seatsThisYear: 4 })
    expect(chosen(nobodyYet, [someone('A'), someone('B', { seatsThisYear: 1 }), someone('C'), lived])).toEqual([
      ['Lived', 'lived experience', true],
      ['A', 'sector peer', false],
      ['C', 'sector peer', false],
    ])
  })

  test('a person who can fill two kinds of seat is suggested for the kind that no one else can fill', () => {
    const both = someone('Both', { kinds: ['sector peer', 'lived experience'] })
    const onlyLived = someone('Only', { kinds: ['lived experience'], seatsThisYear: 3 })
    const needsBoth = {
      gaps: [
        { lacks: 'lived experience' as const, count: 1 },
        { lacks: 'sector peer' as const, count: 1 },
      ],
    }
    expect(chosen({ ...nobodyYet, ...needsBoth }, [both, onlyLived])).toEqual([
      ['Only', 'lived experience', false],
      ['Both', 'sector peer', false],
    ])
  })

  test('the suggestion prefers people who add expertise and are not away', () => {
    const panel = { ...nobodyYet, gaps: [{ lacks: 'seats' as const, count: 1 }], expertise: ['Health'] }
    const plain = someone('Plain', { expertise: ['health'] })
    const brings = someone('Brings', { expertise: ['Rural branches'] })
    expect(chosen(panel, [plain, brings])).toEqual([['Brings', 'sector peer', false]])
    expect(chosen(panel, [plain, { ...brings, isAway: true }])).toEqual([['Plain', 'sector peer', false]])
  })

  test('no one is suggested for a complete panel, or when no one is free', () => {
    expect(chosen({ ...nobodyYet, gaps: [] }, [someone('A')])).toEqual([])
    expect(chosen(nobodyYet, [someone('A', { conflicts: ['past employer'] })])).toEqual([])
    expect(chosen(nobodyYet, [])).toEqual([])
  })

  test('for a panel that lacks only a chair, one person is suggested as chair', () => {
    expect(chosen({ ...nobodyYet, gaps: [{ lacks: 'chair', count: 1 }] }, [someone('A')])).toEqual([
      ['A', 'sector peer', true],
    ])
  })
})

/** Small random pools of candidates, which are the same in every run. */
function pools(count: number): Candidate[][] {
  let state = 7
  const below = (most: number): number => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
    return Math.floor(state / 65_536) % most
  }
  const some = <Item>(all: readonly Item[]): Item[] => all.filter(() => below(2) === 0)
  return Array.from({ length: count }, () =>
    Array.from({ length: below(7) }, (_, at) => ({
      id: `p${at}`,
      kinds: some(rule.seatKinds),
      expertise: some(['rural', 'health', 'schools']),
      weekdays: some([1, 2, 3, 4, 5] satisfies Weekday[]),
      isAway: below(5) === 0,
      seatsThisYear: below(4),
      isAtLimit: below(6) === 0,
      conflicts: below(3) === 0 ? (['council area'] as const) : [],
    })),
  )
}

const seatOfSuggestion = ({ personId, kind, chairs }: { personId: string; kind: SeatKind; chairs: boolean }): Seat => ({
  id: personId,
  personId,
  kind,
  chairs,
  independent: true,
  status: 'offered',
  shownName: '',
  findingsGiven: 0,
  hasGivenAll: false,
  setAside: false,
})

/** Every panel of `size` people, with every choice among their kinds of seat. All are chairs, so no panel lacks one. */
function everyPanel(free: readonly Candidate[], size: number): Seat[][] {
  if (size === 0) return [[]]
  return free.flatMap((person, at) =>
    person.kinds.flatMap(kind =>
      everyPanel(free.slice(at + 1), size - 1).map(rest => [
        seatOfSuggestion({ personId: person.id, kind, chairs: true }),
        ...rest,
      ]),
    ),
  )
}

describe('suggestions for 400 random pools', () => {
  const cases = pools(400).map(pool => ({ pool, suggested: suggestPanel(rule, nobodyYet, pool) }))
  const isFree = ({ conflicts, isAtLimit }: Candidate): boolean => conflicts.length === 0 && !isAtLimit
  const isComplete = (seats: readonly Seat[]): boolean =>
    panelGaps(rule, { seats, declarations: [] }, 'seat').length === 0

  test('a person with a known conflict or at their limit is never suggested', () => {
    for (const { pool, suggested } of cases)
      for (const { personId, kind } of suggested) {
        const person = pool.find(({ id }) => id === personId)!
        expect([isFree(person), person.kinds.includes(kind)]).toEqual([true, true])
      }
    expect(cases.filter(({ suggested }) => suggested.length > 0).length).toBeGreaterThan(200)
  })

  test('the panel is complete whenever the available people in the pool can fill it', () => {
    const possible = cases.map(({ pool }) => everyPanel(pool.filter(isFree), 3).some(isComplete))
    expect(cases.map(({ suggested }) => isComplete(suggested.map(seatOfSuggestion)))).toEqual(possible)
    expect(possible.filter(Boolean).length).toBeGreaterThan(20)
  })

  test('no person is suggested twice, and only one person is suggested as chair', () => {
    for (const { suggested } of cases) {
      expect(new Set(suggested.map(({ personId }) => personId)).size).toBe(suggested.length)
      expect(suggested.filter(({ chairs }) => chairs).length).toBe(suggested.length > 0 ? 1 : 0)
    }
  })

  test('if everyone has two free weekdays, a complete panel whose members have the fewest seats is suggested', () => {
    for (const { pool, suggested } of cases) {
      const sharing = pool.filter(person => !person.isAway && person.weekdays.length >= 2)
      const load = (ids: readonly string[]): number =>
        ids.reduce((sum, id) => sum + pool.find(person => person.id === id)!.seatsThisYear, 0)
      if (sharing.length < pool.length || !isComplete(suggested.map(seatOfSuggestion))) continue
      const loads = everyPanel(pool.filter(isFree), 3)
        .filter(isComplete)
        .map(seats => load(seats.map(({ id }) => id)))
      expect(load(suggested.map(({ personId }) => personId))).toBe(Math.min(...loads))
    }
  })
})
