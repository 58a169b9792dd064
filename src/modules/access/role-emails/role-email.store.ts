import type { Db, Tx } from '../../../db/connection.ts'
import type { CharityRole } from '../../../domain/actor.ts'
import { readersById, type Reader } from '../../../email/readers.store.ts'

/**
 * An organisation as named in emails about its team. `roleMailbox` is null until emails are switched on for the
 * organisation.
 */
export interface TeamPlace {
  name: string
  roleMailbox: string | null
  language: string
}

export async function teamPlace(db: Db | Tx, id: string): Promise<TeamPlace> {
  const row = await db('organisations').where({ id }).first('name', 'role_mailbox', 'language', 'emails_started_at')
  if (!row) throw new Error(`there is no organisation ${id}`)
  return {
    name: row.name,
    roleMailbox: row.emails_started_at === null ? null : row.role_mailbox,
    language: row.language,
  }
}

/** Every lead whose account is active, whether or not emails reach them. */
export async function leadsOf(db: Db | Tx, organisationId: string): Promise<Reader[]> {
  const ids = await db('memberships')
    .where({ organisation_id: organisationId, role: 'lead', ended_at: null })
    .pluck<string[]>('person_id')
  return readersById(db, ids)
}

/** Everyone who has an active account and one of these roles in the charity. */
export async function charityPeople(db: Db | Tx, roles: readonly CharityRole[]): Promise<Reader[]> {
  const ids = await db('charity_roles')
    .whereIn('role', [...roles])
    .where({ ended_at: null })
    .distinct()
    .pluck<string[]>('person_id')
  return readersById(db, ids)
}

/** The person's name and email address; null for the service and the operator. */
export async function personNamed(db: Db | Tx, id: string): Promise<{ name: string; email: string } | null> {
  return (await db('people').where({ id }).first('name', 'email')) ?? null
}
