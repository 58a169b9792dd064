import { charityRolesIn, membershipsIn, theClock, theDecisionLetter, type Actor, type Role } from './actor.ts'
import type { AwardGuard } from './award-guards.ts'
import { movesFrom, type Moves } from './moves.ts'
import type { Day, Instant } from './time.ts'

export const awardStatuses = [
  'valid',
  'renewal open',
  'renewal with us',
  'extended',
  'overdue',
  'lapsed',
  'suspended',
  'ended',
] as const
export type AwardStatus = (typeof awardStatuses)[number]

/** The accreditation of some branches of one organisation. */
export interface Award {
  id: string
  organisationId: string
  streamId: string
  /** the certificate code; see certificate.ts */
  code: string
  status: AwardStatus
  /**
   * the last valid day; null while a renewal keeps the award valid and the library has no deadline. It stays null if
   * the award is suspended or ended in that time. Also null for a removed award
   */
  validTo: Day | null
  grantedOn: Day
  /** whether it was awarded before this service */
  isRecorded: boolean
  /**
   * for a recorded award: when someone outside the charity first saw it or got an email about it. Null until then, and
   * for other awards
   */
  firstShownAt: Instant | null
  /** when a recorded award was removed, because it was recorded by mistake */
  removedAt: Instant | null
  /** ids of people with a conflict of interest on an application for this award; they cannot change the award */
  barred: string[]
  /** every active coordinator is a member of the organisation or is barred. A trustee then acts instead */
  everyCoordinatorIsBarred: boolean
  version: number
}

/**
 * Why the charity has an application for an award, if not because the library has just submitted it:
 * - `new deadline`: the library gets more time after a missed deadline
 * - `taken up`: a coordinator sends the application back to the panel after a missed deadline
 * - `reopened`, `review`: the decision is reopened, or the library asks for a review of it
 * - `already with us`: the charity had it before the award could be renewed, for example during a suspension
 */
export const receiveCauses = ['new deadline', 'taken up', 'reopened', 'review', 'already with us'] as const
export type ReceiveCause = (typeof receiveCauses)[number]

/** One change of an award's state or last valid day. */
export interface AwardChange {
  number: number
  /** `valid to moved`: only the last valid day changed. After `correct` or `remove`, earlier changes no longer count */
  move: AwardMove | 'valid to moved' | 'correct' | 'remove'
  to: AwardStatus
  /** the first day, in London, on which the change applies */
  from: Day
  validTo: Day | null
  at: Instant
  /** the reason that a person entered; null for changes that ask for none */
  reason: string | null
  /** left out or null when `receive` follows a submission, and for every other move */
  cause?: ReceiveCause | null
}

/**
 * The lifecycle of an award. There is no move from "renewal with us" to "overdue" or "lapsed", so a delay at the
 * charity never makes an award lapse. A late renewal does not make the award valid before the decision letter.
 */
export const awardMoves = {
  grant: {
    from: ['not started'],
    to: 'valid',
    by: { 'decision letter': ['it is a first application', 'it is awarded'] },
  },
  record: {
    from: ['not started'],
    to: 'valid',
    by: { coordinator: ['it was decided elsewhere', 'its branches are free'] },
    asks: ['organisation', 'scope', 'from', 'to', 'who decided', 'source'],
  },
  openRenewal: {
    from: ['valid'],
    to: 'renewal open',
    by: { clock: ['it is time to renew'], coordinator: [] },
    asks: ['reason'],
    sends: ['renewal open'],
  },
  // `receive` and `handBack` follow a move of the application, and the same actor makes them. If that actor's roles do
  // not allow it, the clock does.
  receive: {
    from: ['renewal open', 'extended', 'overdue'],
    to: 'renewal with us',
    by: {
      lead: ['a renewal is with us'],
      coordinator: ['a renewal is with us'],
      trustee: ['a renewal is with us'],
      clock: ['a renewal is with us'],
    },
  },
  handBack: {
    from: ['renewal with us'],
    to: 'renewal open',
    by: {
      lead: ['no renewal is with us'],
      clock: ['no renewal is with us'],
      'decision letter': ['no renewal is with us'],
    },
  },
  renew: {
    from: ['renewal with us', 'lapsed', 'suspended'],
    to: 'valid',
    stays: ['suspended'],
    by: { 'decision letter': ['it is awarded', 'a lapsed award needs a reappraisal or a reopened decision'] },
  },
  extend: {
    from: ['valid', 'renewal open', 'extended', 'overdue'],
    to: 'extended',
    by: { coordinator: ['the new last day is later, and not past'] },
    asks: ['reason', 'until'],
    sends: ['award extended'],
  },
  fallOverdue: {
    from: ['renewal open', 'extended'],
    to: 'overdue',
    by: { clock: ['the last valid day has passed', 'no renewal is with us'] },
    sends: ['award overdue'],
  },
  lapse: {
    from: ['overdue', 'suspended'],
    to: 'lapsed',
    by: { clock: ['the days to renew have passed', 'no renewal is with us'] },
    sends: ['award lapsed'],
  },
  shorten: {
    from: ['valid', 'renewal open', 'renewal with us', 'extended'],
    to: 'unchanged',
    by: { 'decision letter': ['a reopened application is decided "not yet"'] },
  },
  suspend: {
    from: ['valid', 'renewal open', 'renewal with us', 'extended', 'overdue'],
    to: 'suspended',
    by: { coordinator: [], trustee: [] },
    asks: ['reason'],
    sends: ['award suspended'],
  },
  restore: { from: ['suspended'], to: 'valid', by: { trustee: [] }, asks: ['reason'], sends: ['award restored'] },
  end: {
    from: ['valid', 'renewal open', 'renewal with us', 'extended', 'overdue', 'lapsed', 'suspended'],
    to: 'ended',
    by: { lead: [], trustee: [] },
    asks: ['reason'],
    sends: ['award ended'],
  },
} as const satisfies Moves<AwardStatus, AwardGuard>

export type AwardMove = keyof typeof awardMoves

/** The moves that a role can make from a state, before guards are checked. */
export function awardMovesOpenTo(role: Role, status: AwardStatus): AwardMove[] {
  return movesFrom(awardMoves, role, status)
}

/**
 * The actor's roles for an award. No declaration is needed, but people outside the organisation who declared a conflict
 * of interest on one of the award's applications have no role.
 */
export function awardRoles(
  actor: Actor,
  it: Pick<Award, 'organisationId' | 'barred' | 'everyCoordinatorIsBarred'>,
): Role[] {
  if (actor === theClock) return ['clock']
  if (actor === theDecisionLetter) return ['decision letter']
  const member = membershipsIn(actor, it.organisationId)
  if (member.length > 0) return member
  if (it.barred.includes(actor.id)) return []
  return charityRolesIn(actor, it)
}
