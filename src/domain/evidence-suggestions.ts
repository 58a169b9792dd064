import { hasConsent } from './consent.ts'
import type { Item } from './framework.ts'
import { mustReach } from './freshness.ts'
import { dayOf, type Day, type Instant } from './time.ts'

// Chooses the evidence to suggest for an item, and gives the reasons.

/** Evidence that could be attached to an item. */
export interface Candidate {
  id: string
  receivedAt: Instant
  periodFrom: Day | null
  periodTo: Day | null
  consentUntil: Day | null
  expiresOn: Day | null
  /** whether the evidence is tagged with the item */
  isTagged: boolean
  /** when the last application that used the evidence for this item was submitted; null when none did */
  usedAt: Instant | null
  /** whether the evidence names branches, and none of them is in scope */
  isElsewhere: boolean
}

/** Why evidence is suggested. `added` is used when no other reason applies. */
export type Reason =
  { is: 'used'; year: string } | { is: 'named' } | { is: 'period'; months: number } | { is: 'added'; since: Day }
/** Why evidence cannot be attached now. */
export type NotAttachableReason = 'attached' | 'consent' | 'expired'

export function whyNotAttachable(
  evidence: Pick<Candidate, 'consentUntil' | 'expiresOn'>,
  isAttached: boolean,
  today: Day,
): NotAttachableReason | null {
  if (isAttached) return 'attached'
  if (!hasConsent(evidence, today)) return 'consent'
  return isExpired(evidence, today) ? 'expired' : null
}

export const isExpired = ({ expiresOn }: { expiresOn: Day | null }, today: Day): boolean =>
  expiresOn !== null && expiresOn < today

export function reasonsFor(
  evidence: Pick<Candidate, 'usedAt' | 'isTagged' | 'periodFrom' | 'periodTo' | 'receivedAt'>,
  item: Pick<Item, 'freshMonths'>,
  today: Day,
): Reason[] {
  const reasons: Reason[] = []
  if (evidence.usedAt) reasons.push({ is: 'used', year: dayOf(evidence.usedAt).slice(0, 4) })
  if (evidence.isTagged) reasons.push({ is: 'named' })
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

/** Whether evidence is tagged with the item or was used for it before. */
const isTaggedOrUsed = ({ isTagged, usedAt }: Pick<Candidate, 'isTagged' | 'usedAt'>): boolean =>
  isTagged || usedAt !== null

/**
 * The evidence that can be attached, most relevant first: evidence that is tagged or was used before, then evidence
 * from the months that the item asks for, then evidence about branches in scope, then the newest.
 * @param onlyTaggedOrUsed leaves out all other evidence
 */
export function mostRelevant<AnswerEvidence extends Candidate>(
  evidenceItems: readonly AnswerEvidence[],
  item: Pick<Item, 'freshMonths'>,
  { today, onlyTaggedOrUsed }: { today: Day; onlyTaggedOrUsed: boolean },
): AnswerEvidence[] {
  const rank = (evidence: AnswerEvidence): string =>
    [isTaggedOrUsed(evidence), item.freshMonths !== null && isFromPeriod(evidence, item, today), !evidence.isElsewhere]
      .map(Number)
      .join('') +
    evidence.receivedAt +
    evidence.id
  return evidenceItems
    .filter(
      evidence => whyNotAttachable(evidence, false, today) === null && (!onlyTaggedOrUsed || isTaggedOrUsed(evidence)),
    )
    .map(evidence => ({ evidence, rank: rank(evidence) }))
    .toSorted((a, b) => (a.rank < b.rank ? 1 : -1))
    .map(({ evidence }) => evidence)
}
