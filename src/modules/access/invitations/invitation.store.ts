import type { Knex } from 'knex'
import type { Db, Tx } from '../../../db/connection.ts'
import { looksLikeId } from '../../../db/ids.ts'
import { withKeptSql } from '../../../db/kept-sql.ts'
import { lookup, runLookup, runLookups, type Lookup } from '../../../db/lookups.ts'
import type { Row } from '../../../db/tables.ts'
import type { CharityRole, MemberRole } from '../../../domain/actor.ts'
import { NotFound } from '../../../domain/refusals.ts'
import { addMinutes, type Instant } from '../../../domain/time.ts'
import { addressKey } from '../../../email/addresses.ts'
import { undelivered } from '../../../email/outbox.store.ts'
import { daysToAccept } from '../../../email/templates/invitations.ts'

/** An invitation to a role at the charity, or in the team of an organisation. */
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
  row: Omit<Row<'invitations'>, 'accepted_at' | 'accepted_by' | 'revoked_at' | 'reminded_at' | 'expired_at'>,
): Promise<void> {
  await trx('invitations').insert({ ...row, accepted_at: null, accepted_by: null, revoked_at: null })
}

/**
 * @param organisationId null for the charity
 * @throws NotFound when this organisation, or the charity, has no such invitation
 */
export async function findInvitation(db: Db | Tx, organisationId: string | null, id: string): Promise<Invitation> {
  const invitation = looksLikeId(id) ? await runLookup(db, invitationLookup(db, organisationId, id)) : null
  if (!invitation) throw new NotFound()
  return invitation
}

const invitationLookup = withKeptSql((db: Db | Tx, organisationId: string | null, id: string) =>
  lookup<InvitationRow, Invitation | null>(
    () =>
      db('invitations')
        .where({ id, organisation_id: organisationId })
        .select(...invitationColumns),
    invitationColumns,
    ([row]) => (row ? toInvitation(row) : null),
  ),
)

/** A page of a list of invitations. */
interface PageOfList {
  /** the last invitation of the previous page; null for the first page */
  after: { at: string; id: string } | null
  /** null for all invitations */
  limit: number | null
}

/** The invitations to an organisation's team that are neither accepted nor cancelled, newest first. */
export const teamInvitations = withKeptSql((db: Db | Tx, organisationId: string, wanted: PageOfList) =>
  pendingIn(db, wanted, query => void query.where({ organisation_id: organisationId })),
)

/** The invitations to these roles at the charity that are neither accepted nor cancelled, newest first. */
export const charityInvitations = withKeptSql(
  (db: Db | Tx, { roles, ...wanted }: PageOfList & { roles: readonly CharityRole[] }) =>
    pendingIn(db, wanted, query => void query.where({ organisation_id: null }).whereIn('role', [...roles])),
)

const pendingIn = (
  db: Db | Tx,
  { after, limit }: PageOfList,
  which: (query: Knex.QueryBuilder) => void,
): Lookup<Invitation[]> =>
  lookup<InvitationRow, Invitation[]>(
    () =>
      db('invitations')
        .modify(which)
        .modify(query => {
          if (limit !== null) query.limit(limit)
          if (!after) return
          // the first condition reads the index from the right place
          query.where('created_at', '<=', after.at).whereRaw('(created_at < ? or id > ?)', [after.at, after.id])
        })
        .whereNull('accepted_at')
        .whereNull('revoked_at')
        .orderBy([{ column: 'created_at', order: 'desc' }, 'id'])
        .select(...invitationColumns),
    invitationColumns,
    rows => rows.map(toInvitation),
  )

const invitationColumns = [
  'id',
  'name',
  'email',
  'language',
  'role',
  'organisation_id',
  'created_at',
  'accepted_at',
  'revoked_at',
] as const
type InvitationRow = Pick<Row<'invitations'>, (typeof invitationColumns)[number]>

/** When the newest email with an invitation's link was sent, and when that link expires or expired. */
interface SentLink {
  sentAt: Instant
  until: Instant
  isExpired: boolean
}
export type InvitationLink = SentLink | 'undelivered'

/**
 * The newest link of each invitation, by invitation id: `undelivered` if its email could not be delivered. An
 * invitation whose email has not been sent yet has no link.
 */
export async function newestLinks(
  db: Db | Tx,
  invitations: readonly Pick<Invitation, 'id'>[],
  now: Instant,
): Promise<ReadonlyMap<string, InvitationLink>> {
  if (invitations.length === 0) return new Map()
  const ids = invitations.map(({ id }) => id)
  const { sent, undeliveredIds } = await runLookups(db, {
    sent: sentLinks(db, ids),
    undeliveredIds: undeliveredAmong(db, ids),
  })
  const links = new Map<string, InvitationLink>(
    sent.map(({ id, sentAt, until }) => [id, { sentAt, until, isExpired: until <= now }]),
  )
  for (const id of undeliveredIds) links.set(id, 'undelivered')
  return links
}

interface SentRow {
  id: string
  sentAt: Instant
  until: Instant | null
}

const sentLinks = withKeptSql((db: Db | Tx, ids: readonly string[]): Lookup<(SentRow & { until: Instant })[]> => {
  const query = () => {
    const sent = emailsOf(db, ids)
      .whereNotNull('sent_at')
      .groupBy('entity_id')
      .select('entity_id', db.raw('max(sent_at) as sent_at'))
    return db
      .from(sent.as('sent'))
      .leftJoin(
        'email_tokens',
        link =>
          void link
            .on('email_tokens.about_id', 'sent.entity_id')
            .onVal('email_tokens.kind', 'invitation')
            .on('email_tokens.made_at', '<=', 'sent.sent_at'), // leaves out the link of a newer, unsent email
      )
      .groupBy('sent.entity_id', 'sent.sent_at')
      .select('sent.entity_id as id', 'sent.sent_at as sentAt', db.raw('max(email_tokens.expires_at) as until'))
  }
  return lookup<SentRow, (SentRow & { until: Instant })[]>(query, ['id', 'sentAt', 'until'], rows =>
    // links that expired long ago have been deleted, so their expiry is calculated
    rows.map(row => ({ ...row, until: row.until ?? addMinutes(row.sentAt, daysToAccept * 24 * 60) })),
  )
})

const emailsOf = (db: Db | Tx, ids: readonly string[]) =>
  db('outbox')
    .where({ name: 'invitation', entity: 'invitation' })
    .whereIn('entity_id', [...ids])

/**
 * The ids of the invitations whose newest email failed, bounced, or was not sent because the charity had stopped emails
 * to the address.
 */
const undeliveredAmong = withKeptSql((db: Db | Tx, ids: readonly string[]): Lookup<string[]> => {
  const emails = () => emailsOf(db, ids).orderBy(['queued_at', 'id']).select('entity_id', 'status', 'not_sent_reason')
  return lookup<Pick<Row<'outbox'>, 'entity_id' | 'status' | 'not_sent_reason'>, string[]>(
    emails,
    ['entity_id', 'status', 'not_sent_reason'],
    rows => {
      const newest = new Map(rows.map(email => [email.entity_id!, email]))
      return [...newest].filter(([, email]) => isUndelivered(email)).map(([id]) => id)
    },
  )
})

const isUndelivered = ({ status, not_sent_reason: reason }: Pick<Row<'outbox'>, 'status' | 'not_sent_reason'>) =>
  undelivered.some(each => each === status) || reason === 'address suppressed'

/** The roles in an organisation to which an address is invited. Leaves out accepted and cancelled invitations. */
export async function invitedRoles(
  trx: Tx,
  { email, organisationId }: { email: string; organisationId: string },
): Promise<Invitation['role'][]> {
  const rows = await trx('invitations')
    .where({ organisation_id: organisationId })
    .whereNull('accepted_at')
    .whereNull('revoked_at')
    .select('email', 'role')
  return rows.filter(row => addressKey(row.email) === addressKey(email)).map(({ role }) => role as Invitation['role'])
}

/** The address and role of an invitation. */
type Invited = Pick<Invitation, 'email' | 'role' | 'organisationId'>

/** The invitation of this address to this role that is neither accepted nor cancelled, even if it has expired. */
export const openInvitation = (trx: Tx, invited: Invited): Promise<Invitation | null> =>
  openAmong(trx('invitations'), invited)

/**
 * The expired invitation of this address to this role, unless it was accepted or cancelled; null when there is none.
 */
export const expiredInvitation = (trx: Tx, invited: Invited): Promise<Invitation | null> =>
  openAmong(trx('invitations').whereNotNull('expired_at'), invited)

async function openAmong(
  invitations: Knex.QueryBuilder,
  { email, role, organisationId }: Invited,
): Promise<Invitation | null> {
  const rows: InvitationRow[] = await invitations.where({
    role,
    organisation_id: organisationId,
    accepted_at: null,
    revoked_at: null,
  })
  return rows.map(toInvitation).find(each => addressKey(each.email) === addressKey(email)) ?? null
}

/** Whether a person with this address already has this role. */
export async function hasRoleAlready(trx: Tx, { email, role, organisationId }: Invited): Promise<boolean> {
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

/** Whether a person with this address has accepted this role and is waiting for approval. */
export async function isWaiting(trx: Tx, { email, role, organisationId }: Invited): Promise<boolean> {
  const waiting = await trx('access_requests')
    .join('people', 'people.id', 'access_requests.person_id')
    .where('people.email_key', addressKey(email))
    .where({ role, organisation_id: organisationId })
    .where('access_requests.status', 'waiting')
    .first('access_requests.id')
  return waiting !== undefined
}

export async function markRevoked(trx: Tx, id: string, at: Instant): Promise<boolean> {
  return (
    (await trx('invitations')
      .where({ id })
      .whereNull('accepted_at')
      .whereNull('revoked_at')
      .update({ revoked_at: at })) > 0
  )
}

/** Ends a person's open invitations to a role that they have accepted in another way. */
export async function endOtherInvitations(
  trx: Tx,
  { personId, role, organisationId }: { personId: string; role: Invitation['role']; organisationId: string | null },
  at: Instant,
): Promise<void> {
  const person = await trx('people').where({ id: personId }).first('email_key')
  const open = await trx('invitations')
    .where({ role, organisation_id: organisationId, accepted_at: null, revoked_at: null })
    .select('id', 'email')
  const theirs = open.filter(({ email }) => addressKey(email) === person?.email_key).map(({ id }) => id)
  if (theirs.length === 0) return
  await trx('invitations').whereIn('id', theirs).update({ accepted_at: at, accepted_by: personId })
}

/** Clears the times of the reminder and of the expiry, because the invitation is being sent again. */
export const markSentAgain = async (trx: Tx, id: string): Promise<void> =>
  void (await trx('invitations').where({ id }).update({ reminded_at: null, expired_at: null }))

export const toInvitation = (row: InvitationRow): Invitation => ({
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
