import type { ApplicationGuard } from './application-guards.ts'
import { movesFrom, type Moves } from './moves.ts'
import type { Role } from './actor.ts'
import type { SeatHelper } from './seat-help.ts'
import type { Day } from './time.ts'

export const applicationKinds = ['first', 'renewal', 'reappraisal'] as const
/**
 * The kinds of application. A `renewal` is light: it has no panel unless there is a reason for one (panel-reasons.ts).
 * A `reappraisal` is full, with a panel.
 */
export type ApplicationKind = (typeof applicationKinds)[number]

/** All statuses except `withdrawn`. A decided application is under way until its decision letter is released. */
export const underWayStatuses = [
  'draft',
  'submitted',
  'returned',
  'checked',
  'with the panel',
  'more evidence asked',
  'resubmitted',
  'with a trustee',
  'decided',
  'on hold',
] as const
export const applicationStatuses = [...underWayStatuses, 'withdrawn'] as const
export type ApplicationStatus = (typeof applicationStatuses)[number]

export const seatKinds = ['lived experience', 'sector peer', 'local group', 'trustee'] as const
export type SeatKind = (typeof seatKinds)[number]
/** The statuses of a seat. `expired`: the offer was not answered in time. */
export const seatStatuses = ['offered', 'accepted', 'declined', 'expired', 'withdrawn'] as const
export type SeatStatus = (typeof seatStatuses)[number]

/** A seat on the panel. Only its holder and coordinators see its kind, and whether it is marked independent. */
export interface Seat {
  id: string
  /** null while the invited address has no account */
  personId: string | null
  kind: SeatKind
  /** marked independent by the coordinator; counts only once the holder confirms it */
  independent: boolean
  chairs: boolean
  status: SeatStatus
  /** the name shown to the others on the panel */
  shownName: string
  findingsGiven: number
  hasGivenAll: boolean
  /** true after a conflict of interest: the holder's findings no longer count */
  setAside: boolean
}

export interface Declaration {
  personId: string
  says: 'no conflict' | 'conflict'
  /** whether they say that they are independent; null before they answer, and for a seat not marked independent */
  independent: boolean | null
}

/** One organisation's application for one award, with the seats and declarations that permission checks need. */
export interface Application {
  id: string
  number: string
  kind: ApplicationKind
  status: ApplicationStatus
  statusBefore: ApplicationStatus | null
  version: number
  organisationId: string
  awardId: string | null
  roundId: string | null
  streamId: string
  frameworkVersionId: string
  /** a submission exists */
  isSubmitted: boolean
  /** the deadline set by a return or a request for more evidence; null when there is none */
  until: Day | null
  /** branch ids */
  scope: string[]
  seats: Seat[]
  /** the people who help a seat holder now, and those whose help has ended */
  helpers: SeatHelper[]
  formerHelpers: SeatHelper[]
  declarations: Declaration[]
  /**
   * every active coordinator is a member, has a conflict, has a seat or helps a seat holder. A trustee then acts
   * instead
   */
  everyCoordinatorIsBarred: boolean
  /** the decision letter of the latest decision was released */
  decisionLetterReleased: boolean
  /** the decision letter of the latest or an earlier decision was released; still true after a reopening */
  hasReleasedDecision: boolean
  /** the latest released decision granted an award; still true after a reopening */
  isAwarded: boolean
  /** the library has agreed that other libraries can read it as an example */
  isShared: boolean
  /** ids of the items that a return names, or that a request for more evidence reopened */
  criteriaAsked: string[]
}

/** Every possible move of an application. The roles are those that `rolesIn` gives. */
export const applicationMoves = {
  start: {
    from: ['not started'],
    to: 'draft',
    by: { lead: ['its branches are free', 'the renewal is open'] },
    asks: ['scope'],
  },
  submit: {
    from: ['draft', 'returned'],
    to: 'submitted',
    by: {
      lead: [
        'everything required is complete',
        'every consent is in force',
        'contacts are confirmed',
        'it is signed off',
        'the round of a first application is open',
      ],
    },
    sends: ['submission received', 'application submitted'],
  },
  check: { from: ['submitted'], to: 'checked', by: { coordinator: [] } },
  return: {
    from: ['submitted', 'checked'],
    to: 'returned',
    by: { coordinator: [] },
    asks: ['reasons', 'until'],
    sends: ['application returned'],
  },
  confirm: {
    from: ['checked'],
    to: 'decided',
    by: { trustee: ['it is a light renewal', 'no panel is needed', 'no question is open'] },
    // the outcome must be one of `confirmingOutcomes`
    asks: ['outcome', 'decisionLetter'],
    sends: ['decision letter waiting'],
  },
  seat: {
    from: ['checked'],
    to: 'with the panel',
    by: { coordinator: ['a panel is needed', 'enough seats are offered or accepted'] },
    sends: ['panel may begin'],
  },
  askMore: {
    from: ['with the panel'],
    to: 'more evidence asked',
    by: { chair: [] },
    asks: ['criteria', 'reasons', 'until'],
    sends: ['more evidence asked'],
  },
  resubmit: {
    from: ['more evidence asked'],
    to: 'resubmitted',
    by: { lead: ['the criteria asked about are answered', 'every consent is in force'] },
    sends: ['submission received', 'more evidence submitted'],
  },
  takeUp: {
    from: ['resubmitted', 'more evidence asked'],
    to: 'with the panel',
    by: { coordinator: ['it is submitted again, or its date has passed'] },
    asksAlsoFrom: { 'more evidence asked': ['reason'] },
    // 'panel may continue' is for members who have given findings, 'panel may begin' for the others
    sends: ['panel may continue', 'panel may begin'],
  },
  propose: {
    from: ['with the panel'],
    to: 'with a trustee',
    by: { chair: ['the panel is complete', 'every criterion has its agreed finding', 'no question is open'] },
    asks: ['proposal'],
    sends: ['proposal waiting'],
  },
  sendBack: {
    from: ['with a trustee'],
    to: 'with the panel',
    by: { trustee: [] },
    asks: ['reason'],
    sends: ['proposal sent back'],
  },
  decide: {
    from: ['with a trustee'],
    to: 'decided',
    by: { trustee: ['the panel is complete', 'no question is open', 'the proposal has not changed'] },
    sends: ['decision letter waiting'],
  },
  reverse: {
    from: ['decided'],
    to: 'previous state',
    by: { trustee: ['a coordinator proposed to reverse it', 'the decision letter is not released'] },
    asks: ['reason'],
    sends: ['decision reversed'],
  },
  releaseLetter: {
    from: ['decided'],
    to: 'unchanged',
    by: {
      coordinator: ['the decision letter is not released', 'no one has proposed to reverse it'],
      clock: ['the decision letter is not released', 'no one has proposed to reverse it', 'its release time has come'],
    },
    sends: ['decision letter'],
  },
  reopen: {
    from: ['decided'],
    to: 'previous state',
    by: {
      trustee: [
        'the decision letter is released',
        'a review or an error requires it',
        'someone else decided',
        'no later application has replaced it',
      ],
    },
    asks: ['reason'],
    sends: ['application reopened'],
  },
  // an application on hold can only be taken off hold, withdrawn or closed
  hold: {
    from: ['submitted', 'checked', 'resubmitted', 'with the panel', 'with a trustee'],
    to: 'on hold',
    by: { coordinator: [] },
    asks: ['reason'],
    sends: ['application on hold'],
  },
  // Ends a hold, and moves reply dates, the read-by date and the last days to answer seat offers by its length.
  release: { from: ['on hold'], to: 'previous state', by: { coordinator: [] }, sends: ['application off hold'] },
  withdraw: {
    from: underWayStatuses,
    to: 'withdrawn',
    by: { lead: ['no decision on it was ever released'] },
    sends: ['application withdrawn', 'appraisal stopped'],
  },
  close: {
    from: underWayStatuses,
    to: 'withdrawn',
    by: {
      coordinator: ['its deadline or round has passed'],
      clock: ['its award has ended, or has lapsed and this is a light renewal'],
    },
    only: { coordinator: ['draft', 'returned', 'more evidence asked'] },
    asks: ['reason'],
    sends: ['application closed', 'appraisal stopped'],
  },
} as const satisfies Moves<ApplicationStatus, ApplicationGuard>

export type ApplicationMove = keyof typeof applicationMoves

/** The moves that a role can make from a state, before guards are checked. */
export function movesOpenTo(role: Role, status: ApplicationStatus): ApplicationMove[] {
  return movesFrom(applicationMoves, role, status)
}

/** The status as the library sees it: a decision is hidden until its decision letter is released. */
export function statusShownToLibrary(it: Pick<Application, 'status' | 'decisionLetterReleased'>): ApplicationStatus {
  return it.status === 'decided' && !it.decisionLetterReleased ? 'with a trustee' : it.status
}

/** Whether the application is still under way. A decision ends it only when the decision letter is released. */
export function isUnderWay(it: Pick<Application, 'status' | 'decisionLetterReleased'>): boolean {
  return it.status !== 'withdrawn' && !(it.status === 'decided' && it.decisionLetterReleased)
}

/**
 * Whether the charity has the application, from its submission until its decision letter is released. True while more
 * evidence is asked for, false after a return. `preventsLapse` decides whether the award can lapse.
 */
export function isWithTheCharity(it: Pick<Application, 'status' | 'decisionLetterReleased'>): boolean {
  return isUnderWay(it) && it.status !== 'draft' && it.status !== 'returned'
}

/** Whether the library can write answers: before submission, after a return, and while more evidence is asked for. */
export function canBeWritten(it: Pick<Application, 'status'>): boolean {
  return ['draft', 'returned', 'more evidence asked'].includes(it.status)
}

/** Whether the library can write every part of the application: before submission, or after a return. */
export function isWrittenNow({ status }: Pick<Application, 'status'>): boolean {
  return status === 'draft' || status === 'returned'
}

/** Whether the library has a deadline to submit again: the application was returned, or more evidence is asked for. */
export function isBackWithLibrary(it: Pick<Application, 'status'>): boolean {
  return it.status === 'returned' || it.status === 'more evidence asked'
}

/** Whether the library can write this item. While more evidence is asked for, only the items asked about are open. */
export function canItemBeWritten(it: Pick<Application, 'status' | 'criteriaAsked'>, itemId: string): boolean {
  return canBeWritten(it) && (it.status !== 'more evidence asked' || it.criteriaAsked.includes(itemId))
}

/** Whether a coordinator, the panel or a trustee reads the application now, and can ask the library questions. */
export function isBeingRead(it: Pick<Application, 'status'>): boolean {
  return ['checked', 'with the panel', 'with a trustee'].includes(it.status)
}

/** Whether the application has been checked but not yet decided. An application on hold does not count. */
export function isBeforeDecision(it: Pick<Application, 'status'>): boolean {
  return ['checked', 'with the panel', 'more evidence asked', 'resubmitted', 'with a trustee'].includes(it.status)
}
