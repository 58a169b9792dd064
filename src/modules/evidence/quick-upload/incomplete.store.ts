import { withKeptSql } from '../../../db/kept-sql.ts'
import type { Db } from '../../../db/connection.ts'
import { lookup, type Lookup } from '../../../db/lookups.ts'
import type { Actor } from '../../../domain/actor.ts'
import type { Instant } from '../../../domain/time.ts'
import { evidenceReadableBy } from '../list/list.store.ts'

/** The incomplete evidence of one library that an actor can read. */
export interface IncompleteEvidence {
  organisationId: string
  count: number
  /** the number of items that the actor owns */
  own: number
  /** when the oldest item that the actor does not own was received; null when there is none */
  othersSince: Instant | null
}
type Row = Omit<IncompleteEvidence, 'count' | 'own'> & Record<'count' | 'own', number | string>

/** The incomplete evidence of each of the actor's libraries. Leaves out libraries that have none. */
export const incompleteEvidence = withKeptSql((db: Db, actor: Actor): Lookup<IncompleteEvidence[]> =>
  lookup<Row, IncompleteEvidence[]>(
    () =>
      evidenceReadableBy(db, actor)
        .whereIn(
          'evidence.organisation_id',
          actor.memberships.map(({ organisationId }) => organisationId),
        )
        .whereRaw('evidence.to_complete = 1') // a constant, so that SQLite uses the index `evidence_to_complete`
        .groupBy('evidence.organisation_id')
        .select(
          'evidence.organisation_id as organisationId',
          db.raw('count(*) as count'),
          db.raw('sum(case when evidence.owner_id = ? then 1 else 0 end) as own', [actor.id]),
          db.raw('min(case when evidence.owner_id = ? then null else evidence.received_at end) as "othersSince"', [
            actor.id,
          ]),
        ),
    ['organisationId', 'count', 'own', 'othersSince'],
    rows => rows.map(row => ({ ...row, count: Number(row.count), own: Number(row.own) })),
  ),
)
