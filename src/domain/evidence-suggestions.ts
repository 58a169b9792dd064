import { isCovered } from './consent.ts'
import type { Item } from './framework.ts'
import { mustReach } from './freshness.ts'
import { dayOf, type Day, type Instant } from './time.ts'

// Which pieces of a shelf are put forward for one item, and why.

/** What is known of a piece before anybody chose it. */
export interface Candidate {
  id: string
  receivedAt: Instant
  periodFrom: Day | null
  periodTo: Day | null
  coveredUntil: Day | null
  expiresOn: Day | null
  /** it says itself that it is for this item */
  namesIt: boolean
  /** when the last application that used it for this item was handed in */
  usedAt: Instant | null
  /** it names branches, and none of those in scope */
  isElsewhere: boolean
}

/** `shelf` is said of what nothing else speaks for. */
export type Reason =
  { is: 'used'; year: string } | { is: 'named' } | { is: 'period'; months: number } | { is: 'added'; since: Day }
/** Why it cannot be used now; null when it can. */
export type Hindrance = 'attached' | 'consent' | 'expired'

export function hindranceOf(
  evidence: Pick<Candidate, 'coveredUntil' | 'expiresOn'>,
  isAttached: boolean,
  today: Day,
): Hindrance | null {
  if (isAttached) return 'attached'
  if (!isCovered(evidence, today)) return 'consent'
  return isExpired(evidence, today) ? 'expired' : null
}

export const isExpired = ({ expiresOn }: { expiresOn: Day | null }, today: Day): boolean =>
  expiresOn !== null && expiresOn < today

export function reasonsFor(
  evidence: Pick<Candidate, 'usedAt' | 'namesIt' | 'periodFrom' | 'periodTo' | 'receivedAt'>,
  item: Pick<Item, 'freshMonths'>,
  today: Day,
): Reason[] {
  const reasons: Reason[] = []
  if (evidence.usedAt) reasons.push({ is: 'used', year: dayOf(evidence.usedAt).slice(0, 4) })
  if (evidence.namesIt) reasons.push({ is: 'named' })
  if (item.freshMonths !== null && isFromPeriod(evidence, item, today))
    reasons.push({ is: 'period', months: item.freshMonths })
  return reasons.length > 0 ? reasons : [{ is: 'added', since: dayOf(evidence.receivedAt) }]
}

function isFromPeriod(
  { periodFrom, periodTo }: Pick<Candidate, 'periodFrom' | 'periodTo'>,
  item: Pick<Item, 'freshMonths'>,
  today: Day,
): boolean {
  const [last, reach] = [periodTo ?? periodFrom, mustReach(item, today)]
  return last !== null && reach !== null && last >= reach
}

/** Whether something ties it to the item: its own word, or that it was used for it before. */
const isTied = ({ namesIt, usedAt }: Pick<Candidate, 'namesIt' | 'usedAt'>): boolean => namesIt || usedAt !== null

/**
 * Those that can be used, the likeliest first: tied to the item, then from the months that it asks for, then from the
 * branches in scope, then the newest.
 * @param onlyTied leaves out what is merely new
 */
export function likeliest<AnswerEvidence extends Candidate>(
  evidenceItems: readonly AnswerEvidence[],
  item: Pick<Item, 'freshMonths'>,
  today: Day,
  onlyTied: boolean,
): AnswerEvidence[] {
  const rank = (evidence: AnswerEvidence): string =>
    [isTied(evidence), item.freshMonths !== null && isFromPeriod(evidence, item, today), !evidence.isElsewhere]
      .map(Number)
      .join('') +
    evidence.receivedAt +
    evidence.id
  return evidenceItems
    .filter(evidence => hindranceOf(evidence, false, today) === null && (!onlyTied || isTied(evidence)))
    .map(evidence => ({ evidence, rank: rank(evidence) }))
    .toSorted((a, b) => (a.rank < b.rank ? 1 : -1))
    .map(({ evidence }) => evidence)
}
