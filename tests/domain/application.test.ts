import { describe, expect, test } from '@jest/globals'
import { allRoles, type Role } from '../../src/domain/actor.ts'
import {
  applicationGuards,
  guards,
  nothingKnown,
  type ApplicationFacts,
  type ApplicationGuard,
} from '../../src/domain/application-guards.ts'
import {
  applicationMoves,
  applicationStatuses,
  isUnderWay,
  isWithTheCharity,
  movesOpenTo,
  statusShownToLibrary,
  type ApplicationStatus,
} from '../../src/domain/application.ts'
import { offers, stateAfter, type Move } from '../../src/domain/lifecycle.ts'

const facts = (given: Partial<ApplicationFacts> = {}): ApplicationFacts => ({
  ...nothingKnown,
  kind: 'first',
  status: 'draft',
  ...given,
})
const offered = (role: Role, given: Partial<ApplicationFacts>) => {
  const all = facts(given)
  return Object.fromEntries(
    offers(applicationMoves, guards, all.status, [role], all).map(({ move, unmet }) => [move, unmet]),
  )
}

// Written from the requirements, not copied from the table.
test.each([
  ['draft', 'lead', ['submit', 'withdraw']],
  ['draft', 'coordinator', ['close']],
  ['draft', 'contributor', []],
  ['submitted', 'lead', ['withdraw']],
  ['submitted', 'coordinator', ['check', 'return', 'hold']],
  ['submitted', 'trustee', []],
  ['returned', 'lead', ['submit', 'withdraw']],
  ['returned', 'coordinator', ['close']],
  ['checked', 'coordinator', ['return', 'seat', 'hold']],
  ['checked', 'trustee', ['confirm']],
  ['checked', 'chair', []],
  ['with the panel', 'chair', ['askMore', 'propose']],
  ['with the panel', 'panel', []],
  ['with the panel', 'coordinator', ['hold']],
  ['with the panel', 'lead', ['withdraw']],
  ['more evidence asked', 'lead', ['resubmit', 'withdraw']],
  ['more evidence asked', 'coordinator', ['takeUp', 'close']],
  ['resubmitted', 'coordinator', ['takeUp', 'hold']],
  ['resubmitted', 'lead', ['withdraw']],
  ['with a trustee', 'trustee', ['sendBack', 'decide']],
  ['with a trustee', 'chair', []],
  ['with a trustee', 'coordinator', ['hold']],
  ['decided', 'trustee', ['reverse', 'reopen']],
  ['decided', 'coordinator', ['releaseLetter']],
  ['decided', 'clock', ['releaseLetter', 'close']],
  ['decided', 'lead', ['withdraw']],
  ['on hold', 'coordinator', ['release']],
  ['on hold', 'lead', ['withdraw']],
  ['withdrawn', 'lead', []],
  ['withdrawn', 'coordinator', []],
  ['withdrawn', 'clock', []],
] as const)('from %s a %s may %j', (status, role, expected) => {
  expect(movesOpenTo(role, status)).toEqual(expected)
})

test('observers, contributors and the panel make no moves', () => {
  for (const status of applicationStatuses) {
    for (const role of ['observer', 'contributor', 'panel', 'decision letter'] as const)
      expect(movesOpenTo(role, status)).toEqual([])
  }
})

test('every state can be reached, and every guard is used', () => {
  const moves = Object.values<Move<ApplicationStatus, ApplicationGuard>>(applicationMoves)
  expect(applicationStatuses.filter(status => !moves.some(({ to }) => to === status))).toEqual([])
  const used = moves.flatMap(({ by }) => allRoles.flatMap(role => by[role] ?? []))
  expect(Object.keys(applicationGuards).filter(guard => !used.includes(guard as ApplicationGuard))).toEqual([])
})

test('without facts, no guarded move is possible', () => {
  for (const status of applicationStatuses) {
    for (const role of allRoles) {
      for (const { move, as, unmet } of offers(applicationMoves, guards, status, [role], facts({ status }))) {
        const needed = (applicationMoves[move].by as Partial<Record<Role, readonly string[]>>)[as] ?? []
        const isInAgain = move === 'takeUp' && status === 'resubmitted' // its state is enough to decide
        if (needed.length > 0 && !isInAgain) expect([move, unmet.length > 0]).toEqual([move, true])
      }
    }
  }
})

describe('the guards that prevent', () => {
  const ready: Partial<ApplicationFacts> = {
    everythingRequiredIsThere: true,
    consentsAreInForce: true,
    contactsAreConfirmed: true,
    isSignedOff: true,
    roundIsOpen: true,
    aDecisionWasReleased: false,
  }

  test('the submission of a draft', () => {
    expect(offered('lead', ready)).toEqual({ submit: [], withdraw: [] })
    expect(offered('lead', { ...ready, roundIsOpen: false, contactsAreConfirmed: false })).toEqual({
      submit: ['contacts are confirmed', 'a first draft has an open round'],
      withdraw: [],
    })
  })
  test('do not include a round for a return or a renewal', () => {
    expect(offered('lead', { ...ready, status: 'returned', roundIsOpen: false })).toMatchObject({ submit: [] })
    expect(offered('lead', { ...ready, kind: 'renewal', roundIsOpen: false })).toMatchObject({ submit: [] })
  })
  test('a panel’s proposal', () => {
    expect(
      offered('chair', {
        status: 'with the panel',
        panelIsComplete: true,
        everyCriterionHasItsAgreedFinding: true,
        openQuestions: 1,
      }),
    ).toEqual({ askMore: [], propose: ['no question is open'] })
  })
  test('the confirmation of anything but a light renewal', () => {
    expect(
      offered('trustee', { status: 'checked', kind: 'renewal', panelIsAskedFor: false, openQuestions: 0 }),
    ).toEqual({ confirm: [] })
    expect(offered('trustee', { status: 'checked', kind: 'first', panelIsAskedFor: true, openQuestions: 0 })).toEqual({
      confirm: ['it is a light renewal', 'nothing asks for a panel'],
    })
  })
  test('do not include branches for a renewal, nor the renewal period for a first application', () => {
    expect(offered('lead', { status: 'not started', kind: 'renewal', renewalIsOpen: true })).toEqual({ start: [] })
    expect(offered('lead', { status: 'not started', kind: 'first', branchesAreFree: true })).toEqual({ start: [] })
  })
  test('someone else reverses a decision before its letter is released, or reopens it afterwards', () => {
    const asked = {
      status: 'decided',
      reversalIsProposed: true,
      reopeningIsAskedFor: true,
      someoneElseDecided: true,
    } as const
    expect(offered('trustee', { ...asked, decisionLetterIsReleased: false })).toEqual({
      reverse: [],
      reopen: ['the decision letter is released'],
    })
    expect(offered('trustee', { ...asked, decisionLetterIsReleased: true, someoneElseDecided: false })).toEqual({
      reverse: ['the decision letter is not released'],
      reopen: ['someone else decided'],
    })
  })
  test('closes a draft after its round, and a return after its date', () => {
    expect(offered('coordinator', { status: 'draft', dateIsOver: true })).toEqual({
      close: ['its date or round has passed'],
    })
    expect(offered('coordinator', { status: 'draft', roundIsOver: true })).toEqual({ close: [] })
    expect(offered('coordinator', { status: 'returned', dateIsOver: true })).toEqual({ close: [] })
  })
  test('a released decision cannot be withdrawn', () => {
    expect(offered('lead', { status: 'decided', aDecisionWasReleased: true })).toEqual({
      withdraw: ['no decision on it was ever released'],
    })
  })
})

describe('the inputs of a move', () => {
  const asksOf = (status: ApplicationStatus, role: Role, name: string) =>
    offers(applicationMoves, guards, status, [role], facts({ status })).find(({ move }) => move === name)?.asks
  test('a return needs reasons and a date', () =>
    expect(asksOf('submitted', 'coordinator', 'return')).toEqual(['reasons', 'until']))
  test('sending an application to the panel that was not submitted again needs a reason', () => {
    expect([
      asksOf('resubmitted', 'coordinator', 'takeUp'),
      asksOf('more evidence asked', 'coordinator', 'takeUp'),
    ]).toEqual([[], ['reason']])
  })
  test('closing needs a reason from a coordinator, not from the clock', () => {
    expect([asksOf('draft', 'coordinator', 'close'), asksOf('draft', 'clock', 'close')]).toEqual([['reason'], []])
  })
  test('with two standings, the one with fewer failed guards counts', () => {
    const both = offers(
      applicationMoves,
      guards,
      'decided',
      ['clock', 'coordinator'],
      facts({ status: 'decided', decisionLetterIsReleased: false }),
    )
    expect(both.filter(({ move }) => move === 'releaseLetter')).toEqual([
      { move: 'releaseLetter', as: 'coordinator', unmet: [], asks: [] },
    ])
  })
})

describe('the state after a move', () => {
  test.each([
    ['submit', 'draft', null, 'submitted', 'draft'],
    ['hold', 'with a trustee', 'with the panel', 'on hold', 'with a trustee'],
    ['release', 'on hold', 'with a trustee', 'with a trustee', 'on hold'],
    ['decide', 'with a trustee', 'on hold', 'decided', 'with a trustee'],
    ['releaseLetter', 'decided', 'with a trustee', 'decided', 'with a trustee'],
    ['reopen', 'decided', 'with a trustee', 'with a trustee', 'decided'],
    ['reverse', 'decided', 'checked', 'checked', 'decided'],
  ] as const)('%s from %s (previously %s) leads to %s', (name, status, statusBefore, to, before) => {
    expect(stateAfter<ApplicationStatus>(applicationMoves[name], { status, statusBefore })).toEqual({
      status: to,
      statusBefore: before,
    })
  })
  test('stays the same when there is no previous state to return to', () =>
    expect(() =>
      stateAfter<ApplicationStatus>(applicationMoves.release, { status: 'on hold', statusBefore: null }),
    ).toThrow())
})

test('the library sees no decision before its letter is released', () => {
  expect(statusShownToLibrary({ status: 'decided', decisionLetterReleased: false })).toBe(
    statusShownToLibrary({ status: 'with a trustee', decisionLetterReleased: false }),
  )
  expect(statusShownToLibrary({ status: 'decided', decisionLetterReleased: true })).toBe('decided')
})

test('under way means not withdrawn, and not decided with a released letter', () => {
  expect(applicationStatuses.filter(status => !isUnderWay({ status, decisionLetterReleased: false }))).toEqual([
    'withdrawn',
  ])
  expect(isUnderWay({ status: 'decided', decisionLetterReleased: true })).toBe(false)
})

test('with the charity means submitted, and neither returned nor finished', () => {
  expect(applicationStatuses.filter(status => !isWithTheCharity({ status, decisionLetterReleased: false }))).toEqual([
    'draft',
    'returned',
    'withdrawn',
  ])
  expect(isWithTheCharity({ status: 'decided', decisionLetterReleased: true })).toBe(false)
})
