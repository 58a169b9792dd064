import type { Db, Tx } from '../../../db/connection.ts'
import { looksLikeId } from '../../../db/ids.ts'
import type { Row } from '../../../db/tables.ts'
import type { CharityRole, MemberRole } from '../../../domain/actor.ts'
import { NotFound } from '../../../domain/refusals.ts'
import type { Instant } from '../../../domain/time.ts'
import { addressKey } from '../../../email/addresses.ts'
import type { EmailToken } from '../../../web/email-links.ts'

/** To a role in the charity, or to a place in one organisation. */
export interface Invitation {
  id: string
  name: string
  email: string
  language: string
  role: CharityRole | MemberRole
  organisationId: string | null
  createdAt: Instant
  acceptedAt: Instant | null
  revokedAt: Instant | null
}

export async function insertInvitation(
  trx: Tx,
  row: Omit<Row<'invitations'>, 'accepted_at' | 'accepted_by' | 'revoked_at'>,
): Promise<void> {
  await trx('invitations').insert({ ...row, accepted_at: null, accepted_by: null, revoked_at: null })
}

/** @throws NotFound also when the invitation is to another organisation; null is the charity */
export async function findInvitation(db: Db | Tx, organisationId: string | null, id: string): Promise<Invitation> {
  const row = looksLikeId(id)
    ? await db('invitations').where({ id, organisation_id: organisationId }).first()
    : undefined
  if (!row) throw new NotFound()
  return toInvitation(row)
}

/** Neither accepted nor taken back, the latest first. `organisationId` null: to roles in the charity. */
export async function invitationsWaiting(db: Db | Tx, organisationId: string | null): Promise<Invitation[]> {
  const rows = await db('invitations')
    .where({ organisation_id: organisationId })
    .whereNull('accepted_at')
    .whereNull('revoked_at')
    .orderBy([{ column: 'created_at', order: 'desc' }, 'id'])
    .limit(200)
  return rows.map(toInvitation)
}

/** Until when the latest link of each goes; none yet for one whose letter waits to be sent. */
export async function linksUntil(
  db: Db,
  invitations: readonly Pick<Invitation, 'id'>[],
): Promise<ReadonlyMap<string, Instant>> {
  const rows = await db('email_tokens')
    .where({ kind: 'invitation' })
    .whereIn(
      'about_id',
      invitations.map(({ id }) => id),
    )
    .groupBy('about_id')
    .select<{ about_id: string; until: Instant }[]>('about_id', db.raw('max(expires_at) as until'))
  return new Map(rows.map(({ about_id: id, until }) => [id, until]))
}

export async function isInvited(
  trx: Tx,
  { email, role, organisationId }: Pick<Invitation, 'email' | 'role' | 'organisationId'>,
): Promise<boolean> {
  const rows = await trx('invitations')
    .where({ role, organisation_id: organisationId })
    .whereNull('accepted_at')
    .whereNull('revoked_at')
    .select('email')
  return rows.some(row => addressKey(row.email) === addressKey(email))
}

/** Whether somebody with this address holds just that already. */
export async function holdsAlready(
  trx: Tx,
  { email, role, organisationId }: Pick<Invitation, 'email' | 'role' | 'organisationId'>,
): Promise<boolean> {
  const person = await trx('people')
    .where({ email_key: addressKey(email) })
    .first('id')
  if (!person) return false
  const held =
    organisationId === null
      ? await trx('charity_roles').where({ person_id: person.id, role }).whereNull('ended_at').first('id')
      : await trx('memberships')
          .where({ person_id: person.id, organisation_id: organisationId, role })
          .whereNull('ended_at')
          .first('id')
  return held !== undefined
}

/** @returns whether this was the one time; false when it was accepted or taken back before */
export async function claimInvitation(trx: Tx, id: string, personId: string, at: Instant): Promise<boolean> {
  return (
    (await trx('invitations')
      .where({ id })
      .whereNull('accepted_at')
      .whereNull('revoked_at')
      .update({ accepted_at: at, accepted_by: personId })) > 0
  )
}

export async function revokeInvitation(trx: Tx, id: string, at: Instant): Promise<boolean> {
  return (
    (await trx('invitations')
      .where({ id })
      .whereNull('accepted_at')
      .whereNull('revoked_at')
      .update({ revoked_at: at })) > 0
  )
}

export const toInvitation = (row: Row<'invitations'>): Invitation => ({
  id: row.id,
  name: row.name,
  email: row.email,
  language: row.language,
  role: row.role as Invitation['role'],
  organisationId: row.organisation_id,
  createdAt: row.created_at,
  acceptedAt: row.accepted_at,
  revokedAt: row.revoked_at,
})

/** What somebody's link opens. An address of null: the person says it, as with the first administrator. */
export interface Opening {
  kind: 'invitation' | 'administrator'
  name: string
  email: string | null
  language: string
  role: CharityRole | MemberRole
  organisation: { id: string; name: string } | null
  state: 'open' | 'used' | 'revoked'
}

/** Null when the thing is gone altogether. */
export async function openingOf(
  db: Db | Tx,
  { kind, aboutId }: Pick<EmailToken, 'kind' | 'aboutId'>,
): Promise<Opening | null> {
  if (kind === 'invitation') return openingOfInvitation(db, aboutId ?? '')
  return {
    kind: 'administrator',
    name: '',
    email: null,
    language: 'en',
    role: 'administrator',
    organisation: null,
    state: 'open',
  }
}

async function openingOfInvitation(db: Db | Tx, id: string): Promise<Opening | null> {
  const row = await db('invitations').where({ id }).first()
  if (!row) return null
  const organisation = row.organisation_id
    ? await db('organisations').where({ id: row.organisation_id }).first('id', 'name')
    : null
  const state = row.revoked_at ? 'revoked' : row.accepted_at ? 'used' : 'open'
  return {
    kind: 'invitation',
    name: row.name,
    email: row.email,
    language: row.language,
    role: toInvitation(row).role,
    organisation: organisation ?? null,
    state,
  }
}

/** @returns whether the seat is this person's now; one that somebody else holds stays theirs */
export async function claimSeat(trx: Tx, id: string, personId: string): Promise<boolean> {
  const claimed = await trx('seats')
    .where({ id })
    .where(free => void free.whereNull('person_id').orWhere({ person_id: personId }))
    .update({ person_id: personId })
  return claimed > 0
}
