import type { Knex } from 'knex'
import type { Db } from '../../../db/connection.ts'
import { looksLikeId } from '../../../db/ids.ts'
import type { Actor } from '../../../domain/actor.ts'
import { can } from '../../../domain/permissions.ts'
import { NotFound } from '../../../domain/refusals.ts'
import { toEmailAddress, type EmailAddress } from '../../../email/email-address.store.ts'
import { wasNotReached } from '../../../email/readers.store.ts'

/** One page of the addresses that bounced or were stopped, in alphabetical order. */
export async function addressLines(db: Db, after: { key: string } | null, limit: number): Promise<EmailAddress[]> {
  const rows = await db('email_addresses')
    .modify(query => {
      if (after) query.where('address_key', '>', after.key)
    })
    .orderBy('address_key')
    .limit(limit)
  return rows.map(toEmailAddress)
}

/** @throws NotFound when there is no such address, or the actor lacks the permission */
export async function findAddress(db: Db, actor: Actor, permission: 'outbox.read', id: string): Promise<EmailAddress> {
  const row = looksLikeId(id) && can(actor, permission) ? await db('email_addresses').where({ id }).first() : undefined
  if (!row) throw new NotFound()
  return toEmailAddress(row)
}

/** An organisation that uses an address, and the names of its other leads who can be reached by email. */
export interface AffectedOrganisation {
  id: string
  name: string
  leads: readonly string[]
}

const most = 20

/** Up to 20 organisations, by name, in which the address belongs to a member or is the shared mailbox. */
export async function affectedOrganisations(db: Db, { key, address }: EmailAddress): Promise<AffectedOrganisation[]> {
  const own = db('memberships')
    .join('people', 'people.id', 'memberships.person_id')
    .where('people.email_key', key)
    .whereNull('memberships.ended_at')
    .select('memberships.organisation_id')
  const organisations = await db('organisations')
    .whereIn('id', own as unknown as Knex.QueryBuilder)
    .orWhere({ role_mailbox: address })
    .orderBy(['name_key', 'id'])
    .limit(most)
    .select('id', 'name')
  const leads = await db('memberships')
    .join('people', 'people.id', 'memberships.person_id')
    .whereIn(
      'memberships.organisation_id',
      organisations.map(({ id }) => id),
    )
    .where('memberships.role', 'lead')
    .where('people.status', 'active')
    .whereNull('memberships.ended_at')
    .whereNot('people.email_key', key)
    .whereRaw(`not ${wasNotReached}`)
    .orderBy(['people.name_key', 'people.id'])
    .select('memberships.organisation_id', 'people.name')
  return organisations.map(({ id, name }) => ({
    id,
    name,
    leads: leads.filter(lead => lead.organisation_id === id).map(lead => lead.name),
  }))
}

/** A person's name; null when `id` is null or unknown. */
export const nameOfPerson = async (db: Db, id: string | null): Promise<string | null> =>
  id === null ? null : ((await db('people').where({ id }).first('name'))?.name ?? null)
