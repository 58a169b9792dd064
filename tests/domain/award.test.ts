import { describe, expect, test } from '@jest/globals'
import { allRoles, theClock, theDecisionLetter, type Actor, type Role } from '../../src/domain/actor.ts'
import { nextDueDay, nextDueMove, statusByNow } from '../../src/domain/award-clock.ts'
import { phaseOf } from '../../src/domain/award-phase.ts'
import { awardGuards, guards, isRenewalOpen, type AwardFacts, type AwardGuard } from '../../src/domain/award-guards.ts'
import { awardMoves, awardMovesOpenTo, awardRoles, awardStatuses, type AwardStatus } from '../../src/domain/award.ts'
import { offers, stateAfter, type Move } from '../../src/domain/moves.ts'
import type { Day } from '../../src/domain/time.ts'
import { wasValidOn } from '../../src/domain/validity.ts'

const day = (text: string) => text as Day
const facts = (given: Partial<AwardFacts> = {}): AwardFacts => ({
  status: 'valid',
  today: day('2026-11-01'),
  validTo: day('2027-05-31'),
  renewalOpensDays: 180,
  lapseAfterDays: 30,
  aRenewalIsWithUs: false,
  returnedToRenewalOn: null,
  outcome: null,
  kind: null,
  isReopened: false,
  decidedElsewhere: false,
  branchesAreFree: false,
  until: null,
  ...given,
})
const unmet = (role: Role, move: string, given: Partial<AwardFacts>) => {
  const all = facts(given)
  return offers(awardMoves, guards, { status: all.status, roles: [role], facts: all }).find(
    offer => offer.move === move,
  )?.unmet
}

test.each([
  ['valid', 'coordinator', ['openRenewal', 'extend', 'suspend']],
  ['valid', 'trustee', ['suspend', 'end']],
  ['valid', 'clock', ['openRenewal']],
  ['valid', 'decision letter', ['shorten']],
  ['renewal open', 'lead', ['receive', 'end']],
  ['renewal open', 'clock', ['receive', 'fallOverdue']],
  ['renewal with us', 'clock', ['handBack']],
  ['renewal with us', 'decision letter', ['handBack', 'renew', 'shorten']],
  ['renewal with us', 'coordinator', ['suspend']],
  ['extended', 'clock', ['receive', 'fallOverdue']],
  ['overdue', 'clock', ['receive', 'lapse']],
  ['overdue', 'coordinator', ['receive', 'extend', 'suspend']],
  ['lapsed', 'decision letter', ['renew']],
  ['lapsed', 'lead', ['end']],
  ['lapsed', 'clock', []],
  ['suspended', 'trustee', ['restore', 'end']],
  ['suspended', 'clock', ['lapse']],
  ['suspended', 'coordinator', []],
  ['ended', 'lead', []],
  ['ended', 'trustee', []],
] as const)('in state “%s” a %s can make the moves %j', (status, role, expected) => {
  expect(awardMovesOpenTo(role, status)).toEqual(expected)
})

test('an award with a submitted renewal cannot become overdue or lapse by any move', () => {
  const away = Object.values<Move<AwardStatus, AwardGuard>>(awardMoves)
    .filter(({ from }) => from.includes('renewal with us'))
    .map(({ to }) => to)
  expect(away).not.toContain('overdue')
  expect(away).not.toContain('lapsed')
})

test('every state of an award is reached by a move, and every guard is used by a move', () => {
  const moves = Object.values<Move<AwardStatus, AwardGuard>>(awardMoves)
  expect(awardStatuses.filter(status => !moves.some(({ to }) => to === status))).toEqual([])
  const used = moves.flatMap(({ by }) => allRoles.flatMap(role => by[role] ?? []))
  expect(Object.keys(awardGuards).filter(guard => !used.includes(guard as AwardGuard))).toEqual([])
})

test.each([
  ['2026-12-01', ['it is time to renew']],
  ['2026-12-02', []],
  ['2027-06-05', []],
])('on %s the clock’s unmet conditions for opening a renewal are %j', (today, expected) => {
  expect(unmet('clock', 'openRenewal', { today: day(today) })).toEqual(expected)
})
test('a restored award whose renewal is already submitted opens for renewal on any date', () => {
  expect(unmet('clock', 'openRenewal', { validTo: null, aRenewalIsWithUs: true })).toEqual([])
  expect(unmet('clock', 'openRenewal', { validTo: null })).toEqual(['it is time to renew'])
})
test('a coordinator can open a renewal early', () => expect(unmet('coordinator', 'openRenewal', {})).toEqual([]))

test.each([
  ['2027-05-31', ['the last valid day has passed']],
  ['2027-06-01', []],
])('on %s the unmet conditions for becoming overdue are %j', (today, expected) => {
  expect(unmet('clock', 'fallOverdue', { status: 'renewal open', today: day(today) })).toEqual(expected)
})
test.each([
  ['2027-06-30', ['the days to renew have passed']],
  ['2027-07-01', []],
])('on %s the unmet conditions for lapsing are %j', (today, expected) => {
  expect(unmet('clock', 'lapse', { status: 'overdue', today: day(today) })).toEqual(expected)
})
test('an award does not become overdue or lapse while the charity has its renewal', () => {
  expect(
    unmet('clock', 'fallOverdue', { status: 'extended', today: day('2027-08-01'), aRenewalIsWithUs: true }),
  ).toEqual(['no renewal is with us'])
  expect(unmet('clock', 'lapse', { status: 'overdue', today: day('2027-08-01'), aRenewalIsWithUs: true })).toEqual([
    'no renewal is with us',
  ])
})

test.each([
  ['2027-05-31', false],
  ['2027-06-01', true],
  ['2026-10-31', false],
])('an extension until %s is possible: %s', (until, possible) => {
  expect(unmet('coordinator', 'extend', { until: day(until) })?.length === 0).toBe(possible)
})
test('an overdue award cannot be extended to a past day', () => {
  expect(
    unmet('coordinator', 'extend', { status: 'overdue', today: day('2027-06-20'), until: day('2027-06-19') }),
  ).toEqual(['the new last day is later, and not past'])
})

test('a reappraisal or a reopened decision restores a lapsed award, but not a suspended one', () => {
  const awarded = { status: 'lapsed', outcome: 'awarded' } as const
  expect(unmet('decision letter', 'renew', { ...awarded, kind: 'renewal' })).toEqual([
    'a lapsed award needs a reappraisal or a reopened decision',
  ])
  expect(unmet('decision letter', 'renew', { ...awarded, kind: 'reappraisal' })).toEqual([])
  expect(unmet('decision letter', 'renew', { ...awarded, kind: 'renewal', isReopened: true })).toEqual([])
  expect(stateAfter<AwardStatus>(awardMoves.renew, { status: 'suspended', statusBefore: 'valid' })).toEqual({
    status: 'suspended',
    statusBefore: 'valid',
  })
  expect(stateAfter<AwardStatus>(awardMoves.renew, { status: 'renewal with us', statusBefore: null }).status).toBe(
    'valid',
  )
})

describe('the clock’s moves that are due', () => {
  const run = (given: Partial<AwardFacts>, since: string) => {
    const [made, state] = [[] as [string, string][], { ...facts(given) }]
    for (let due = nextDueMove(state, day(since)); due; due = nextDueMove(state, due.from)) {
      made.push([due.move, due.from])
      state.status = stateAfter<AwardStatus>(awardMoves[due.move], {
        status: state.status as AwardStatus,
        statusBefore: 'valid',
      }).status
    }
    return made
  }
  test('each move takes effect on the day when it was due, however late the job runs', () => {
    expect(run({ today: day('2027-09-01') }, '2026-06-01')).toEqual([
      ['openRenewal', '2026-12-02'],
      ['fallOverdue', '2027-06-01'],
      ['lapse', '2027-07-01'],
    ])
  })
  test('a move that was due before the last change takes effect on the day of that change', () => {
    expect(run({ today: day('2027-06-10') }, '2027-06-08')).toEqual([
      ['openRenewal', '2027-06-08'],
      ['fallOverdue', '2027-06-08'],
    ])
  })
  test('an award becomes overdue on the morning when its renewal is returned after the award period', () => {
    expect(run({ status: 'renewal with us', today: day('2027-06-10') }, '2027-05-01')).toEqual([
      ['handBack', '2027-06-10'],
      ['fallOverdue', '2027-06-10'],
    ])
  })
  test('a renewal is returned on the day after a missed deadline, however late the job runs', () => {
    const late = {
      status: 'renewal with us',
      today: day('2027-08-10'),
      returnedToRenewalOn: day('2027-06-10'),
    } as const
    expect(run(late, '2027-05-01')).toEqual([
      ['handBack', '2027-06-10'],
      ['fallOverdue', '2027-06-10'],
      ['lapse', '2027-07-01'],
    ])
  })
  test('a restored award with a submitted renewal reaches “renewal with us” in one morning', () => {
    expect(
      run({ status: 'valid', validTo: null, aRenewalIsWithUs: true, today: day('2027-06-10') }, '2027-06-10'),
    ).toEqual([
      ['openRenewal', '2027-06-10'],
      ['receive', '2027-06-10'],
    ])
  })
  test('a suspended award does not lapse before its renewal is returned', () => {
    expect(
      run({ status: 'suspended', today: day('2027-08-10'), returnedToRenewalOn: day('2027-07-20') }, '2027-05-01'),
    ).toEqual([['lapse', '2027-07-20']])
  })
  test('the clock makes no move while a renewal with the charity keeps the award valid', () =>
    expect(
      run({ status: 'renewal with us', validTo: null, aRenewalIsWithUs: true, today: day('2028-01-01') }, '2027-05-01'),
    ).toEqual([]))
})

test.each([
  ['valid', {}, [], '2026-12-02'],
  ['renewal open', {}, [], '2027-06-01'],
  ['extended', {}, [], '2027-06-01'],
  ['overdue', {}, [], '2027-07-01'],
  ['suspended', {}, [], '2027-07-01'],
  ['renewal with us', { validTo: null, aRenewalIsWithUs: true }, [], '2999-12-31'],
  ['renewal with us', { aRenewalIsWithUs: true }, ['2026-11-20', '2026-11-10'], '2026-11-11'],
  ['suspended', { validTo: null, aRenewalIsWithUs: true }, ['2026-11-20'], '2026-11-21'],
  ['renewal open', {}, ['2026-10-01'], '2027-06-01'],
  ['lapsed', {}, ['2026-11-20'], '2999-12-31'],
  ['ended', {}, [], '2999-12-31'],
] as const)(
  'an award in state “%s” with facts %j and reply dates %j is next checked on %s',
  (status, given, waits, expected) => {
    expect(nextDueDay(facts({ status, ...given } as Partial<AwardFacts>), waits.map(day))).toBe(expected)
  },
)
test('pages show the state after all due moves, even before the job has made them', () => {
  expect([
    statusByNow(facts()),
    statusByNow(facts({ today: day('2026-12-02') })),
    statusByNow(facts({ today: day('2027-07-05') })),
  ]).toEqual(['valid', 'renewal open', 'lapsed'])
})

test.each([
  ['valid', true, 'valid'],
  ['valid', false, 'overdue'],
  ['renewal open', true, 'open'],
  ['renewal open', false, 'overdue'],
  ['extended', true, 'extended'],
  ['overdue', false, 'overdue'],
  ['renewal with us', false, 'with us, not valid'],
  ['lapsed', false, 'lapsed'],
  ['suspended', false, 'suspended'],
  ['ended', false, 'ended'],
] as const)('an award in state “%s” (valid today: %s) is shown as “%s”', (status, isValid, expected) =>
  expect(phaseOf({ status, validTo: day('2027-05-31'), isKeptByRenewal: false }, isValid)).toBe(expected),
)
test.each([
  [null, true, 'with us'],
  [day('2027-05-31'), true, 'waiting for the library'],
  [day('2027-05-31'), false, 'with us until a date'],
] as const)(
  'while the charity has the renewal, an award with validTo %s and isKeptByRenewal %s is shown as “%s”',
  (validTo, isKeptByRenewal, expected) =>
    expect(phaseOf({ status: 'renewal with us', validTo, isKeptByRenewal }, true)).toBe(expected),
)

test.each([
  ['valid', 'renewal', false],
  ['renewal open', 'renewal', true],
  ['overdue', 'renewal', true],
  ['lapsed', 'renewal', false],
  ['lapsed', 'reappraisal', true],
  ['renewal with us', 'renewal', false],
  ['ended', 'reappraisal', false],
] as const)('while the award is %s, a %s can be started: %s', (status, kind, open) =>
  expect(isRenewalOpen(facts({ status, kind }))).toBe(open),
)
test.each([
  ['2026-12-01', false],
  ['2026-12-02', true],
])('on %s a renewal of an extended award can be started: %s', (today, open) =>
  expect(isRenewalOpen(facts({ status: 'extended', today: day(today) }))).toBe(open),
)

describe('validity on a day', () => {
  const changes = [
    { from: '2026-06-01', to: 'valid', validTo: '2027-05-31' },
    { from: '2026-12-02', to: 'renewal open', validTo: '2027-05-31' },
    { from: '2027-05-20', to: 'renewal with us', validTo: null },
    // The renewal is returned, so the award is again valid only until the end of its period.
    { from: '2027-07-10', to: 'renewal open', validTo: '2027-05-31' },
    { from: '2027-07-10', to: 'overdue', validTo: '2027-05-31' },
    { from: '2027-07-20', to: 'extended', validTo: '2027-09-30' },
    { from: '2027-08-01', to: 'suspended', validTo: '2027-09-30' },
    { from: '2027-08-15', to: 'valid', validTo: '2027-09-30' },
  ] as { from: Day; to: AwardStatus; validTo: Day | null }[]
  test.each([
    ['2026-05-31', false],
    ['2026-06-01', true],
    ['2027-05-31', true],
    ['2027-06-15', true],
    ['2027-07-09', true],
    ['2027-07-10', false],
    ['2027-07-19', false],
    ['2027-07-20', true],
    ['2027-08-01', false],
    ['2027-08-14', false],
    ['2027-08-15', true],
    ['2027-09-30', true],
    ['2027-10-01', false],
    ['2999-01-01', false],
  ])('the award is valid on %s: %s', (text, valid) => expect(wasValidOn(changes, day(text))).toBe(valid))
  test('validity ends on the last valid day, even if the nightly job has not run', () =>
    expect(wasValidOn(changes.slice(0, 2), day('2027-06-01'))).toBe(false))
  test('an award without a history is valid on no day', () => expect(wasValidOn([], day('2026-06-01'))).toBe(false))
})

test('a member of the library, or a person with a conflict, cannot make a move for the charity', () => {
  const person = (given: Partial<Actor>): Actor => ({
    id: 'p',
    name: '',
    language: 'en',
    memberships: [],
    charityRoles: ['coordinator', 'trustee', 'administrator', 'appraiser'],
    ...given,
  })
  const it = { organisationId: 'o', barred: [], everyCoordinatorIsBarred: false }
  expect(awardRoles(person({}), it)).toEqual(['coordinator', 'trustee'])
  expect(awardRoles(person({}), { ...it, barred: ['p'] })).toEqual([])
  expect(awardRoles(person({ memberships: [{ organisationId: 'o', role: 'observer' }] }), it)).toEqual(['observer'])
  expect([awardRoles(theClock, it), awardRoles(theDecisionLetter, it)]).toEqual([['clock'], ['decision letter']])
})

test('a trustee without a conflict acts as coordinator on an award when every coordinator is barred', () => {
  const trustee: Actor = { id: 'p', name: '', language: 'en', memberships: [], charityRoles: ['trustee'] }
  const it = { organisationId: 'o', barred: [], everyCoordinatorIsBarred: true }
  expect(awardRoles(trustee, it)).toEqual(['coordinator', 'trustee'])
  expect(awardRoles(trustee, { ...it, everyCoordinatorIsBarred: false })).toEqual(['trustee'])
  expect(awardRoles(trustee, { ...it, barred: ['p'] })).toEqual([])
  expect(awardRoles({ ...trustee, charityRoles: ['appraiser'] }, it)).toEqual([])
})
