import type { ApplicationKind } from './application.ts'
import type { AwardStatus } from './award.ts'
import { isAward, type Outcome } from './judgements.ts'
import type { Guards } from './moves.ts'
import { daysBetween, type Day } from './time.ts'

/** The facts that the guards of an award need. */
export interface AwardFacts {
  status: AwardStatus | 'not started'
  today: Day
  /** the last valid day; null while a renewal keeps the award valid and the library has no deadline */
  validTo: Day | null
  /** the renewal opens this many days before the last valid day; a setting of the newest award period */
  renewalOpensDays: number
  /**
   * the library can still renew for this many days after the last valid day; the award lapses on the next day. A
   * setting of the newest award period
   */
  lapseAfterDays: number
  /**
   * a renewal is under way with the charity, on hold, or under review. After a return or a request for more evidence,
   * this stays true until the deadline
   */
  aRenewalIsWithUs: boolean
  /**
   * the day after the deadline of a return or of a request for more evidence, if the library missed it; null when it
   * missed none
   */
  returnedToRenewalOn: Day | null
  /** the outcome in the decision letter that is being released; null for a move without one */
  outcome: Outcome | null
  kind: ApplicationKind | null
  isReopened: boolean
  /** for `record`: another body decided */
  decidedElsewhere: boolean
  /**
   * for `record`: no branch is in an application under way, or in another award that has not ended. Always true when
   * the move is made, because the form accepts only free branches
   */
  branchesAreFree: boolean
  /** for `extend`: the new last day; null for other moves */
  until: Day | null
}

type Guard = (facts: AwardFacts) => boolean

export const awardGuards = {
  'it is a first application': it => it.kind === 'first',
  'it is awarded': it => it.outcome !== null && isAward(it.outcome),
  'it was decided elsewhere': it => it.decidedElsewhere,
  'its branches are free': it => it.branchesAreFree,
  'it is time to renew': it =>
    // the charity can already have a renewal if it was submitted while the award was suspended
    it.aRenewalIsWithUs || (it.validTo !== null && daysBetween(it.today, it.validTo) <= it.renewalOpensDays),
  'a renewal is with us': it => it.aRenewalIsWithUs,
  'no renewal is with us': it => !it.aRenewalIsWithUs,
  'a lapsed award needs a reappraisal or a reopened decision': it =>
    it.status !== 'lapsed' || it.kind === 'reappraisal' || it.isReopened,
  'the new last day is later, and not past': it =>
    it.until !== null && it.until >= it.today && (it.validTo === null || it.until > it.validTo),
  'the last valid day has passed': it => it.validTo !== null && it.validTo < it.today,
  'the days to renew have passed': it => it.validTo !== null && daysBetween(it.validTo, it.today) > it.lapseAfterDays,
  'a reopened application is decided "not yet"': it => it.isReopened && it.outcome === 'not yet',
} as const satisfies Record<string, Guard>

export type AwardGuard = keyof typeof awardGuards
export const guards: Guards<AwardGuard, AwardFacts> = awardGuards

/** Whether a renewal can be started today. A lapsed award can be renewed only by a reappraisal. */
export function isRenewalOpen({
  status,
  today,
  validTo,
  renewalOpensDays,
  kind,
}: Pick<AwardFacts, 'status' | 'today' | 'validTo' | 'renewalOpensDays' | 'kind'>): boolean {
  if (status === 'renewal open' || status === 'overdue') return true
  if (status === 'extended' || status === 'suspended')
    return validTo !== null && daysBetween(today, validTo) <= renewalOpensDays
  return status === 'lapsed' && kind === 'reappraisal'
}

/** The facts of an award that does not exist yet. */
export const newAwardFacts = (today: Day): AwardFacts => ({
  status: 'not started',
  today,
  validTo: null,
  renewalOpensDays: 0,
  lapseAfterDays: 0,
  aRenewalIsWithUs: false,
  returnedToRenewalOn: null,
  outcome: null,
  kind: null,
  isReopened: false,
  decidedElsewhere: false,
  branchesAreFree: true,
  until: null,
})
