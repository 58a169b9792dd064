import type { Db, Tx } from '../../../db/connection.ts'
import { newId } from '../../../db/ids.ts'
import { withKeptSql } from '../../../db/kept-sql.ts'
import { lookup, runLookup, type Lookup } from '../../../db/lookups.ts'
import type { Instant } from '../../../domain/time.ts'

/** An action taken on a lapsed or suspended award. */
export interface FollowUp {
  done: string
  doneBy: string
  recordedAt: Instant
}

const most = 20

/** The latest 20 actions taken on an award, newest first. */
export const followUpsOf = (db: Db | Tx, award: { id: string }): Promise<FollowUp[]> =>
  runLookup(db, followUpsLookup(db, award.id))

const followUpsLookup = withKeptSql((db: Db | Tx, awardId: string): Lookup<FollowUp[]> =>
  lookup<FollowUp, FollowUp[]>(
    () =>
      db('award_follow_ups')
        .where({ award_id: awardId })
        .orderBy([
          { column: 'recorded_at', order: 'desc' },
          { column: 'id', order: 'desc' },
        ])
        .limit(most)
        .select('done', 'done_by as doneBy', 'recorded_at as recordedAt'),
    ['done', 'doneBy', 'recordedAt'],
    rows => rows,
  ),
)

/** @returns the id of the new record */
export async function insertFollowUp(
  trx: Tx,
  award: { id: string },
  { done, doneBy, recordedAt, recordedBy }: FollowUp & { recordedBy: string },
): Promise<string> {
  const id = newId()
  await trx('award_follow_ups').insert({
    id,
    award_id: award.id,
    done,
    done_by: doneBy,
    recorded_by: recordedBy,
    recorded_at: recordedAt,
  })
  return id
}
