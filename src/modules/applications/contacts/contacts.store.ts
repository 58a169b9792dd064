import type { Tx } from '../../../db/connection.ts'

/**
 * Clears the confirmed contacts of the applications that a library is writing. Keeps their versions, because no form
 * edits the contacts.
 * @returns the ids of the applications
 */
export async function clearConfirmations(trx: Tx, { organisationId }: { organisationId: string }): Promise<string[]> {
  const ids = await trx('applications')
    .where({ organisation_id: organisationId })
    .whereIn('status', ['draft', 'returned'])
    .whereNotNull('contacts_confirmed_at')
    .pluck<string[]>('id')
  if (ids.length > 0) await trx('applications').whereIn('id', ids).update({ contacts_confirmed_at: null })
  return ids
}
