import type { Db } from '../../../db/connection.ts'

export interface ReminderReader {
  kind: 'person' | 'mailbox'
  id: string
  name: string
  address: string
  language: string
}

/**
 * Where a reminder goes now; null for a person who cannot sign in any more and for an organisation without a mailbox.
 */
export async function readerOf(db: Db, kind: ReminderReader['kind'], id: string): Promise<ReminderReader | null> {
  return (await readersOf(db, kind, [id]))[0] ?? null
}

export async function readersOf(
  db: Db,
  kind: ReminderReader['kind'],
  ids: readonly string[],
): Promise<ReminderReader[]> {
  if (kind === 'person') {
    const people = await db('people')
      .whereIn('id', [...ids])
      .where({ status: 'active' })
      .select('id', 'name', 'email', 'language')
    return people.map(({ id, name, email, language }) => ({ kind, id, name, address: email, language }))
  }
  const organisations = await db('organisations')
    .whereIn('id', [...ids])
    .whereNotNull('role_mailbox')
    .select('id', 'name', 'role_mailbox', 'language')
  return organisations.map(({ id, name, role_mailbox, language }) => ({
    kind,
    id,
    name,
    address: role_mailbox ?? '',
    language,
  }))
}
