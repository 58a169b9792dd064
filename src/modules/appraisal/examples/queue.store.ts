import type { Knex } from 'knex'
import type { Db } from '../../../db/connection.ts'
import { withKeptSql } from '../../../db/kept-sql.ts'
import { lookup, runLookup, type Lookup } from '../../../db/lookups.ts'
import type { Actor } from '../../../domain/actor.ts'
import type { Instant } from '../../../domain/time.ts'
import { applicationsKnownTo, outcomeReleased, sharingOf } from '../../access/access.public.ts'

/** An application that its library shares and that has no published example yet. */
export interface WaitingExample {
  id: string
  organisation: string
  number: string
  releasedAt: Instant
  /** 1 when a coordinator has copied answers, otherwise 0 */
  isPrepared: number
}

/** The applications from which this coordinator can publish an example. */
const waiting = (db: Db, actor: Actor): Knex.QueryBuilder =>
  (applicationsKnownTo(db, actor) as Knex.QueryBuilder)
    .join('organisations as sharing', 'sharing.id', 'applications.organisation_id')
    .where('applications.status', 'decided')
    .whereNotNull('applications.decision_letter_released_at')
    .whereNull('sharing.closed_at')
    // This condition comes first, so that the other subqueries run only for applications without a published example.
    // With `offset 0`, PostgreSQL looks up the examples of one application at a time.
    .whereRaw(
      `not exists (select 1 from examples where examples.application_id = applications.id
        and examples.published_at is not null limit 1 offset 0)`,
    )
    .whereRaw(`${sharingOf} <> 'no'`)
    .whereRaw(`${outcomeReleased} <> 'not yet'`)
    .whereNotIn(
      'applications.organisation_id',
      actor.memberships.map(({ organisationId }) => organisationId),
    )

/** One page of the queue, the longest wait first. */
export const examplesWaiting = (db: Db, actor: Actor, wanted: PageOfQueue): Promise<WaitingExample[]> =>
  runLookup(db, examplesWaitingLookup(db, actor, wanted))

interface PageOfQueue {
  /** the last example of the previous page; null for the first page */
  after: { released: string; id: string } | null
  limit: number
}

const examplesWaitingLookup = withKeptSql(
  (db: Db, actor: Actor, { after, limit }: PageOfQueue): Lookup<WaitingExample[]> => {
    const page = () => {
      const query = waiting(db, actor)
      if (after)
        query.whereRaw('(applications.decision_letter_released_at, applications.id) > (?, ?)', [
          after.released,
          after.id,
        ])
      return query
        .orderBy(['applications.decision_letter_released_at', 'applications.id'])
        .limit(limit)
        .select(
          'applications.id',
          'sharing.name as organisation',
          'applications.number',
          'applications.decision_letter_released_at as releasedAt',
          db.raw(
            // `offset 0` keeps PostgreSQL from reading all examples
            `case when exists (select 1 from examples where examples.application_id = applications.id limit 1 offset 0)
              then 1 else 0 end as "isPrepared"`,
          ),
        )
    }
    return lookup<WaitingExample, WaitingExample[]>(
      page,
      ['id', 'organisation', 'number', 'releasedAt', 'isPrepared'],
      rows => rows,
    )
  },
)

/** The largest number that the home page shows for the queue. Above it, the page shows "More than" this number. */
export const mostExamples = 100

/** The number of applications in the queue, counted up to `mostExamples` + 1. */
export const examplesWaitingCount = withKeptSql((db: Db, actor: Actor): Lookup<number> => {
  const first = () =>
    waiting(db, actor)
      .limit(mostExamples + 1)
      .select('applications.id')
      .as('waiting')
  return lookup<{ count: number }, number>(
    () => db.from(first()).count('* as count'),
    ['count'],
    ([row]) => row?.count ?? 0,
  )
})
