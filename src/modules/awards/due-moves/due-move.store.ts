import type { Db } from '../../../db/connection.ts'
import { statusByNow } from '../../../domain/award-clock.ts'
import { newAwardFacts } from '../../../domain/award-guards.ts'
import type { AwardStatus } from '../../../domain/award.ts'
import type { Terms } from '../../../domain/framework.ts'
import type { Day } from '../../../domain/time.ts'
import { isSuspendedMaybeWithUs, suspendedWithUs } from '../lifecycle/lifecycle.store.ts'
import { settingsOfTerm } from '../terms/term.store.ts'

/** An award that the nightly job must check by a given day. */
export interface DueAward {
  id: string
  organisation: string
  status: AwardStatus
  /** the status that the award has on that day, if nobody changes it before */
  becomes: AwardStatus
}

/**
 * Returns the number of awards that the nightly job must check by a day, and the first `limit` of them, earliest due
 * day first.
 */
export async function awardsDueBy(db: Db, day: Day, limit: number): Promise<{ count: number; awards: DueAward[] }> {
  const due = () => db('awards').where('awards.due_on', '<=', day)
  const [counted] = await due().count<{ count: number | string }[]>({ count: '*' })
  const rows = await due()
    .join('organisations', 'organisations.id', 'awards.organisation_id')
    .orderBy(['awards.due_on', 'awards.id'])
    .limit(limit)
    .select<(Pick<DueAward, 'id' | 'organisation'> & DueRow & { mayBeWithUs: number })[]>(
      'awards.id',
      'organisations.name as organisation',
      'awards.status',
      'awards.valid_to as validTo',
      db.raw(`${settingsOfTerm} as settings`),
      db.raw(`case when ${isSuspendedMaybeWithUs} then 1 else 0 end as "mayBeWithUs"`),
    )
  const awards = rows.map(({ mayBeWithUs, ...row }) => ({ ...row, mayBeWithUs: mayBeWithUs === 1 }))
  const withUs = await suspendedWithUs(db, awards, day)
  return {
    count: Number(counted?.count ?? 0),
    awards: awards.map(({ id, organisation, status, validTo, settings }) => {
      const aRenewalIsWithUs = status === 'renewal with us' || withUs.has(id)
      return { id, organisation, status, becomes: becomes({ status, validTo, settings }, { day, aRenewalIsWithUs }) }
    }),
  }
}

interface DueRow {
  status: AwardStatus
  validTo: Day | null
  settings: string
}

function becomes(
  { status, validTo, settings }: DueRow,
  { day, aRenewalIsWithUs }: { day: Day; aRenewalIsWithUs: boolean },
): AwardStatus {
  const { renewalOpensDays, lapseAfterDays } = JSON.parse(settings) as Terms
  const facts = { ...newAwardFacts(day), status, validTo, renewalOpensDays, lapseAfterDays, aRenewalIsWithUs }
  return statusByNow(facts) as AwardStatus
}
