import { membershipsIn, type Actor } from './actor.ts'
import { isBackWithLibrary, type Application } from './application.ts'
import { can } from './permissions.ts'
import type { Day, Instant } from './time.ts'

/** The moves whose text is kept after later moves. `moveDate` gives a new deadline and changes no state. */
export const movesWithKeptText = ['return', 'askMore', 'hold', 'moveDate', 'takeUp', 'sendBack'] as const
export type KeptReason = (typeof movesWithKeptText)[number]

/** Moves that return an application to the panel. Only City of Sanctuary and the panel read their text. */
const charityReasons: readonly KeptReason[] = ['takeUp', 'sendBack']

/** The text that the charity or the panel entered for a move, such as the reasons for a return. */
export interface MoveReason {
  id: string
  move: KeptReason
  body: string
  /** ids of the items that the library was asked about */
  items: readonly string[]
  until: Day | null
  madeAt: Instant
}

/** Whether the text of this move is kept. */
export const isReasonKept = (move: string): move is KeptReason =>
  (movesWithKeptText as readonly string[]).includes(move)

/**
 * Whether a person who can read the application can read this text. A null actor means the library. Panel members can
 * read why a proposal was sent back only after giving all their own findings.
 */
export function canReadReason(actor: Actor | null, it: Application, { move }: Pick<MoveReason, 'move'>): boolean {
  if (!charityReasons.includes(move)) return true
  if (actor === null || membershipsIn(actor, it.organisationId).length > 0) return false
  return move !== 'sendBack' || can(actor, 'meeting.read', it)
}

/**
 * Whether a person outside the library can read the text with which the application reached its present status. While
 * it is with the panel, a member who has not given all their findings can read that text only if `kept` contains it.
 * @param kept the kept texts that the person can read
 */
export const canReadCurrentReason = (
  actor: Actor,
  it: Application & { reasons: string | null },
  kept: readonly MoveReason[],
): boolean =>
  it.status !== 'with the panel' || can(actor, 'meeting.read', it) || kept.some(({ body }) => body === it.reasons)

/** The kept texts, in the order given, without those about the current status, which the page shows separately. */
export function earlierReasons(
  { status, statusSince }: Pick<Application, 'status'> & { statusSince: Instant },
  reasons: readonly MoveReason[],
): MoveReason[] {
  const isCurrent = isBackWithLibrary({ status }) || status === 'on hold'
  const isShownAsCurrent = (move: KeptReason) =>
    isCurrent || (status === 'with the panel' && charityReasons.includes(move))
  return reasons.filter(({ move, madeAt }) => !isShownAsCurrent(move) || madeAt < statusSince)
}

/** The panel's requests for more evidence, once the application is back with the panel, in the order given. */
export const panelRequests = ({ status }: Pick<Application, 'status'>, reasons: readonly MoveReason[]): MoveReason[] =>
  status === 'with the panel' ? reasons.filter(({ move }) => move === 'askMore') : []

/** The given returns or requests that name this item. */
export const requestsNaming = (itemId: string, requests: readonly MoveReason[]): MoveReason[] =>
  requests.filter(({ items }) => items.includes(itemId))

/**
 * The returns and requests for more evidence made from `after` to `until`, both included. `until` is the time of the
 * submission that answered them.
 */
export const answeredBy = (
  reasons: readonly MoveReason[],
  { after, until }: { after: Instant; until: Instant },
): MoveReason[] =>
  reasons.filter(({ move, madeAt }) => (move === 'return' || move === 'askMore') && madeAt >= after && madeAt <= until)
