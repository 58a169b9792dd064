import { membershipsIn, theClock, theDecisionLetter, type Actor, type Role } from './actor.ts'
import type { AwardGuard } from './award-guards.ts'
import { movesFrom, type Moves } from './lifecycle.ts'
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
  /** of the certificate; see certificate.ts */
  code: string
  status: AwardStatus
  /** the last valid day; null while a renewal handed in by then is with us */
  validTo: Day | null
  grantedOn: Day
  isRecorded: boolean
  /** who declared a conflict on an application for this award: they move nothing here */
  barred: string[]
  version: number
}

/** One change of state or of the last day. What was valid on a day is answered from these alone; see validity.ts. */
export interface AwardChange {
  number: number
  /** its last day can move while its state stays as it is */
  move: AwardMove | 'valid to moved'
  to: AwardStatus
  /** the first civil day on which it holds */
  from: Day
  validTo: Day | null
  at: Instant
  /** what somebody gave as the reason; nobody is asked for one by the calendar or a letter */
  reason: string | null
}

/**
 * What can happen to an award. "renewal with us" has no way to "overdue" or "lapsed": our backlog never costs a library
 * its award. `receive` and `return` follow from what happens to the application, so they are made by whoever made
 * that happen.
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
  return: {
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
    by: { 'decision letter': ['it is awarded', 'a lapsed award comes back by reappraisal'] },
  },
  extend: {
    from: ['valid', 'renewal open', 'extended', 'overdue'],
    to: 'extended',
    by: { coordinator: ['the new day is later, and not past'] },
    asks: ['reason', 'until'],
    sends: ['award extended'],
  },
  fallOverdue: {
    from: ['renewal open', 'extended'],
    to: 'overdue',
    by: { clock: ['valid to has passed', 'no renewal is with us'] },
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
    by: { 'decision letter': ['a reopened application ends not yet'] },
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

/** Which moves a standing may make from a state, guards aside. */
export function awardMovesOpenTo(role: Role, status: AwardStatus): AwardMove[] {
  return movesFrom(awardMoves, role, status)
}

/**
 * As what somebody meets an award. No declaration is needed; whoever declared a conflict on one of its applications has
 * no say.
 */
export function awardRoles(actor: Actor, it: Pick<Award, 'organisationId' | 'barred'>): Role[] {
  if (actor === theClock) return ['clock']
  if (actor === theDecisionLetter) return ['decision letter']
  const member = membershipsIn(actor, it.organisationId)
  if (member.length > 0) return member
  if (it.barred.includes(actor.id)) return []
  return (['coordinator', 'trustee'] as const).filter(role => actor.charityRoles.includes(role))
}
