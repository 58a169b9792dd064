import type { Db, Tx } from '../../../db/connection.ts'
import type { Round } from '../../../domain/round.ts'
import { applicationsByIds, type ApplicationRecord } from '../../access/access.public.ts'

/**
 * The drafts of first applications that this round can accept: those for this round, and those in its stream without a
 * round.
 */
export async function draftsFor(
  db: Db | Tx,
  { id, streamId }: Pick<Round, 'id' | 'streamId'>,
): Promise<ApplicationRecord[]> {
  const ids = await db('applications')
    .where({ status: 'draft', kind: 'first', stream_id: streamId })
    .where(own => own.where({ round_id: id }).orWhereNull('round_id'))
    .orderBy('id')
    .pluck('id')
  return applicationsByIds(db, ids)
}
