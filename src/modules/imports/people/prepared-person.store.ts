import type { Db, Tx } from '../../../db/connection.ts'
import { newId } from '../../../db/ids.ts'
import { withKeptSql } from '../../../db/kept-sql.ts'
import { lookup, runLookup, type Lookup } from '../../../db/lookups.ts'
import type { MemberRole } from '../../../domain/actor.ts'
import type { Instant } from '../../../domain/time.ts'
import { addressKey } from '../../../email/addresses.ts'

/** Someone from an import who can be invited to the team of an organisation. */
export interface PreparedPerson {
  id: string
  organisationId: string
  organisation: string
  name: string
  email: string
  role: MemberRole
}

/** The ids and names of the people who are prepared but not yet invited, by the same keys as in `membersOf`. */
export async function preparedOf(
  db: Db | Tx,
  organisationIds: readonly string[],
): Promise<Map<string, Pick<PreparedPerson, 'id' | 'name'>>> {
  const prepared = new Map<string, Pick<PreparedPerson, 'id' | 'name'>>()
  for (let from = 0; from < organisationIds.length; from += atOnce) {
    const rows = await db('prepared_people')
      .whereIn('organisation_id', organisationIds.slice(from, from + atOnce))
      .whereNull('invited_at')
      .select('id', 'name', 'organisation_id', 'email', 'role')
    for (const { id, name, ...row } of rows) prepared.set(keyOf(row), { id, name })
  }
  return prepared
}

const atOnce = 200
const keyOf = (row: { organisation_id: string | null; email: string; role: string }): string =>
  [row.organisation_id, addressKey(row.email), row.role].join(' ')

/**
 * One key for each person who is invited, waiting for approval or a member. A key consists of organisation, email
 * address and role.
 */
export async function membersOf(db: Db | Tx, organisationIds: readonly string[]): Promise<Set<string>> {
  const known = new Set<string>()
  for (let from = 0; from < organisationIds.length; from += atOnce) {
    const ids = organisationIds.slice(from, from + atOnce)
    const invited = await db('invitations')
      .whereIn('organisation_id', ids)
      .where(open => void open.whereNull('accepted_at').orWhereExists(membershipAccepted(db)))
      .whereNull('revoked_at')
      .select('organisation_id', 'email', 'role')
    const members = await db('memberships')
      .join('people', 'people.id', 'memberships.person_id')
      .whereIn('memberships.organisation_id', ids)
      .whereNull('memberships.ended_at')
      .select<{ organisation_id: string; email: string; role: string }[]>(
        'memberships.organisation_id',
        'people.email',
        'memberships.role',
      )
    const waiting = await db('access_requests')
      .join('people', 'people.id', 'access_requests.person_id')
      .whereIn('access_requests.organisation_id', ids)
      .where('access_requests.status', 'waiting')
      .select<{ organisation_id: string; email: string; role: string }[]>(
        'access_requests.organisation_id',
        'people.email',
        'access_requests.role',
      )
    for (const each of [...invited, ...members, ...waiting]) known.add(keyOf(each))
  }
  return known
}

/**
 * A subselect of the membership that began with an accepted invitation. It is found even if the member's address has
 * changed since.
 */
const membershipAccepted = (db: Db | Tx) =>
  db('memberships')
    .whereRaw('memberships.person_id = invitations.accepted_by')
    .whereRaw('memberships.organisation_id = invitations.organisation_id')
    .whereRaw('memberships.role = invitations.role')
    .whereNull('memberships.ended_at')
    .select('memberships.id')

/**
 * One page of the people who have not been invited, or whose invitation has expired, by organisation.
 * @param after the last person of the previous page
 */
export const uninvitedPeople = (
  db: Db | Tx,
  after: { nameKey: string; id: string } | null,
  limit: number,
): Promise<UninvitedLine[]> => runLookup(db, uninvitedLookup(db, { after, limit }))

/** `expiredAt`: when the person's invitation expired; null for a person who has not been invited */
export type UninvitedLine = PreparedPerson & { nameKey: string; expiredAt: Instant | null }

const uninvitedLookup = withKeptSql(
  (
    db: Db | Tx,
    { after, limit }: { after: { nameKey: string; id: string } | null; limit: number },
  ): Lookup<UninvitedLine[]> =>
    lookup<UninvitedLine, UninvitedLine[]>(
      () =>
        db('prepared_people')
          .join('organisations', 'organisations.id', 'prepared_people.organisation_id')
          .leftJoin(
            'invitations',
            join =>
              void join
                .on('invitations.id', 'prepared_people.invitation_id')
                .onNotNull('invitations.expired_at')
                .onNull('invitations.accepted_at')
                .onNull('invitations.revoked_at'),
          )
          // a union lets each of the two queries use its index
          .whereIn(
            'prepared_people.id',
            db('prepared_people').whereNull('invited_at').select('id').unionAll(invitedTooLongAgo(db)),
          )
          .modify(query => {
            if (after)
              query.whereRaw('(organisations.name_key, prepared_people.id) > (?, ?)', [after.nameKey, after.id])
          })
          .orderBy(['organisations.name_key', 'prepared_people.id'])
          .limit(limit)
          .select(...personColumns, 'organisations.name_key as nameKey', 'invitations.expired_at as expiredAt'),
      ['id', 'organisationId', 'organisation', 'name', 'email', 'role', 'nameKey', 'expiredAt'],
      rows => rows,
    ),
)

/** The people from imports whose invitation has expired. */
const invitedTooLongAgo = (db: Db | Tx) =>
  db('invitations')
    .join('prepared_people as invited', 'invited.invitation_id', 'invitations.id')
    .whereNotNull('invitations.expired_at')
    .whereNull('invitations.accepted_at')
    .whereNull('invitations.revoked_at')
    .select('invited.id')

/** `invitationId`: the person's expired invitation; null for a person who has not been invited */
export type UninvitedPerson = PreparedPerson & { invitationId: string | null }

/**
 * The people with these ids who have not been invited, or whose invitation has expired. Reads at most the first 200
 * ids.
 */
export async function findUninvited(trx: Tx, ids: readonly string[]): Promise<UninvitedPerson[]> {
  return trx('prepared_people')
    .join('organisations', 'organisations.id', 'prepared_people.organisation_id')
    .whereIn('prepared_people.id', ids.slice(0, atOnce))
    .where(
      open => void open.whereNull('prepared_people.invited_at').orWhereIn('prepared_people.id', invitedTooLongAgo(trx)),
    )
    .orderBy('prepared_people.id')
    .select<UninvitedPerson[]>(...personColumns, 'prepared_people.invitation_id as invitationId')
}

const personColumns = [
  'prepared_people.id',
  'prepared_people.organisation_id as organisationId',
  'organisations.name as organisation',
  'prepared_people.name',
  'prepared_people.email',
  'prepared_people.role',
] as const

export async function markInvited(
  trx: Tx,
  id: string,
  { invitationId, at }: { invitationId: string | null; at: Instant },
): Promise<void> {
  await trx('prepared_people').where({ id }).update({ invitation_id: invitationId, invited_at: at })
}

/**
 * Prepares a person for a role, even a person who was invited to this role before.
 * @returns their id; null when they are already prepared for this role
 */
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
    .merge(['name', 'email', 'made_at', 'import_id', 'invitation_id', 'invited_at'])
    .whereNotNull('prepared_people.invited_at')
    .returning('id')
  return made[0]?.id ?? null
}

export async function deletePreparedPerson(trx: Tx, id: string): Promise<void> {
  await trx('prepared_people').where({ id }).delete()
}

/** @returns false when the person no longer has the name `from`, or has been removed or invited */
export async function renamePrepared(
  trx: Tx,
  id: string,
  { from, to }: { from: string; to: string },
): Promise<boolean> {
  const renamed = await trx('prepared_people').where({ id, name: from }).whereNull('invited_at').update({ name: to })
  return renamed === 1
}

/** Why a prepared person could not be renamed. */
export async function whyNotRenamed(trx: Tx, id: string): Promise<'gone' | 'invited' | 'renamed'> {
  const row = await trx('prepared_people').where({ id }).first('invited_at')
  if (!row) return 'gone'
  return row.invited_at === null ? 'renamed' : 'invited'
}

/** Removes a person whom an import prepared, unless they have been invited since. */
export async function removeUninvited(trx: Tx, id: string, importId: string): Promise<'removed' | 'gone' | 'invited'> {
  const removed = await trx('prepared_people').where({ id, import_id: importId }).whereNull('invited_at').delete()
  if (removed === 1) return 'removed'
  return (await trx('prepared_people').where({ id }).first('id')) ? 'invited' : 'gone'
}

export const organisationExists = async (trx: Tx, id: string): Promise<boolean> =>
  (await trx('organisations').where({ id }).first('id')) !== undefined
