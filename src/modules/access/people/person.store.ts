import type { Db, Tx } from '../../../db/connection.ts'
import { startingWith } from '../../../db/name-search.ts'
import { looksLikeId } from '../../../db/ids.ts'
import { withKeptSql } from '../../../db/kept-sql.ts'
import { lookup, runLookup, type Lookup } from '../../../db/lookups.ts'
import type { Row } from '../../../db/tables.ts'
import type { CharityRole, MemberRole } from '../../../domain/actor.ts'
import { NotFound, Stale } from '../../../domain/refusals.ts'
import type { Instant } from '../../../domain/time.ts'
import { keyOfName } from '../../../domain/similar-names.ts'
import { addressKey, addressStart } from '../../../email/addresses.ts'

export type PersonStatus = 'active' | 'suspended'
export interface Person {
  id: string
  name: string
  email: string
  language: string
  status: PersonStatus
  createdAt: Instant
  version: number
}
/** @throws NotFound when there is no such person */
export async function findPerson(db: Db | Tx, id: string): Promise<Person> {
  const person = looksLikeId(id) ? await runLookup(db, personWithId(db, id)) : null
  if (!person) throw new NotFound()
  return person
}

const personWithId = withKeptSql((db: Db | Tx, id: string): Lookup<Person | null> =>
  lookup<PersonRow, Person | null>(
    () =>
      db('people')
        .where({ id })
        .select(...columns),
    columns,
    ([row]) => (row ? toPerson(row) : null),
  ),
)

export const personWithAddress = (db: Db | Tx, email: string): Promise<Person | null> =>
  runLookup(db, personWithKey(db, addressKey(email)))

const personWithKey = withKeptSql((db: Db | Tx, key: string): Lookup<Person | null> =>
  lookup<PersonRow, Person | null>(
    () =>
      db('people')
        .where({ email_key: key })
        .select(...columns),
    columns,
    ([row]) => (row ? toPerson(row) : null),
  ),
)

/** The id of the person with this address; null when there is none. */
export function personIdWithAddressLookup(db: Db, email: string): Lookup<string | null> {
  const person = personWithKey(db, addressKey(email))
  return { ...person, read: rows => person.read(rows)?.id ?? null }
}

/** @throws Stale when the address has since got an account */
export async function insertPerson(
  trx: Tx,
  person: Pick<Row<'people'>, 'id' | 'name' | 'email' | 'password_hash' | 'language' | 'created_at'>,
): Promise<void> {
  const made = await trx('people')
    .insert({
      ...person,
      name_key: keyOfName(person.name),
      email_key: addressKey(person.email),
      status: 'active',
      version: 1,
    })
    .onConflict('email_key')
    .ignore()
    .returning('id')
  if (made.length === 0) throw new Stale()
}

/** @throws Stale when the person has changed since they were read */
export async function updatePerson(
  trx: Tx,
  { id, version }: Pick<Person, 'id' | 'version'>,
  changes: Partial<Omit<Row<'people'>, 'name_key'>>,
): Promise<void> {
  const key = changes.name === undefined ? {} : { name_key: keyOfName(changes.name) }
  const changed = await trx('people')
    .where({ id, version })
    .update({ ...changes, ...key, version: version + 1 })
  if (changed === 0) throw new Stale()
}

/**
 * People by name.
 * @param by.after the last person of the previous page
 * @param by.search the start of a name or an email address; empty for all
 */
export async function peopleFrom(
  db: Db,
  by: { after: { name: string; id: string } | null; search: string; limit: number },
): Promise<Person[]> {
  const after = by.after && { key: keyOfName(by.after.name), id: by.after.id }
  const typed = by.search ? [...startingWith(keyOfName(by.search)), ...startingWith(addressStart(by.search))] : null
  return runLookup(db, peopleIn(db, { after, typed, limit: by.limit }))
}

const peopleIn = withKeptSql(
  (
    db: Db,
    by: { after: { key: string; id: string } | null; typed: readonly string[] | null; limit: number },
  ): Lookup<Person[]> =>
    lookup<PersonRow, Person[]>(
      () =>
        db('people')
          .modify(query => {
            if (by.after) void query.whereRaw('(name_key, id) > (?, ?)', [by.after.key, by.after.id])
            if (by.typed)
              void query.whereRaw('((name_key >= ? and name_key < ?) or (email_key >= ? and email_key < ?))', [
                ...by.typed,
              ])
          })
          .orderBy(['name_key', 'id'])
          .limit(by.limit)
          .select(...columns),
      columns,
      rows => rows.map(toPerson),
    ),
)

/** Whether the person holds any role in the charity now. */
export async function hasCharityRole(db: Db | Tx, personId: string): Promise<boolean> {
  return (await db('charity_roles').where({ person_id: personId, ended_at: null }).first('id')) !== undefined
}

/** Whether the person has or is waiting for a role in the charity. Always `none` for a suspended account. */
export async function standingInCharity(db: Db | Tx, personId: string): Promise<'held' | 'waiting' | 'none'> {
  const active = await db('people').where({ id: personId, status: 'active' }).first('id')
  if (!active) return 'none'
  if (await hasCharityRole(db, personId)) return 'held'
  const waiting = await db('access_requests')
    .where({ person_id: personId, organisation_id: null, status: 'waiting' })
    .first('id')
  return waiting ? 'waiting' : 'none'
}

/** @returns the id of the role if the person holds it now, or null */
export async function roleHeld(
  db: Db | Tx,
  { personId, organisationId, role }: { personId: string; organisationId: string | null; role: string },
): Promise<string | null> {
  const held =
    organisationId === null
      ? await db('charity_roles').where({ person_id: personId, role, ended_at: null }).first('id')
      : await db('memberships')
          .where({ person_id: personId, organisation_id: organisationId, role, ended_at: null })
          .first('id')
  return held?.id ?? null
}

/** Gives a role at the charity, unless the person already has it. */
export async function insertCharityRole(
  trx: Tx,
  given: { id: string; personId: string; role: CharityRole; at: Instant },
): Promise<void> {
  const { id, personId: person_id, role, at } = given
  const held = await trx('charity_roles').where({ person_id, role }).whereNull('ended_at').first('id')
  if (!held) await trx('charity_roles').insert({ id, person_id, role, started_at: at, ended_at: null })
}

/** Gives a role in an organisation, unless the person already has it. */
export async function insertMembership(
  trx: Tx,
  given: { id: string; personId: string; organisationId: string; role: MemberRole; at: Instant },
): Promise<void> {
  const { id, personId: person_id, organisationId: organisation_id, role, at } = given
  const held = await trx('memberships').where({ person_id, organisation_id, role }).whereNull('ended_at').first('id')
  if (!held) await trx('memberships').insert({ id, person_id, organisation_id, role, started_at: at, ended_at: null })
}

/** Records that a member has seen and confirmed who can read the organisation's evidence. */
export async function markReadersConfirmed(
  trx: Tx,
  by: { personId: string; organisationId: string; at: Instant },
): Promise<void> {
  await trx('memberships')
    .where({ person_id: by.personId, organisation_id: by.organisationId, ended_at: null })
    .update({ readers_confirmed_at: by.at })
}

/** @returns false when the membership had already ended */
export async function endMembership(trx: Tx, id: string, at: Instant): Promise<boolean> {
  return (await trx('memberships').where({ id }).whereNull('ended_at').update({ ended_at: at })) > 0
}

/** @returns false when the role had already ended */
export async function endCharityRole(trx: Tx, id: string, at: Instant): Promise<boolean> {
  return (await trx('charity_roles').where({ id }).whereNull('ended_at').update({ ended_at: at })) > 0
}

/** Ids of the administrators who can sign in. The update locks their roles until this transaction ends. */
export async function administratorsLocked(trx: Tx): Promise<string[]> {
  await trx('charity_roles').where({ role: 'administrator' }).whereNull('ended_at').update({ role: 'administrator' })
  return administrators(trx)
}

export async function administrators(db: Db | Tx): Promise<string[]> {
  const rows = await db('charity_roles')
    .join('people', 'people.id', 'charity_roles.person_id')
    .where('charity_roles.role', 'administrator')
    .where('people.status', 'active')
    .whereNull('charity_roles.ended_at')
    .distinct<{ id: string }[]>('people.id as id')
  return rows.map(({ id }) => id)
}

const columns = ['id', 'name', 'email', 'language', 'status', 'created_at', 'version'] as const
type PersonRow = Pick<Row<'people'>, (typeof columns)[number]>

const toPerson = (row: PersonRow): Person => ({
  id: row.id,
  name: row.name,
  email: row.email,
  language: row.language,
  status: row.status as PersonStatus,
  createdAt: row.created_at,
  version: row.version,
})
