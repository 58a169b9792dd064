import type { Tx } from '../../../db/connection.ts'

/**
 * Marks the contacts as not confirmed in the light renewals that a library is writing. Keeps the versions of the
 * applications, so that forms opened earlier can still be saved.
 * @returns the ids of the applications
 */
export async function clearConfirmations(trx: Tx, { organisationId }: { organisationId: string }): Promise<string[]> {
  const ids = await trx('applications')
    .where({ organisation_id: organisationId, kind: 'renewal' })
    .whereIn('status', ['draft', 'returned'])
    .whereNotNull('contacts_confirmed_at')
    .pluck<string[]>('id')
  if (ids.length > 0) await trx('applications').whereIn('id', ids).update({ contacts_confirmed_at: null })
  return ids
}
