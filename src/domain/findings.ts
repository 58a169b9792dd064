import type { Application, Seat } from './application.ts'
import type { Item } from './framework.ts'
import type { Judgement } from './judgements.ts'
import { requestsNaming, type MoveReason } from './move-reasons.ts'
import type { Instant } from './time.ts'

/** One seat's judgement of one criterion. */
interface Found {
  seatId: string
  itemId: string
  judgement: Judgement
}

/** Whether a finding can be given: it has a judgement and a reason. */
export const isFinished = (finding: { judgement: Judgement | null; reason: string } | undefined): boolean =>
  finding !== undefined && finding.judgement !== null && finding.reason !== ''

/** @returns the criteria on which this seat has no finished finding */
export function unfinished(
  criteria: readonly Item[],
  findings: readonly { itemId: string; judgement: Judgement | null; reason: string }[],
): Item[] {
  const byItem = new Map(findings.map(finding => [finding.itemId, finding]))
  return criteria.filter(({ id }) => !isFinished(byItem.get(id)))
}

/** When a finding was saved, given and last reopened. */
interface FindingTimes {
  writtenAt: Instant
  givenAt: Instant | null
  reopenedAt: Instant | null
}

/** Whether a finding was reopened, and has not been saved since. */
export const isUnchecked = ({ writtenAt, givenAt, reopenedAt }: FindingTimes): boolean =>
  givenAt === null && reopenedAt !== null && writtenAt < reopenedAt

/**
 * The criteria that one member of the panel still has to judge after requests for more evidence.
 * - `named`: criteria in the requests on which the member has not given a finding
 * - `unchecked`: those of them whose finding was reopened, and has not been saved since
 */
export function criteriaToCheck(
  criteria: readonly Item[],
  findings: readonly (FindingTimes & { itemId: string })[],
  requests: readonly MoveReason[],
): { named: Item[]; unchecked: Item[] } {
  const byItem = new Map(findings.map(finding => [finding.itemId, finding]))
  const named = criteria.filter(({ id }) => !byItem.get(id)?.givenAt && requestsNaming(id, requests).length > 0)
  const unchecked = named.filter(({ id }) => {
    const finding = byItem.get(id)
    return finding !== undefined && isUnchecked(finding)
  })
  return { named, unchecked }
}

/** The seats that count at a meeting: accepted and not set aside. */
export const membersOf = ({ seats }: Pick<Application, 'seats'>): Seat[] =>
  seats.filter(({ status, setAside }) => status === 'accepted' && !setAside)

/** The criteria on which all members agree, with their judgement; none until every member has given all findings. */
export function unanimousOn(
  criteria: readonly Item[],
  members: readonly Seat[],
  given: readonly Found[],
): { item: Item; judgement: Judgement }[] {
  if (members.length === 0 || members.some(({ hasGivenAll }) => !hasGivenAll)) return []
  return criteria.flatMap(item => {
    const found = members.map(
      ({ id }) => given.find(({ seatId, itemId }) => seatId === id && itemId === item.id)?.judgement,
    )
    const [first] = found
    return first !== undefined && found.every(judgement => judgement === first) ? [{ item, judgement: first }] : []
  })
}

const steps: Readonly<Record<Exclude<Judgement, 'not applicable'>, number>> = { met: 2, 'partly met': 1, 'not yet': 0 }

/**
 * How far apart the judgements of one criterion are, in steps of the scale. If only some are `not applicable`, that
 * adds 1. The result is 0 when all are the same.
 */
export function spreadOf(judgements: readonly Judgement[]): number {
  const distinct = [...new Set(judgements)]
  if (distinct.length < 2) return 0
  const placed = distinct.flatMap(each => (each === 'not applicable' ? [] : [steps[each]]))
  const apart = placed.length > 1 ? Math.max(...placed) - Math.min(...placed) : 0
  return apart + (distinct.length > placed.length ? 1 : 0)
}

/**
 * The paragraphs of a first draft of the agreed finding on one criterion: the members' reasons, then their
 * commendations, without repeats or names.
 */
export function wordsOfMembers(
  members: readonly { id: string }[],
  given: readonly { seatId: string; itemId: string; reason: string; commendation: string }[],
  itemId: string,
): string[] {
  const own = given.filter(finding => finding.itemId === itemId && members.some(({ id }) => id === finding.seatId))
  const words = [...own.map(({ reason }) => reason), ...own.map(({ commendation }) => commendation)]
  return [...new Set(words.map(text => text.trim()))].filter(text => text !== '')
}
