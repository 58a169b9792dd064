import type { Db, Tx } from '../../../db/connection.ts'
import { withKeptSql } from '../../../db/kept-sql.ts'
import { lookup, type Lookup } from '../../../db/lookups.ts'
import type { Application } from '../../../domain/application.ts'
import type { Pledge } from '../../../domain/pledge.ts'
import { Stale } from '../../../domain/refusals.ts'
import type { Instant } from '../../../domain/time.ts'

export interface SavedPledge extends Pledge {
  version: number
}

/** The details of the pledge, as a lookup; null until someone enters them. */
export const pledgeIn = withKeptSql((db: Db | Tx, id: string): Lookup<SavedPledge | null> =>
  lookup<SavedPledge, SavedPledge | null>(
    () =>
      db('pledges')
        .where({ application_id: id })
        .select('signed_by as signedBy', 'role', 'signed_on as signedOn', 'wording', 'version'),
    ['signedBy', 'role', 'signedOn', 'wording', 'version'],
    ([row]) => row ?? null,
  ),
)

/** @throws Stale when the details have been saved since version `readAt` */
export async function savePledge(
  trx: Tx,
  { id }: Pick<Application, 'id'>,
  { signedBy, role, signedOn, wording }: Pledge,
  { readAt, by, at }: { readAt: number; by: string; at: Instant },
): Promise<void> {
  const row = {
    application_id: id,
    signed_by: signedBy,
    role,
    signed_on: signedOn,
    wording,
    saved_by: by,
    saved_at: at,
    version: readAt + 1,
  }
  const changed =
    readAt === 0
      ? await trx('pledges').insert(row).onConflict('application_id').ignore().returning('version')
      : await trx('pledges').where({ application_id: id, version: readAt }).update(row, ['version'])
  if (changed.length === 0) throw new Stale()
}

/**
 * Copies the details of the pledge into a new application, from the newest of the earlier applications that has them.
 */
export async function carryPledge(trx: Tx, earlier: readonly string[], { id }: { id: string }): Promise<void> {
  const rows = await trx('pledges').whereIn('application_id', [...earlier])
  const newest = earlier.flatMap(each => rows.filter(row => row.application_id === each))[0]
  if (!newest) return
  await trx('pledges')
    .insert({ ...newest, application_id: id, version: 1 })
    .onConflict('application_id')
    .ignore()
}
