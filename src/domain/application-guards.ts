import type { ApplicationKind, ApplicationStatus } from './application.ts'
import type { Guards } from './moves.ts'
import { needsOpenRound } from './round.ts'

/** The facts that the guards of an application need. */
export interface ApplicationFacts {
  kind: ApplicationKind
  status: ApplicationStatus | 'not started'
  /**
   * for `start` of a first application: no branch is in another application under way, or in an award that has not
   * ended. Always true when the move is made, because the form accepts only free branches
   */
  branchesAreFree: boolean
  /** for `start` of a renewal or reappraisal: the award can be renewed, and has no other application under way */
  renewalIsOpen: boolean
  /** a round accepts the application now, perhaps in its grace period, or the application needs no round */
  roundIsOpen: boolean
  roundIsOver: boolean
  /** nothing is missing except perhaps the contacts, and every item that a return names has been changed since */
  everythingRequiredIsThere: boolean
  /**
   * everyone shown in the evidence has a consent in force. While more evidence is asked for, only the criteria asked
   * about count, because the library can change no others
   */
  consentsAreInForce: boolean
  contactsAreConfirmed: boolean
  /** an observer has signed off, or the organisation does not require a sign-off */
  isSignedOff: boolean
  criteriaAskedAreAnswered: boolean
  /** the deadline of a return or of a request for more evidence has passed */
  deadlineHasPassed: boolean
  panelIsAskedFor: boolean
  /** the seats offered and accepted are enough for a complete panel, by number, chair, kind and independence */
  seatsWouldMakeAPanel: boolean
  /** enough seats have a holder who declared no conflict, confirmed independence where needed, and gave all findings */
  panelIsComplete: boolean
  /**
   * every criterion has an agreed finding, which was agreed after the last time that a member's findings stopped
   * counting
   */
  everyCriterionHasItsAgreedFinding: boolean
  openQuestions: number
  /** the proposal has not changed since the form was displayed */
  proposalIsUnchanged: boolean
  reversalIsProposed: boolean
  /** the decision letter of the latest decision is released */
  decisionLetterIsReleased: boolean
  /** the decision letter of the latest or an earlier decision is released */
  aDecisionWasReleased: boolean
  /** a coordinator set a release time, and that time has come */
  releaseTimeHasCome: boolean
  /** a trustee has yet to answer the library's request for a review, or a coordinator's report of an error */
  reopeningIsRequested: boolean
  /** the person who acts did not make the decision */
  someoneElseDecided: boolean
  /**
   * the award has no later application, except withdrawn ones. For a first application without an award: no branch is
   * in an award that has not ended, or in another first application under way
   */
  nothingReplacedIt: boolean
  /** the award has ended, or it has lapsed and this is a light renewal that was not reopened after `not yet` */
  awardIsOver: boolean
}

/** The most cautious value of each fact, for facts that are not loaded. */
export const noFactsKnown: Omit<ApplicationFacts, 'kind' | 'status'> = {
  branchesAreFree: false,
  renewalIsOpen: false,
  roundIsOpen: false,
  roundIsOver: false,
  everythingRequiredIsThere: false,
  consentsAreInForce: false,
  contactsAreConfirmed: false,
  isSignedOff: false,
  criteriaAskedAreAnswered: false,
  deadlineHasPassed: false,
  panelIsAskedFor: true,
  seatsWouldMakeAPanel: false,
  panelIsComplete: false,
  everyCriterionHasItsAgreedFinding: false,
  openQuestions: Infinity,
  proposalIsUnchanged: false,
  reversalIsProposed: false,
  decisionLetterIsReleased: true,
  aDecisionWasReleased: true,
  releaseTimeHasCome: false,
  reopeningIsRequested: false,
  someoneElseDecided: false,
  nothingReplacedIt: false,
  awardIsOver: false,
}

type Guard = (facts: ApplicationFacts) => boolean

export const applicationGuards = {
  'its branches are free': it => it.kind !== 'first' || it.branchesAreFree,
  'the renewal is open': it => it.kind === 'first' || it.renewalIsOpen,
  'everything required is complete': it => it.everythingRequiredIsThere,
  'every consent is in force': it => it.consentsAreInForce,
  'contacts are confirmed': it => it.contactsAreConfirmed,
  'it is signed off': it => it.isSignedOff,
  'the round of a first application is open': it => !needsOpenRound(it) || it.roundIsOpen,
  'it is a light renewal': it => it.kind === 'renewal',
  'no panel is needed': it => !it.panelIsAskedFor,
  'a panel is needed': it => it.panelIsAskedFor,
  'enough seats are offered or accepted': it => it.seatsWouldMakeAPanel,
  'the criteria asked about are answered': it => it.criteriaAskedAreAnswered,
  'it is submitted again, or its date has passed': it => it.status === 'resubmitted' || it.deadlineHasPassed,
  'the panel is complete': it => it.panelIsComplete,
  'every criterion has its agreed finding': it => it.everyCriterionHasItsAgreedFinding,
  'no question is open': it => it.openQuestions === 0,
  'the proposal has not changed': it => it.proposalIsUnchanged,
  'a coordinator proposed to reverse it': it => it.reversalIsProposed,
  'no one has proposed to reverse it': it => !it.reversalIsProposed,
  'the decision letter is not released': it => !it.decisionLetterIsReleased,
  'the decision letter is released': it => it.decisionLetterIsReleased,
  'its release time has come': it => it.releaseTimeHasCome,
  'a review or an error requires it': it => it.reopeningIsRequested,
  'someone else decided': it => it.someoneElseDecided,
  'no later application has replaced it': it => it.nothingReplacedIt,
  'no decision on it was ever released': it => !it.aDecisionWasReleased,
  'its deadline or round has passed': it =>
    it.status === 'draft' ? it.kind === 'first' && it.roundIsOver : it.deadlineHasPassed,
  'its award has ended, or has lapsed and this is a light renewal': it => it.awardIsOver,
} as const satisfies Record<string, Guard>

export type ApplicationGuard = keyof typeof applicationGuards
export const guards: Guards<ApplicationGuard, ApplicationFacts> = applicationGuards
