import type { Db } from '../../../db/connection.ts'
import type { Actor } from '../../../domain/actor.ts'
import { applicationsReadableBy } from '../../access/access.public.ts'

/** An award that has decided applications. This person can read all of them. */
export interface TryableAward {
  awardId: string
  organisationName: string
}

/**
 * At most 300 awards of a stream on which a mapping can be tried, sorted by the organisation's name. The answers of all
 * decided applications of an award are carried over. So an award is left out if this person cannot read one of them.
 */
export async function tryableAwards(db: Db, actor: Actor, streamId: string): Promise<TryableAward[]> {
  return (await applicationsReadableBy(db, actor)
    .join('organisations', 'organisations.id', 'applications.organisation_id')
    .where('applications.stream_id', streamId)
    .where('applications.status', 'decided')
    .whereNotNull('applications.decision_letter_released_at')
    .whereNotNull('applications.award_id')
    .whereNotExists(
      db('applications as others')
        .whereRaw('others.award_id = applications.award_id')
        .whereNotNull('others.decision_letter_released_at') // only decided applications have a released decision letter
        .whereNotExists(applicationsReadableBy(db, actor).whereRaw('applications.id = others.id').select(db.raw('1')))
        .select(db.raw('1')),
    )
    .orderBy(['organisations.name_key', 'applications.award_id'])
    .limit(300)
    .distinct(
      'applications.award_id as awardId',
      'organisations.name as organisationName',
      'organisations.name_key',
    )) as TryableAward[]
}
