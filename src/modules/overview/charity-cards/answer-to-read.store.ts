import type { Knex } from 'knex'
import type { Db } from '../../../db/connection.ts'
import { withKeptSql } from '../../../db/kept-sql.ts'
import { lookup, type Lookup } from '../../../db/lookups.ts'
import type { Actor } from '../../../domain/actor.ts'
import type { Instant } from '../../../domain/time.ts'
import { applicationsReadableBy, isReadableTo } from '../../access/access.public.ts'

const maxRows = 20
/** The maximum number of responses that `answersToRead` reads. */
const mostAnswersRead = 200

export interface Answered {
  organisationId: string
  organisation: string
  /** the number of responses; null when some responses were not loaded, because the library may then have more */
  count: number | null
  since: Instant
}

/**
 * Libraries with responses to recommendations that the charity has not read, longest wait first. Leaves out the
 * person's own libraries, and recommendations that they cannot close because of a conflict of interest. Reads only the
 * `mostAnswersRead` oldest responses.
 */
export const answersToRead = withKeptSql((db: Db, actor: Actor): Lookup<Answered[]> => {
  const conflicts = (column: 'id' | 'award_id') =>
    (db('applications') as Knex.QueryBuilder)
      .join('declarations', 'declarations.application_id', 'applications.id')
      .where({ person_id: actor.id, says: 'conflict' })
      .whereNotNull(`applications.${column}`)
      .select(`applications.${column}`)
  const oldest = () =>
    (db('recommendations') as Knex.QueryBuilder)
      // with a cross join, SQLite starts from the recommendations
      .joinRaw('cross join applications')
      .whereRaw('applications.id = recommendations.application_id')
      .where('recommendations.status', 'answered')
      .whereNotIn(
        'recommendations.organisation_id',
        actor.memberships.map(({ organisationId }) => organisationId),
      )
      .where(
        readable =>
          void readable
            .where(isReadableTo(actor))
            .orWhereExists(
              (applicationsReadableBy(db, actor) as Knex.QueryBuilder).whereRaw(
                'applications.award_id = recommendations.award_id',
              ),
            ),
      )
      .whereNotIn('recommendations.application_id', conflicts('id'))
      .where(
        free =>
          void free
            .whereNull('recommendations.award_id')
            .orWhereNotIn('recommendations.award_id', conflicts('award_id')),
      )
      .orderBy(['recommendations.status_since', 'recommendations.id'])
      .limit(mostAnswersRead + 1)
      .select('recommendations.organisation_id', 'recommendations.status_since')
  const longest = () =>
    db
      .from(oldest().as('recommendations'))
      .groupBy('organisation_id')
      .orderByRaw('min(status_since), organisation_id')
      .limit(maxRows)
      .select(
        'organisation_id',
        db.raw('count(*) as count'),
        db.raw('min(status_since) as since'),
        db.raw('sum(count(*)) over () as read'),
      )
  const answered = () =>
    db
      .from(longest().as('longest'))
      .join('organisations', 'organisations.id', 'longest.organisation_id')
      .orderBy(['longest.since', 'organisations.id'])
      .select(
        'organisations.id as organisationId',
        'organisations.name as organisation',
        'longest.count',
        'longest.since',
        'longest.read',
      ) as Knex.QueryBuilder
  return lookup<Answered & { read: number }, Answered[]>(
    answered,
    ['organisationId', 'organisation', 'count', 'since', 'read'],
    rows => rows.map(({ read, ...row }) => (read > mostAnswersRead ? { ...row, count: null } : row)),
  )
})
