import { isUnderWay, type Application, type Declaration, type Seat, type SeatKind } from './application.ts'
import type { PanelRule } from './framework.ts'
import { addDays, dayOf, type Day, type Instant } from './time.ts'
import { latest } from './valid-to.ts'

/**
 * A requirement that a panel does not meet, and how many seats are missing for it. `lacks`: enough seats in total, a
 * chair, seats of a kind, or independent seats.
 */
export interface PanelGap {
  lacks: 'seats' | 'chair' | SeatKind | 'independent'
  count: number
}

/**
 * What is missing from the panel; empty when it is complete.
 * @param stage `seat`, before the panel starts: offered seats count too, and so does independence that is not confirmed
 *   yet. `propose`, before the proposal: only accepted seats with no conflict and all findings count, and only
 *   confirmed independence
 */
export function panelGaps(
  rule: PanelRule,
  { seats, declarations }: { seats: readonly Seat[]; declarations: readonly Declaration[] },
  stage: 'seat' | 'propose',
): PanelGap[] {
  const counted = seats
    .filter(seat => counts(seat, declarations, stage))
    .map(seat => ({ ...seat, independent: isIndependent(seat, declarations, stage) }))
  const kindsNeeded = rule.needs.filter((need): need is { id: SeatKind; min: number } => need.id !== 'independent')
  const independentNeeded = rule.needs.find(({ id }) => id === 'independent')?.min ?? 0
  return [
    { lacks: 'seats' as const, count: rule.minSeats - counted.length },
    { lacks: 'chair' as const, count: counted.some(({ chairs }) => chairs) ? 0 : 1 },
    ...kindsNeeded.map(({ id, min }) => ({ lacks: id, count: min - counted.filter(({ kind }) => kind === id).length })),
    { lacks: 'independent' as const, count: independentNeeded - independentBeyond(kindsNeeded, counted) },
  ].filter(({ count }) => count > 0)
}

/**
 * Whether the holder of a seat still has work to do before the decision: to reply to the offer, to give findings, or to
 * chair.
 */
export const isSeatUnfinished = (seat: Seat, it: Application): boolean =>
  isUnderWay(it) &&
  it.status !== 'decided' &&
  (seat.status === 'offered' || (seat.status === 'accepted' && (seat.chairs || !seat.hasGivenAll)))

/** Whether an application is with its panel, every seat that counts has given all findings, and no offer is open. */
export function areFindingsIn({ status, seats, declarations }: Application): boolean {
  const taken = seats.filter(seat => counts(seat, declarations, 'seat'))
  return status === 'with the panel' && taken.length > 0 && taken.every(({ hasGivenAll }) => hasGivenAll)
}

/** Days from the email that offers a seat to the last day on which the offer can be answered. */
export const daysToAnswer = 14

/** When the offer of a seat was made and emailed. */
export interface OfferTimes {
  offeredAt: Instant
  /** when the offer was last emailed; null when it never was */
  emailedAt: Instant | null
  /** an email of the offer still has to be sent */
  isEmailWaiting: boolean
  /** after a hold, the day from which the days to answer count; null without a hold */
  countedFrom: Day | null
}

/**
 * The last day to answer the offer of a seat: `daysToAnswer` after it was last emailed or, if no email could be sent,
 * after it was made. A hold moves this day later by the length of the hold. Null while the email is waiting to be sent.
 */
export function lastDayToAnswer({ offeredAt, emailedAt, isEmailWaiting, countedFrom }: OfferTimes): Day | null {
  if (isEmailWaiting) return null
  const offered = dayOf(emailedAt !== null && emailedAt > offeredAt ? emailedAt : offeredAt)
  return addDays(countedFrom === null ? offered : latest(offered, countedFrom), daysToAnswer)
}

/** The default number of days between the day on which a panel can begin and its read-by date. */
export const daysToRead = 28

/** Whether the read-by date of a panel can be set: from the check of the application until the panel's proposal. */
export const canSetReadBy = ({ status }: Pick<Application, 'status'>): boolean =>
  ['checked', 'with the panel', 'more evidence asked', 'resubmitted'].includes(status)

function counts(seat: Seat, declarations: readonly Declaration[], stage: 'seat' | 'propose'): boolean {
  const declared = declarations.find(({ personId }) => personId === seat.personId)?.says
  if (seat.setAside || declared === 'conflict') return false
  if (stage === 'seat') return seat.status === 'offered' || seat.status === 'accepted'
  return seat.status === 'accepted' && declared === 'no conflict' && seat.hasGivenAll
}

/**
 * Whether a seat counts as independent: the coordinator marked it as independent, and the holder has not denied it. For
 * a proposal the holder must have confirmed it.
 */
function isIndependent(seat: Seat, declarations: readonly Declaration[], stage: 'seat' | 'propose'): boolean {
  const confirmed = declarations.find(({ personId }) => personId === seat.personId)?.independent ?? null
  return seat.independent && (stage === 'seat' ? confirmed !== false : confirmed === true)
}

/**
 * The number of independent seats that count. Of a kind with a required number, only the seats beyond that number
 * count, so that no seat meets two requirements.
 */
function independentBeyond(kindsNeeded: readonly { id: SeatKind; min: number }[], seats: readonly Seat[]): number {
  const needed = new Map(kindsNeeded.map(({ id, min }) => [id, min]))
  const free = seats.filter(({ kind, independent }) => independent && !needed.has(kind)).length
  return kindsNeeded.reduce((sum, { id, min }) => {
    const ofKind = seats.filter(({ kind }) => kind === id)
    return sum + Math.max(0, Math.min(ofKind.filter(({ independent }) => independent).length, ofKind.length - min))
  }, free)
}
