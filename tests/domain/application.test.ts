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

// Written down from the contract, not from the table.
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

test('observers, contributors and the panel move nothing', () => {
  for (const status of applicationStatuses) {
    for (const role of ['observer', 'contributor', 'panel', 'decision letter'] as const)
      expect(movesOpenTo(role, status)).toEqual([])
  }
})

test('every state is reached, and every guard guards something', () => {
  const moves = Object.values<Move<ApplicationStatus, ApplicationGuard>>(applicationMoves)
  expect(applicationStatuses.filter(status => !moves.some(({ to }) => to === status))).toEqual([])
  const used = moves.flatMap(({ by }) => allRoles.flatMap(role => by[role] ?? []))
  expect(Object.keys(applicationGuards).filter(guard => !used.includes(guard as ApplicationGuard))).toEqual([])
})

test('where nothing is known, nothing that has a guard is allowed', () => {
  for (const status of applicationStatuses) {
    for (const role of allRoles) {
      for (const { move, as, unmet } of offers(applicationMoves, guards, status, [role], facts({ status }))) {
        const needed = (applicationMoves[move].by as Partial<Record<Role, readonly string[]>>)[as] ?? []
        const isInAgain = move === 'takeUp' && status === 'resubmitted' // its state says all there is to know
        if (needed.length > 0 && !isInAgain) expect([move, unmet.length > 0]).toEqual([move, true])
      }
    }
  }
})

describe('what is still in the way', () => {
  const ready: Partial<ApplicationFacts> = {
    everythingRequiredIsThere: true,
    consentsAreInForce: true,
    contactsAreConfirmed: true,
    isSignedOff: true,
    roundIsOpen: true,
    aDecisionWasReleased: false,
  }

  test('of handing in a draft', () => {
    expect(offered('lead', ready)).toEqual({ submit: [], withdraw: [] })
    expect(offered('lead', { ...ready, roundIsOpen: false, contactsAreConfirmed: false })).toEqual({
      submit: ['contacts are confirmed', 'a first draft has an open round'],
      withdraw: [],
    })
  })
  test('a return and a renewal need no round', () => {
    expect(offered('lead', { ...ready, status: 'returned', roundIsOpen: false })).toMatchObject({ submit: [] })
    expect(offered('lead', { ...ready, kind: 'renewal', roundIsOpen: false })).toMatchObject({ submit: [] })
  })
  test('of a panel’s proposal', () => {
    expect(
      offered('chair', {
        status: 'with the panel',
        panelIsComplete: true,
        everyCriterionHasItsAgreedFinding: true,
        openQuestions: 1,
      }),
    ).toEqual({ askMore: [], propose: ['no question is open'] })
  })
  test('of a light renewal: a first application is never confirmed alone', () => {
    expect(
      offered('trustee', { status: 'checked', kind: 'renewal', panelIsAskedFor: false, openQuestions: 0 }),
    ).toEqual({ confirm: [] })
    expect(offered('trustee', { status: 'checked', kind: 'first', panelIsAskedFor: true, openQuestions: 0 })).toEqual({
      confirm: ['it is a light renewal', 'nothing asks for a panel'],
    })
  })
  test('a renewal is started whatever its branches, a first whatever is open for renewal', () => {
    expect(offered('lead', { status: 'not started', kind: 'renewal', renewalIsOpen: true })).toEqual({ start: [] })
    expect(offered('lead', { status: 'not started', kind: 'first', branchesAreFree: true })).toEqual({ start: [] })
  })
  test('a decision is reversed before its letter, and reopened after, by somebody else', () => {
    const asked = {
      status: 'decided',
      reversalIsProposed: true,
      reopeningIsAskedFor: true,
      somebodyElseDecided: true,
    } as const
    expect(offered('trustee', { ...asked, decisionLetterIsReleased: false })).toEqual({
      reverse: [],
      reopen: ['the decision letter is released'],
    })
    expect(offered('trustee', { ...asked, decisionLetterIsReleased: true, somebodyElseDecided: false })).toEqual({
      reverse: ['the decision letter is not released'],
      reopen: ['someone else decided'],
    })
  })
  test('a draft is closed when its round is over, a return when its date is', () => {
    expect(offered('coordinator', { status: 'draft', dateIsOver: true })).toEqual({
      close: ['its date or round has passed'],
    })
    expect(offered('coordinator', { status: 'draft', roundIsOver: true })).toEqual({ close: [] })
    expect(offered('coordinator', { status: 'returned', dateIsOver: true })).toEqual({ close: [] })
  })
  test('a released decision is not withdrawn', () => {
    expect(offered('lead', { status: 'decided', aDecisionWasReleased: true })).toEqual({
      withdraw: ['no decision on it was ever released'],
    })
  })
})

describe('what a move is given', () => {
  const asksOf = (status: ApplicationStatus, role: Role, name: string) =>
    offers(applicationMoves, guards, status, [role], facts({ status })).find(({ move }) => move === name)?.asks
  test('a return asks for reasons and a date', () =>
    expect(asksOf('submitted', 'coordinator', 'return')).toEqual(['reasons', 'until']))
  test('taking up what was not handed in again asks for a reason', () => {
    expect([
      asksOf('resubmitted', 'coordinator', 'takeUp'),
      asksOf('more evidence asked', 'coordinator', 'takeUp'),
    ]).toEqual([[], ['reason']])
  })
  test('a coordinator closes with a reason, the clock without', () => {
    expect([asksOf('draft', 'coordinator', 'close'), asksOf('draft', 'clock', 'close')]).toEqual([['reason'], []])
  })
  test('with two standings the one with less in its way counts', () => {
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

describe('where a move leads', () => {
  test.each([
    ['submit', 'draft', null, 'submitted', 'draft'],
    ['hold', 'with a trustee', 'with the panel', 'on hold', 'with a trustee'],
    ['release', 'on hold', 'with a trustee', 'with a trustee', 'on hold'],
    ['decide', 'with a trustee', 'on hold', 'decided', 'with a trustee'],
    ['releaseLetter', 'decided', 'with a trustee', 'decided', 'with a trustee'],
    ['reopen', 'decided', 'with a trustee', 'with a trustee', 'decided'],
    ['reverse', 'decided', 'checked', 'checked', 'decided'],
  ] as const)('%s from %s (before it %s) to %s', (name, status, statusBefore, to, before) => {
    expect(stateAfter<ApplicationStatus>(applicationMoves[name], { status, statusBefore })).toEqual({
      status: to,
      statusBefore: before,
    })
  })
  test('what was nowhere before goes nowhere back', () =>
    expect(() =>
      stateAfter<ApplicationStatus>(applicationMoves.release, { status: 'on hold', statusBefore: null }),
    ).toThrow())
})

test('a decision looks like waiting for one until its letter is out', () => {
  expect(statusShownToLibrary({ status: 'decided', decisionLetterReleased: false })).toBe(
    statusShownToLibrary({ status: 'with a trustee', decisionLetterReleased: false }),
  )
  expect(statusShownToLibrary({ status: 'decided', decisionLetterReleased: true })).toBe('decided')
})

test('under way is everything but withdrawn, and decided once its letter is out', () => {
  expect(applicationStatuses.filter(status => !isUnderWay({ status, decisionLetterReleased: false }))).toEqual([
    'withdrawn',
  ])
  expect(isUnderWay({ status: 'decided', decisionLetterReleased: true })).toBe(false)
})

test('with the charity is what was handed in and neither given back nor over', () => {
  expect(applicationStatuses.filter(status => !isWithTheCharity({ status, decisionLetterReleased: false }))).toEqual([
    'draft',
    'returned',
    'withdrawn',
  ])
  expect(isWithTheCharity({ status: 'decided', decisionLetterReleased: true })).toBe(false)
})
