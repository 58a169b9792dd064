import type { ApplicationKind, ApplicationStatus } from './application.ts'
import type { Guards } from './lifecycle.ts'

/** What the guards of an application look at; the action that moves it loads them. */
export interface ApplicationFacts {
  kind: ApplicationKind
  status: ApplicationStatus | 'not started'
  /** `start` of a first: no branch in an award that has not ended, or in another first under way */
  branchesAreFree: boolean
  /** `start` of the others: the award's renewal is open, and none of its applications is under way */
  renewalIsOpen: boolean
  /** its round is open, the quiet grace period included */
  roundIsOpen: boolean
  roundIsOver: boolean
  everythingRequiredIsThere: boolean
  /** true while nothing it uses shows people */
  consentsAreInForce: boolean
  contactsAreConfirmed: boolean
  /** true as well where the organisation asks for no signature */
  isSignedOff: boolean
  criteriaAskedAreAnswered: boolean
  /** the last day of a return or of a request for more evidence has passed */
  dateIsOver: boolean
  panelIsAskedFor: boolean
  /** seats offered or taken, by kind and mark */
  seatsWouldMakeAPanel: boolean
  /** seats that declared, confirmed and gave all findings */
  panelIsComplete: boolean
  everyCriterionHasItsAgreedFinding: boolean
  openQuestions: number
  /** the version of the proposal that the form was read at is the one in force, and it is taken as it stands */
  proposalIsAsItWasRead: boolean
  reversalIsProposed: boolean
  /** of the latest decision */
  decisionLetterIsReleased: boolean
  /** of this or any earlier decision */
  aDecisionWasReleased: boolean
  /** a coordinator set an hour for the letter, and it has come */
  hourOfReleaseHasCome: boolean
  /** a review asks for it, or a coordinator found an error */
  reopeningIsAskedFor: boolean
  /** whoever acts is not who decided */
  somebodyElseDecided: boolean
  /** the award ended, or lapsed under a light renewal */
  awardIsOver: boolean
}

/** Where nothing is known, nothing is allowed: start from this, and say what is true. */
export const nothingKnown: Omit<ApplicationFacts, 'kind' | 'status'> = {
  branchesAreFree: false,
  renewalIsOpen: false,
  roundIsOpen: false,
  roundIsOver: false,
  everythingRequiredIsThere: false,
  consentsAreInForce: false,
  contactsAreConfirmed: false,
  isSignedOff: false,
  criteriaAskedAreAnswered: false,
  dateIsOver: false,
  panelIsAskedFor: true,
  seatsWouldMakeAPanel: false,
  panelIsComplete: false,
  everyCriterionHasItsAgreedFinding: false,
  openQuestions: Infinity,
  proposalIsAsItWasRead: false,
  reversalIsProposed: false,
  decisionLetterIsReleased: true,
  aDecisionWasReleased: true,
  hourOfReleaseHasCome: false,
  reopeningIsAskedFor: false,
  somebodyElseDecided: false,
  awardIsOver: false,
}

type Guard = (facts: ApplicationFacts) => boolean

export const applicationGuards = {
  'its branches are free': it => it.kind !== 'first' || it.branchesAreFree,
  'the renewal is open': it => it.kind === 'first' || it.renewalIsOpen,
  'all that this kind requires is there': it => it.everythingRequiredIsThere,
  'every consent is in force': it => it.consentsAreInForce,
  'contacts are confirmed': it => it.contactsAreConfirmed,
  'it is signed off': it => it.isSignedOff,
  'a first draft has an open round': it => it.kind !== 'first' || it.status !== 'draft' || it.roundIsOpen,
  'it is a light renewal': it => it.kind === 'renewal',
  'nothing asks for a panel': it => !it.panelIsAskedFor,
  'a panel is asked for': it => it.panelIsAskedFor,
  'the seats would make a panel': it => it.seatsWouldMakeAPanel,
  'the criteria asked are answered': it => it.criteriaAskedAreAnswered,
  'it is submitted again, or its date has passed': it => it.status === 'resubmitted' || it.dateIsOver,
  'the panel is complete': it => it.panelIsComplete,
  'every criterion has its agreed finding': it => it.everyCriterionHasItsAgreedFinding,
  'no question is open': it => it.openQuestions === 0,
  'the proposal is as it was read': it => it.proposalIsAsItWasRead,
  'a coordinator proposed to reverse it': it => it.reversalIsProposed,
  'the decision letter is not released': it => !it.decisionLetterIsReleased,
  'the decision letter is released': it => it.decisionLetterIsReleased,
  'the hour of its release has come': it => it.hourOfReleaseHasCome,
  'a review or an error asks for it': it => it.reopeningIsAskedFor,
  'someone else decided': it => it.somebodyElseDecided,
  'no decision on it was ever released': it => !it.aDecisionWasReleased,
  'its date or round has passed': it => (it.status === 'draft' ? it.kind === 'first' && it.roundIsOver : it.dateIsOver),
  'its award has ended or lapsed': it => it.awardIsOver,
} as const satisfies Record<string, Guard>

export type ApplicationGuard = keyof typeof applicationGuards
export const guards: Guards<ApplicationGuard, ApplicationFacts> = applicationGuards
