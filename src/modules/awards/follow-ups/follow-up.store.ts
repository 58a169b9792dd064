import type { Db, Tx } from '../../../db/connection.ts'
import { newId } from '../../../db/ids.ts'
import type { Instant } from '../../../domain/time.ts'

/** An action taken on a lapsed or suspended award. */
export interface FollowUp {
  done: string
  doneBy: string
  recordedAt: Instant
}

const most = 20

/** The latest 20 actions taken on an award, newest first. */
export const followUpsOf = async (db: Db | Tx, award: { id: string }): Promise<FollowUp[]> =>
  db('award_follow_ups')
    .where({ award_id: award.id })
    .orderBy([
      { column: 'recorded_at', order: 'desc' },
      { column: 'id', order: 'desc' },
    ])
    .limit(most)
    .select('done', 'done_by as doneBy', 'recorded_at as recordedAt')

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
