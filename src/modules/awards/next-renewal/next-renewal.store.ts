import type { Db, Tx } from '../../../db/connection.ts'
import { statusByNow } from '../../../domain/award-clock.ts'
import { isRenewalOpen } from '../../../domain/award-guards.ts'
import { nextKind } from '../../../domain/terms.ts'
import { addDays, type Day } from '../../../domain/time.ts'
import { factsOf, inThisTerm, lightSinceFull, renewalApplicationsOf, termInForce } from '../lifecycle/facts.store.ts'
import type { NamedAward } from '../awards/award.store.ts'

/**
 * The renewal that comes next: whether it can be started now, which kind it is, and why it is full instead of light.
 */
export interface NextRenewal {
  isOpen: boolean
  kind: 'renewal' | 'reappraisal'
  reason: 'its turn' | 'lapse' | 'not yet' | 'asked for' | null
  underWay: { id: string } | null
  isWithUs: boolean
  /** the day on which it opens by itself; null while a renewal that is with us holds the award */
  opensOn: Day | null
}

/** The rules are those of product.md, section 3; what the calendar has still to do today counts as done. */
export async function nextRenewal(db: Db | Tx, award: NamedAward, today: Day): Promise<NextRenewal> {
  const [cases, term, inTerm, light] = [
    await renewalApplicationsOf(db, award),
    await termInForce(db, award),
    await inThisTerm(db, award),
    await lightSinceFull(db, award),
  ]
  const facts = factsOf(award, { cases, term }, today)
  const status = statusByNow(facts)
  const after = {
    lapse: inTerm.lapse || status === 'lapsed',
    notYet: inTerm.notYets > 0,
    askedFor: award.fullReappraisalReason !== null,
  }
  const kind = nextKind(term.settings, light, after)
  const reason =
    kind === 'renewal'
      ? null
      : after.lapse
        ? 'lapse'
        : after.notYet
          ? 'not yet'
          : after.askedFor
            ? 'asked for'
            : 'its turn'
  // the others the calendar closes
  const going = cases.find(it => status !== 'ended' && (status !== 'lapsed' || it.kind === 'reappraisal'))
  const underWay = going ? { id: going.id } : null
  return {
    isOpen: isRenewalOpen({ ...facts, status, kind }),
    kind,
    reason,
    underWay,
    isWithUs: facts.aRenewalIsWithUs,
    opensOn: award.validTo && addDays(award.validTo, -term.settings.renewalOpensDays),
  }
}
