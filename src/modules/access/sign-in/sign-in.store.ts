import type { Db, Tx } from '../../../db/connection.ts'
import { withKeptSql } from '../../../db/kept-sql.ts'
import { lookup, runLookup, type Lookup } from '../../../db/lookups.ts'
import type { Row } from '../../../db/tables.ts'
import type { CharityRole, MemberRole } from '../../../domain/actor.ts'
import { addMinutes, type Instant } from '../../../domain/time.ts'
import { addressKey } from '../../../email/addresses.ts'
import { emailsStoppedBy, wasNotReached } from '../../../email/readers.store.ts'
import { rightsIn } from '../rights/rights.store.ts'
import { oldestBegun, oldestSeen, type SignIn } from '../../../web/sign-ins.ts'

/** The stored data that a password is checked against. */
export interface Credentials {
  id: string
  passwordHash: string | null
  isActive: boolean
}
/** Why a sign-in ended. `over`: the sign-in timed out. */
export type Ended = 'signed out' | 'signed in again' | 'ended by its owner' | 'password changed' | 'suspended' | 'over'

interface JoinedRow {
  id: string
  started_at: Instant
  last_seen_at: Instant
  ended_at: Instant | null
  confirmed_at: Instant | null
  person_id: string
  name: string
  language: string
  status: string
  unreached: string | null
  stopped_by: string | null
  organisation_id: string | null
  member_role: MemberRole | null
  charity_role: CharityRole | null
}

/**
 * The sign-in of this session with its person and their current memberships and roles, in one query. In a session that
 * was replaced, the password does not count as confirmed, because the session's cookie may be a copy.
 * @returns the sign-in, even if it has ended or timed out; null for an unknown session, and for one that was replaced
 * over a minute ago
 */
export async function findSignIn(db: Db, idHash: string, at: Instant): Promise<SignIn | null> {
  const rows = await runLookup(db, rowsOfSession(db, idHash))
  const [first] = rows
  if (!first) return null
  if (!first.replaced_at) return toSignIn(first, rows)
  return addMinutes(first.replaced_at, 1) <= at ? null : { ...toSignIn(first, rows), confirmedAt: null }
}

const rowsOfSession = withKeptSql((db: Db, idHash: string): Lookup<(JoinedRow & { replaced_at: Instant | null })[]> =>
  lookup<JoinedRow & { replaced_at: Instant | null }, (JoinedRow & { replaced_at: Instant | null })[]>(
    () =>
      signInRows(db)
        .join('sessions', 'sessions.data', 'sign_ins.id')
        .where('sessions.id_hash', idHash)
        .select('sessions.replaced_at as replaced_at'),
    [...joinedFields, 'replaced_at'],
    rows => rows,
  ),
)

/** The sign-ins with these ids, each with its person and that person's current memberships and roles, in one query. */
export async function signInsWithIds(db: Db, ids: readonly string[]): Promise<SignIn[]> {
  const rows = await runLookup(db, rowsWithIds(db, ids))
  const firsts = new Map(rows.map(row => [row.id, row]))
  return [...firsts.values()].map(first =>
    toSignIn(
      first,
      rows.filter(({ id }) => id === first.id),
    ),
  )
}

const rowsWithIds = withKeptSql((db: Db, ids: readonly string[]): Lookup<JoinedRow[]> =>
  lookup<JoinedRow, JoinedRow[]>(
    () => signInRows(db).whereIn('sign_ins.id', [...ids]),
    joinedFields,
    rows => rows,
  ),
)

const joinedFields = [
  'id',
  'started_at',
  'last_seen_at',
  'ended_at',
  'confirmed_at',
  'person_id',
  'name',
  'language',
  'status',
  'organisation_id',
  'member_role',
  'charity_role',
  'unreached',
  'stopped_by',
] as const

const signInRows = (db: Db) =>
  db('sign_ins')
    .join('people', 'people.id', 'sign_ins.person_id')
    .leftJoin('memberships', on => void on.on('memberships.person_id', 'people.id').onNull('memberships.ended_at'))
    .leftJoin(
      'charity_roles',
      on => void on.on('charity_roles.person_id', 'people.id').onNull('charity_roles.ended_at'),
    )
    .select(
      'sign_ins.id as id',
      'sign_ins.started_at as started_at',
      'sign_ins.last_seen_at as last_seen_at',
      'sign_ins.ended_at as ended_at',
      'sign_ins.confirmed_at as confirmed_at',
      'people.id as person_id',
      'people.name as name',
      'people.language as language',
      'people.status as status',
      'memberships.organisation_id as organisation_id',
      'memberships.role as member_role',
      'charity_roles.role as charity_role',
      db.raw(`case when ${wasNotReached} then people.email end as unreached`),
      db.raw(`${emailsStoppedBy} as stopped_by`),
    )

const toSignIn = (first: JoinedRow, rows: readonly JoinedRow[]): SignIn => ({
  id: first.id,
  startedAt: first.started_at,
  lastSeenAt: first.last_seen_at,
  endedAt: first.ended_at,
  confirmedAt: first.confirmed_at,
  isActive: first.status === 'active',
  unreached: first.unreached === null ? null : { address: first.unreached, stoppedBy: first.stopped_by },
  actor: {
    id: first.person_id,
    name: first.name,
    language: first.language,
    ...rightsIn(
      rows.map(row => ({
        organisationId: row.organisation_id,
        memberRole: row.member_role,
        charityRole: row.charity_role,
      })),
    ),
  },
})

export async function insertSession(
  trx: Tx,
  idHash: string,
  signInId: string,
  { at, expiresAt }: { at: Instant; expiresAt: Instant },
): Promise<void> {
  await trx('sessions')
    .insert({ id_hash: idHash, data: signInId, saved_at: at, expires_at: expiresAt })
    .onConflict('id_hash')
    .merge({ data: signInId, saved_at: at, expires_at: expiresAt })
}

/** Records when a session was replaced. Keeps the time of an earlier replacement. */
export async function replaceSession(trx: Tx, idHash: string, at: Instant): Promise<void> {
  await trx('sessions').where({ id_hash: idHash }).whereNull('replaced_at').update({ replaced_at: at })
}

export async function deleteSession(trx: Tx, idHash: string): Promise<void> {
  await trx('sessions').where({ id_hash: idHash }).delete()
}

export async function insertSignIn(
  trx: Tx,
  row: Pick<Row<'sign_ins'>, 'id' | 'person_id' | 'started_at' | 'browser'>,
): Promise<void> {
  await trx('sign_ins').insert({ ...row, last_seen_at: row.started_at, ended_at: null, end_reason: null })
  await trx('people').where({ id: row.person_id }).update({ signed_in_at: row.started_at })
}

/** Records that the person has entered their password again in this sign-in. */
export async function markConfirmed(trx: Tx, id: string, at: Instant): Promise<void> {
  await trx('sign_ins').where({ id }).update({ confirmed_at: at })
}

/**
 * Updates the time of the last request. Does nothing if another request has just updated it, or the sign-in has ended.
 */
export async function updateLastSeen(trx: Tx, { id, lastSeenAt }: SignIn, at: Instant): Promise<void> {
  await trx('sign_ins').where({ id, last_seen_at: lastSeenAt }).whereNull('ended_at').update({ last_seen_at: at })
}

export async function endSignIn(
  trx: Tx,
  { personId, id }: { personId: string; id: string },
  why: Ended,
  at: Instant,
): Promise<boolean> {
  return (
    (await trx('sign_ins')
      .where({ id, person_id: personId })
      .whereNull('ended_at')
      .update({ ended_at: at, end_reason: why })) > 0
  )
}

/** Ends all of a person's sign-ins, with effect from each browser's next request. */
export async function endSignInsOf(trx: Tx, personId: string, why: Ended, at: Instant): Promise<void> {
  await trx('sign_ins').where({ person_id: personId }).whereNull('ended_at').update({ ended_at: at, end_reason: why })
}

/** The person's current sign-ins, most recently used first; at most 50. */
export const signInsOf = (db: Db, personId: string, now: Instant): Promise<CurrentSignIn[]> =>
  runLookup(db, currentSignIns(db, personId, { seenAfter: oldestSeen(now), begunAfter: oldestBegun(now) }))

type CurrentSignIn = Pick<Row<'sign_ins'>, 'id' | 'started_at' | 'last_seen_at' | 'browser'>

const currentSignIns = withKeptSql(
  (
    db: Db,
    personId: string,
    { seenAfter, begunAfter }: { seenAfter: Instant; begunAfter: Instant },
  ): Lookup<CurrentSignIn[]> =>
    lookup<CurrentSignIn, CurrentSignIn[]>(
      () =>
        db('sign_ins')
          .where({ person_id: personId })
          .whereNull('ended_at')
          .where('last_seen_at', '>', seenAfter)
          .where('started_at', '>', begunAfter)
          .orderBy([{ column: 'last_seen_at', order: 'desc' }, 'id'])
          .limit(50)
          .select('id', 'started_at', 'last_seen_at', 'browser'),
      ['id', 'started_at', 'last_seen_at', 'browser'],
      rows => rows,
    ),
)

export async function credentialsOf(db: Db, email: string): Promise<Credentials | null> {
  return toCredentials(
    await db('people')
      .where({ email_key: addressKey(email) })
      .first('id', 'password_hash', 'status'),
  )
}

export async function credentialsOfPerson(db: Db | Tx, id: string): Promise<Credentials | null> {
  return toCredentials(await db('people').where({ id }).first('id', 'password_hash', 'status'))
}

const toCredentials = (
  row: { id: string; password_hash: string | null; status: string } | undefined,
): Credentials | null =>
  row ? { id: row.id, passwordHash: row.password_hash, isActive: row.status === 'active' } : null

/**
 * Locks a person's account until this transaction ends.
 * @returns false, without a lock, when the hash of the password has changed
 */
export async function lockWithPassword(
  trx: Tx,
  { id, passwordHash }: { id: string; passwordHash: string },
): Promise<boolean> {
  return (await trx('people').where({ id, password_hash: passwordHash }).forUpdate().first('id')) !== undefined
}

/** Updates only the hash, so that a concurrent change to the account is not overwritten. */
export async function updatePasswordHash(trx: Tx, personId: string, passwordHash: string): Promise<void> {
  await trx('people').where({ id: personId }).update({ password_hash: passwordHash })
}

/**
 * Ends sign-ins that have timed out. Deletes expired sessions, sign-ins that ended before `endedBefore`, and links that
 * expired before then.
 */
export async function deleteOldSessions(trx: Tx, at: Instant, endedBefore: Instant): Promise<void> {
  await trx('sign_ins')
    .whereNull('ended_at')
    .where(over => void over.where('last_seen_at', '<=', oldestSeen(at)).orWhere('started_at', '<=', oldestBegun(at)))
    .update({ ended_at: at, end_reason: 'over' })
  await trx('sessions').where('expires_at', '<', at).delete()
  await trx('sign_ins').where('ended_at', '<', endedBefore).delete()
  await trx('email_tokens').where('expires_at', '<', endedBefore).delete()
}
