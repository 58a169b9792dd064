import type { Tx } from '../../../db/connection.ts'
import type { Instant } from '../../../domain/time.ts'

/** @returns whether nobody had confirmed before */
export async function markReadersConfirmed(
  trx: Tx,
  id: string,
  by: { personId: string; at: Instant },
): Promise<boolean> {
  const changed = await trx('organisations')
    .where({ id, readers_confirmed_at: null })
    .update({ readers_confirmed_at: by.at, readers_confirmed_by: by.personId })
  return changed > 0
}
