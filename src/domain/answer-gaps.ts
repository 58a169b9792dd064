import { forever } from './consent.ts'
import type { Item } from './framework.ts'
import { isFresh, type Tally } from './freshness.ts'
import { addDays, type Day } from './time.ts'

// Gaps in the evidence attached to an answer. The task list shows them as warnings; they never prevent anything.

/** The evidence attached to one answer. Restricted evidence is counted like any other, and never named. */
export interface AttachedEvidence extends Tally {
  itemId: string
  /** the number of items of evidence about the whole service, which name no branch; expired evidence is not counted */
  ofService: number
  expired: number
  withoutConsent: number
  /**
   * the earliest day, today or later, on which consent for some of the evidence ends (`panelConsentUntil`); null when
   * there is none
   */
  consentEndsOn: Day | null
  /**
   * the number of open branches in scope with no evidence, or only expired evidence; 0 when the item is not asked for
   * each branch
   */
  branchesLeft: number
  /** the first branch without evidence, in alphabetical order; null when there is none */
  firstBranch: string | null
  /** the last branch without evidence, in alphabetical order; null when there is none */
  lastBranch: string | null
}

export type Gap =
  | { kind: 'consent'; count: number }
  | { kind: 'branches'; count: number; names: string[] }
  | { kind: 'expired'; count: number }
  | { kind: 'old'; months: number }
  | { kind: 'consent ends'; on: Day }

/** A consent that ends within this many days counts as a gap. */
const endsSoon = 60

/** The most urgent gap in the evidence for an item; null when there is no gap, or no evidence yet. */
export function gapIn(
  item: Pick<Item, 'perBranch' | 'freshMonths'>,
  attached: AttachedEvidence | undefined,
  today: Day,
): Gap | null {
  if (!attached || attached.evidenceItems === 0) return null
  if (attached.withoutConsent > 0) return { kind: 'consent', count: attached.withoutConsent }
  if (item.perBranch && attached.ofService === 0 && attached.branchesLeft > 0)
    return { kind: 'branches', count: attached.branchesLeft, names: namesOf(attached) }
  if (attached.expired > 0) return { kind: 'expired', count: attached.expired }
  if (item.freshMonths !== null && !isFresh(item, attached, today)) return { kind: 'old', months: item.freshMonths }
  const ends = attached.consentEndsOn
  return ends !== null && ends !== forever && ends <= addDays(today, endsSoon)
    ? { kind: 'consent ends', on: ends }
    : null
}

const namesOf = ({ firstBranch, lastBranch }: AttachedEvidence): string[] => [
  ...new Set([firstBranch, lastBranch].filter(name => name !== null)),
]
