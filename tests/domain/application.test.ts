import { describe, expect, test } from '@jest/globals'
import { allRoles, type Role } from '../../src/domain/actor.ts'
import {
  applicationGuards,
  guards,
  noFactsKnown,
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
import { offers, stateAfter, type Move } from '../../src/domain/moves.ts'

const facts = (given: Partial<ApplicationFacts> = {}): ApplicationFacts => ({
  ...noFactsKnown,
  kind: 'first',
  status: 'draft',
  ...given,
})
const offered = (role: Role, given: Partial<ApplicationFacts>) => {
  const all = facts(given)
  return Object.fromEntries(
    offers(applicationMoves, guards, { status: all.status, roles: [role], facts: all }).map(({ move, unmet }) => [
      move,
      unmet,
    ]),
  )
}

// These expectations come from the requirements. They are not copied from the table in the code.
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
] as const)('in state “%s” a %s can make the moves %j', (status, role, expected) => {
  expect(movesOpenTo(role, status)).toEqual(expected)
})

test('observers, contributors, the panel and the decision letter can make no moves', () => {
  for (const status of applicationStatuses) {
    for (const role of ['observer', 'contributor', 'panel', 'decision letter'] as const)
      expect(movesOpenTo(role, status)).toEqual([])
  }
})

test('every state of an application is reached by a move, and every guard is used by a move', () => {
  const moves = Object.values<Move<ApplicationStatus, ApplicationGuard>>(applicationMoves)
  expect(applicationStatuses.filter(status => !moves.some(({ to }) => to === status))).toEqual([])
  const used = moves.flatMap(({ by }) => allRoles.flatMap(role => by[role] ?? []))
  expect(Object.keys(applicationGuards).filter(guard => !used.includes(guard as ApplicationGuard))).toEqual([])
})

test('a guarded move has an unmet condition when no facts are known', () => {
  for (const status of applicationStatuses) {
    for (const role of allRoles) {
      for (const { move, as, unmet } of offers(applicationMoves, guards, {
        status,
        roles: [role],
        facts: facts({ status }),
      })) {
        const needed = (applicationMoves[move].by as Partial<Record<Role, readonly string[]>>)[as] ?? []
        const isMetByState = move === 'takeUp' && status === 'resubmitted' // `resubmitted` is the condition
        if (needed.length > 0 && !isMetByState) expect([move, unmet.length > 0]).toEqual([move, true])
      }
    }
  }
})

describe('the guards of moves', () => {
  const ready: Partial<ApplicationFacts> = {
    everythingRequiredIsThere: true,
    consentsAreInForce: true,
    contactsAreConfirmed: true,
    isSignedOff: true,
    roundIsOpen: true,
    aDecisionWasReleased: false,
  }

  test('a lead cannot submit a draft without an open round and confirmed contacts', () => {
    expect(offered('lead', ready)).toEqual({ submit: [], withdraw: [] })
    expect(offered('lead', { ...ready, roundIsOpen: false, contactsAreConfirmed: false })).toEqual({
      submit: ['contacts are confirmed', 'the round of a first application is open'],
      withdraw: [],
    })
  })
  test('a lead can submit a returned application or a renewal without an open round', () => {
    expect(offered('lead', { ...ready, status: 'returned', roundIsOpen: false })).toMatchObject({ submit: [] })
    expect(offered('lead', { ...ready, kind: 'renewal', roundIsOpen: false })).toMatchObject({ submit: [] })
  })
  test('the chair cannot make a proposal while a question is open', () => {
    expect(
      offered('chair', {
        status: 'with the panel',
        panelIsComplete: true,
        everyCriterionHasItsAgreedFinding: true,
        openQuestions: 1,
      }),
    ).toEqual({ askMore: [], propose: ['no question is open'] })
  })
  test('a trustee cannot decide once the panel is no longer complete', () => {
    const waiting = { status: 'with a trustee', openQuestions: 0, proposalIsUnchanged: true } as const
    expect(offered('trustee', { ...waiting, panelIsComplete: true })).toEqual({ sendBack: [], decide: [] })
    expect(offered('trustee', { ...waiting, panelIsComplete: false })).toEqual({
      sendBack: [],
      decide: ['the panel is complete'],
    })
  })
  test('a trustee can confirm only a light renewal that needs no panel', () => {
    expect(
      offered('trustee', { status: 'checked', kind: 'renewal', panelIsAskedFor: false, openQuestions: 0 }),
    ).toEqual({ confirm: [] })
    expect(offered('trustee', { status: 'checked', kind: 'first', panelIsAskedFor: true, openQuestions: 0 })).toEqual({
      confirm: ['it is a light renewal', 'no panel is needed'],
    })
  })
  test('a renewal can start for branches that are in an award, and a first application without an open renewal', () => {
    expect(offered('lead', { status: 'not started', kind: 'renewal', renewalIsOpen: true })).toEqual({ start: [] })
    expect(offered('lead', { status: 'not started', kind: 'first', branchesAreFree: true })).toEqual({ start: [] })
  })
  test('a decision can be reversed until its letter is released; after that, another trustee can reopen it', () => {
    const asked = {
      status: 'decided',
      reversalIsProposed: true,
      reopeningIsRequested: true,
      someoneElseDecided: true,
      nothingReplacedIt: true,
    } as const
    expect(offered('trustee', { ...asked, decisionLetterIsReleased: false })).toEqual({
      reverse: [],
      reopen: ['the decision letter is released'],
    })
    expect(offered('trustee', { ...asked, decisionLetterIsReleased: true, someoneElseDecided: false })).toEqual({
      reverse: ['the decision letter is not released'],
      reopen: ['someone else decided'],
    })
    expect(offered('trustee', { ...asked, decisionLetterIsReleased: true })).toMatchObject({ reopen: [] })
  })
  test('a coordinator can close a draft once its round is over, and a returned application after its deadline', () => {
    expect(offered('coordinator', { status: 'draft', deadlineHasPassed: true })).toEqual({
      close: ['its deadline or round has passed'],
    })
    expect(offered('coordinator', { status: 'draft', roundIsOver: true })).toEqual({ close: [] })
    expect(offered('coordinator', { status: 'returned', deadlineHasPassed: true })).toEqual({ close: [] })
  })
  test('a lead cannot withdraw an application after its decision letter is released', () => {
    expect(offered('lead', { status: 'decided', aDecisionWasReleased: true })).toEqual({
      withdraw: ['no decision on it was ever released'],
    })
  })
})

describe('the inputs of a move', () => {
  const asksOf = (status: ApplicationStatus, role: Role, name: string) =>
    offers(applicationMoves, guards, { status, roles: [role], facts: facts({ status }) }).find(
      ({ move }) => move === name,
    )?.asks
  test('returning an application to the library needs reasons and a date', () =>
    expect(asksOf('submitted', 'coordinator', 'return')).toEqual(['reasons', 'until']))
  test('passing an application back to the panel needs a reason only if the library has not submitted it again', () => {
    expect([
      asksOf('resubmitted', 'coordinator', 'takeUp'),
      asksOf('more evidence asked', 'coordinator', 'takeUp'),
    ]).toEqual([[], ['reason']])
  })
  test('a coordinator gives a reason for closing an application, but the clock does not', () => {
    expect([asksOf('draft', 'coordinator', 'close'), asksOf('draft', 'clock', 'close')]).toEqual([['reason'], []])
  })
  test('when two roles can make a move, the one with fewer unmet conditions makes it', () => {
    const both = offers(applicationMoves, guards, {
      status: 'decided',
      roles: ['clock', 'coordinator'],
      facts: facts({ status: 'decided', decisionLetterIsReleased: false }),
    })
    expect(both.filter(({ move }) => move === 'releaseLetter')).toEqual([
      { move: 'releaseLetter', as: 'coordinator', unmet: [], asks: [] },
    ])
  })
})

describe('the state after a move', () => {
  test.each([
    { name: 'submit', status: 'draft', statusBefore: null, to: 'submitted', before: 'draft' },
    { name: 'hold', status: 'with a trustee', statusBefore: 'with the panel', to: 'on hold', before: 'with a trustee' },
    { name: 'release', status: 'on hold', statusBefore: 'with a trustee', to: 'with a trustee', before: 'on hold' },
    { name: 'decide', status: 'with a trustee', statusBefore: 'on hold', to: 'decided', before: 'with a trustee' },
    {
      name: 'releaseLetter',
      status: 'decided',
      statusBefore: 'with a trustee',
      to: 'decided',
      before: 'with a trustee',
    },
    { name: 'reopen', status: 'decided', statusBefore: 'with a trustee', to: 'with a trustee', before: 'decided' },
    { name: 'reverse', status: 'decided', statusBefore: 'checked', to: 'checked', before: 'decided' },
  ] as const)(
    'the move $name from “$status” (previously “$statusBefore”) leads to “$to”',
    ({ name, status, statusBefore, to, before }) => {
      expect(stateAfter<ApplicationStatus>(applicationMoves[name], { status, statusBefore })).toEqual({
        status: to,
        statusBefore: before,
      })
    },
  )
  test('a move back fails when no previous state is stored', () =>
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

test('an application is under way unless it is withdrawn or its decision letter is released', () => {
  expect(applicationStatuses.filter(status => !isUnderWay({ status, decisionLetterReleased: false }))).toEqual([
    'withdrawn',
  ])
  expect(isUnderWay({ status: 'decided', decisionLetterReleased: true })).toBe(false)
})

test('an application is with the charity unless it is a draft, returned, withdrawn, or decided and released', () => {
  expect(applicationStatuses.filter(status => !isWithTheCharity({ status, decisionLetterReleased: false }))).toEqual([
    'draft',
    'returned',
    'withdrawn',
  ])
  expect(isWithTheCharity({ status: 'decided', decisionLetterReleased: true })).toBe(false)
})
