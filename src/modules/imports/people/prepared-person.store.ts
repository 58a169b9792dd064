import type { Db, Tx } from '../../../db/connection.ts'
import { newId } from '../../../db/ids.ts'
import type { MemberRole } from '../../../domain/actor.ts'
import type { Instant } from '../../../domain/time.ts'
import { addressKey } from '../../../email/addresses.ts'

/** Someone who can be invited to the team of an organisation. */
export interface PreparedPerson {
  id: string
  organisationId: string
  organisation: string
  name: string
  email: string
  role: MemberRole
}

/**
 * Those who can be invited, are invited or are members, as organisation, address and role. Several ways of writing an
 * address are one.
 */
export async function peopleOf(db: Db | Tx, organisationIds: readonly string[]): Promise<Set<string>> {
  const known = new Set<string>()
  for (let from = 0; from < organisationIds.length; from += 200) {
    const ids = organisationIds.slice(from, from + 200)
    const prepared = await db('prepared_people')
      .whereIn('organisation_id', ids)
      .select('organisation_id', 'email', 'role')
    const invited = await db('invitations')
      .whereIn('organisation_id', ids)
      .whereNull('revoked_at')
      .select('organisation_id', 'email', 'role')
    const members = await db('memberships')
      .join('people', 'people.id', 'memberships.person_id')
      .whereIn('memberships.organisation_id', ids)
      .whereNull('memberships.ended_at')
      .select('memberships.organisation_id', 'people.email', 'memberships.role')
    for (const { organisation_id: id, email, role } of [...prepared, ...invited, ...members] as {
      organisation_id: string
      email: string
      role: string
    }[])
      known.add([id, addressKey(email), role].join(' '))
  }
  return known
}

/** @returns its id, or null when this person is prepared already */
export async function insertPreparedPerson(
  trx: Tx,
  person: Pick<PreparedPerson, 'organisationId' | 'name' | 'email' | 'role'>,
  { importId, at }: { importId: string; at: Instant },
): Promise<string | null> {
  const id = newId()
  const made = await trx('prepared_people')
    .insert({
      id,
      organisation_id: person.organisationId,
      name: person.name,
      email: person.email,
      email_key: addressKey(person.email),
      role: person.role,
      made_at: at,
      import_id: importId,
      invitation_id: null,
      invited_at: null,
    })
    .onConflict(['organisation_id', 'email_key', 'role'])
    .ignore()
    .returning('id')
  return made.length > 0 ? id : null
}

/** @returns whether they were removed, are gone, or have been invited */
export async function removeUninvited(trx: Tx, id: string): Promise<'removed' | 'gone' | 'invited'> {
  if ((await trx('prepared_people').where({ id }).whereNull('invited_at').delete()) === 1) return 'removed'
  return (await trx('prepared_people').where({ id }).first('id')) ? 'invited' : 'gone'
}

export const organisationExists = async (trx: Tx, id: string): Promise<boolean> =>
  (await trx('organisations').where({ id }).first('id')) !== undefined
