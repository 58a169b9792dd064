import type { Db, Tx } from '../../../db/connection.ts'
import { looksLikeId } from '../../../db/ids.ts'
import { lookUp, lookup, type Lookup } from '../../../db/lookups.ts'
import type { Row } from '../../../db/tables.ts'
import type { Actor } from '../../../domain/actor.ts'
import type { Organisation, OrganisationKind } from '../../../domain/organisation.ts'
import { can, type OrganisationPermission } from '../../../domain/permissions.ts'
import { Forbidden, NotFound, Stale } from '../../../domain/refusals.ts'

/**
 * @throws NotFound when there is none or the person may not know of it; Forbidden when they may know but not do this
 */
export const findOrganisation = async (
  db: Db | Tx,
  actor: Actor,
  permission: OrganisationPermission,
  id: string,
): Promise<Organisation> => lookUp(db, organisationFor(db, actor, permission, id))

/** `findOrganisation` as a lookup, to run in one statement with others. It throws for all of them. */
export function organisationFor(
  db: Db | Tx,
  actor: Actor,
  permission: OrganisationPermission,
  id: string,
): Lookup<Organisation> {
  if (!looksLikeId(id)) throw new NotFound()
  return lookup<OrganisationRow, Organisation>(
    db('organisations')
      .where({ id })
      .select(
        ...organisationColumns,
        db.raw(`case when ${readersConfirmed} then 1 else 0 end as readers_confirmed`, [actor.id]),
      ),
    [...organisationColumns, 'readers_confirmed'],
    ([row]) => {
      const organisation = row && toOrganisation(row, row.readers_confirmed === 1)
      if (organisation && can(actor, permission, organisation)) return organisation
      throw organisation && can(actor, 'organisation.know', organisation) ? new Forbidden(permission) : new NotFound()
    },
  )
}

type OrganisationRow = Row<'organisations'> & { readers_confirmed: number }

/**
 * Whether a person has confirmed who can read the evidence since someone last joined or changed role, and a lead has
 * since the last lead joined. The same rule as in domain/evidence-readers.ts. Binds the person's id.
 */
const membersHere = `from memberships as members where members.organisation_id = organisations.id
  and members.ended_at is null`
const readersConfirmed = `exists (select 1 ${membersHere} and members.person_id = ?
    and members.readers_confirmed_at >= (select max(members.started_at) ${membersHere}))
  and exists (select 1 ${membersHere} and members.role = 'lead'
    and members.readers_confirmed_at >= (select max(members.started_at) ${membersHere} and members.role = 'lead'))`

const organisationColumns = [
  'id',
  'name',
  'kind',
  'place',
  'role_mailbox',
  'language',
  'sign_off_wanted',
  'version',
] as const

/** The organisation of an application or award. The caller has checked permission. */
export async function organisationOf(db: Db | Tx, entity: { organisationId: string }): Promise<Organisation> {
  const row = await db('organisations').where({ id: entity.organisationId }).first()
  if (!row) throw new NotFound()
  return toOrganisation(row)
}

export interface OrganisationLine {
  id: string
  name: string
  kind: OrganisationKind
  place: string
  branches: number
  leads: number
}

/** The charity's list of organisations, by name.
 * @param by.search the start of a name; empty for all
 * @param by.after the last line of the page before */
export async function organisationLines(
  db: Db,
  by: { search: string; after: { nameKey: string; id: string } | null; limit: number },
): Promise<(OrganisationLine & { nameKey: string })[]> {
  const rows = await db('organisations')
    .modify(query => {
      const start = nameKey(by.search)
      if (start) query.where('name_key', '>=', start).where('name_key', '<', `${start}\uffff`)
      if (by.after) query.whereRaw('(name_key, id) > (?, ?)', [by.after.nameKey, by.after.id])
    })
    .orderBy(['name_key', 'id'])
    .limit(by.limit)
    .select(
      'id',
      'name',
      'kind',
      'place',
      'name_key as nameKey',
      db('branches')
        .whereRaw('branches.organisation_id = organisations.id')
        .whereNull('closed_on')
        .count()
        .as('branches'),
      db('memberships')
        .whereRaw('memberships.organisation_id = organisations.id')
        .where({ role: 'lead' })
        .whereNull('ended_at')
        .count()
        .as('leads'),
    )
  return (rows as (OrganisationLine & { nameKey: string })[]).map(row => ({
    ...row,
    branches: Number(row.branches),
    leads: Number(row.leads),
  }))
}
export async function insertOrganisation(
  trx: Tx,
  row: Pick<Row<'organisations'>, 'id' | 'name' | 'kind' | 'place' | 'role_mailbox' | 'created_at'>,
): Promise<void> {
  await trx('organisations').insert({
    ...row,
    name_key: nameKey(row.name),
    language: 'en',
    sign_off_wanted: 0,
    version: 1,
  })
}

/** @throws Stale when it was changed since it was read */
export async function updateOrganisation(
  trx: Tx,
  { id }: Organisation,
  readAt: number,
  changes: Pick<Row<'organisations'>, 'name' | 'place' | 'role_mailbox'>,
): Promise<void> {
  const changed = await trx('organisations')
    .where({ id, version: readAt })
    .update({ ...changes, name_key: nameKey(changes.name), version: readAt + 1 })
  if (changed === 0) throw new Stale()
}

/** The name in lower case without accents, for sorting and searching. */
export const nameKey = (name: string): string =>
  name.normalize('NFD').replace(/\p{M}/gu, '').toLocaleLowerCase('en').trim()

export const toOrganisation = (row: Row<'organisations'>, isConfirmed = false): Organisation => ({
  id: row.id,
  name: row.name,
  kind: row.kind as OrganisationKind,
  place: row.place,
  roleMailbox: row.role_mailbox,
  signOffWanted: row.sign_off_wanted === 1,
  readersConfirmed: isConfirmed,
  language: row.language,
  version: row.version,
})
