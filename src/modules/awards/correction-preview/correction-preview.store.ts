import type { Db, Tx } from '../../../db/connection.ts'
import {
  changesByPeople,
  keptChanges,
  replay,
  type RecordedFacts,
  type Replayed,
} from '../../../domain/award-correction.ts'
import { preventsLapse } from '../../../domain/renewal-deadlines.ts'
import { dayOf, type Instant } from '../../../domain/time.ts'
import type { NamedAward } from '../awards/award.store.ts'
import { awardContext, libraryDeadlinesOf } from '../lifecycle/lifecycle.store.ts'
import { submittedRenewal } from './submitted-renewal.store.ts'

/**
 * The state and the changes that an award would have with corrected dates.
 * @param said the recorded dates, before the correction
 * @param says the corrected dates
 */
export async function replayed(
  db: Db | Tx,
  award: NamedAward,
  { said, says: { from, to } }: Record<'said' | 'says', Pick<RecordedFacts, 'from' | 'to'>>,
  at: Instant,
): Promise<Replayed> {
  const today = dayOf(at)
  const { applications, term, changes } = await awardContext(db, award)
  if (to === said.to) {
    const { status, validTo, baseValidTo, isKeptByRenewal } = award
    return { changes: keptChanges(changes, from), status, validTo, baseValidTo, isKeptByRenewal }
  }
  const withUs = applications.find(it => preventsLapse(it, today))
  const submitted = withUs ? await submittedRenewal(db, withUs.id, today) : null
  return replay({
    from,
    to,
    today,
    settings: term.settings,
    byPeople: changesByPeople(changes),
    renewal: submitted && { ...submitted, deadlines: libraryDeadlinesOf(applications) },
  })
}
