import type { Db } from '../../../db/connection.ts'
import { statusByNow } from '../../../domain/award-clock.ts'
import { newAwardFacts } from '../../../domain/award-guards.ts'
import type { AwardStatus } from '../../../domain/award.ts'
import type { Terms } from '../../../domain/framework.ts'
import type { Day } from '../../../domain/time.ts'

/** An award that the nightly job must check by a given day. */
export interface DueAward {
  id: string
  organisation: string
  status: AwardStatus
  /** the award's status on that day, as far as it follows from the award's dates */
  becomes: AwardStatus
}

/**
 * Returns the number of awards that the nightly job must check by a day, and the first `limit` of them by the day on
 * which they are due.
 */
export async function awardsDueBy(db: Db, day: Day, limit: number): Promise<{ count: number; awards: DueAward[] }> {
  const due = () => db('awards').where('awards.due_on', '<=', day)
  const [counted] = await due().count<{ count: number | string }[]>({ count: '*' })
  const rows = await due()
    .join('organisations', 'organisations.id', 'awards.organisation_id')
    .orderBy(['awards.due_on', 'awards.id'])
    .limit(limit)
    .select<(Pick<DueAward, 'id' | 'organisation' | 'status'> & { validTo: Day | null; settings: string })[]>(
      'awards.id',
      'organisations.name as organisation',
      'awards.status',
      'awards.valid_to as validTo',
      db.raw(
        '(select settings from terms where terms.award_id = awards.id order by terms.number desc limit 1) as settings',
      ),
    )
  return {
    count: Number(counted?.count ?? 0),
    awards: rows.map(({ validTo, settings, ...award }) => ({
      ...award,
      becomes: becomes({ status: award.status, validTo, settings }, day),
    })),
  }
}

function becomes(
  { status, validTo, settings }: { status: AwardStatus; validTo: Day | null; settings: string },
  day: Day,
): AwardStatus {
  const { renewalOpensDays, lapseAfterDays } = JSON.parse(settings) as Terms
  const aRenewalIsWithUs = status === 'renewal with us'
  const facts = { ...newAwardFacts(day), status, validTo, renewalOpensDays, lapseAfterDays, aRenewalIsWithUs }
  return statusByNow(facts) as AwardStatus
}
