import type { Db, Tx } from '../../../db/connection.ts'
import { changesByPeople, replay, type RecordedFacts, type Replayed } from '../../../domain/award-correction.ts'
import { preventsLapse } from '../../../domain/renewal-deadlines.ts'
import { dayOf, type Instant } from '../../../domain/time.ts'
import type { NamedAward } from '../awards/award.store.ts'
import { renewalSubmittedOn } from '../corrections/correction.store.ts'
import { awardContext, libraryDeadlinesOf } from '../lifecycle/lifecycle.store.ts'

/** The state that an award would have if its dates were corrected, and every change that leads to that state. */
export async function replayed(
  db: Db | Tx,
  award: NamedAward,
  { from, to }: Pick<RecordedFacts, 'from' | 'to'>,
  at: Instant,
): Promise<Replayed> {
  const today = dayOf(at)
  const { applications, term, changes } = await awardContext(db, award)
  const withUs = applications.find(it => preventsLapse(it, today))
  const submittedOn = withUs ? await renewalSubmittedOn(db, withUs.id) : null
  return replay({
    from,
    to,
    today,
    settings: term.settings,
    byPeople: changesByPeople(changes),
    renewal: submittedOn === null ? null : { submittedOn, deadlines: libraryDeadlinesOf(applications) },
  })
}
