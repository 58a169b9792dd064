import type { Db, Tx } from '../../../db/connection.ts'
import { addMinutes, type Instant } from '../../../domain/time.ts'
import { daysToAccept } from '../../../email/templates/invitations.ts'
import type { Invitation } from '../invitations/invitation.store.ts'

/** An invitation that can still be accepted. */
export interface OpenInvitation extends Pick<Invitation, 'id' | 'role' | 'organisationId' | 'email' | 'language'> {
  /** when its link expires; null while its newest email is waiting to be sent */
  expiresAt: Instant | null
  /**
   * whether the person can be reminded: the newest email was sent, they have not been reminded since, and emails about
   * the organisation are on
   */
  isRemindable: boolean
}

interface OpenRow extends Pick<OpenInvitation, 'id' | 'organisationId' | 'email' | 'language'> {
  role: string
  createdAt: Instant
  remindedAt: Instant | null
  closedAt: Instant | null
  emailsStartedAt: Instant | null
  linkUntil: Instant | null
  emailStatus: string | null
}

/**
 * Open invitations that are not yet marked as expired, in the order of their ids.
 * @param after the id of the last invitation of the previous batch
 */
export async function openInvitations(db: Db, after: string, limit: number): Promise<OpenInvitation[]> {
  const rows = await db('invitations')
    .leftJoin('organisations', 'organisations.id', 'invitations.organisation_id')
    .whereNull('invitations.accepted_at')
    .whereNull('invitations.revoked_at')
    .whereNull('invitations.expired_at')
    .where('invitations.id', '>', after)
    .orderBy('invitations.id')
    .limit(limit)
    .select<OpenRow[]>(
      'invitations.id',
      'invitations.role',
      'invitations.organisation_id as organisationId',
      'invitations.email',
      'invitations.language',
      'invitations.created_at as createdAt',
      'invitations.reminded_at as remindedAt',
      'organisations.closed_at as closedAt',
      'organisations.emails_started_at as emailsStartedAt',
      db.raw(`(select max(email_tokens.expires_at) from email_tokens where email_tokens.kind = 'invitation'
        and email_tokens.about_id = invitations.id) as "linkUntil"`),
      db.raw(`(select outbox.status from outbox where outbox.entity_id = invitations.id and outbox.name = 'invitation'
        order by outbox.queued_at desc, outbox.id desc limit 1) as "emailStatus"`),
    )
  return rows.map(({ createdAt, remindedAt, closedAt, emailsStartedAt, linkUntil, emailStatus, ...row }) => ({
    ...row,
    role: row.role as Invitation['role'],
    // if no email could be sent, there is no link, so the days to accept are counted from when the invitation was made
    expiresAt: isUnsent(emailStatus) ? null : (linkUntil ?? addMinutes(createdAt, daysToAccept * 24 * 60)),
    isRemindable:
      emailStatus === 'sent' &&
      remindedAt === null &&
      closedAt === null &&
      (row.organisationId === null || emailsStartedAt !== null),
  }))
}

const isUnsent = (status: string | null): boolean => ['waiting', 'sending', 'unknown'].some(each => each === status)

/**
 * @returns false when, since the invitation was read, it was accepted, cancelled or marked as expired, or the person
 * was reminded
 */
export async function markReminded(trx: Tx, id: string, at: Instant): Promise<boolean> {
  const changed = await trx('invitations')
    .where({ id, accepted_at: null, revoked_at: null, expired_at: null, reminded_at: null })
    .update({ reminded_at: at })
  return changed === 1
}

/** @returns false when the invitation was accepted, cancelled or marked as expired since it was read */
export async function markExpired(trx: Tx, id: string, expiredAt: Instant): Promise<boolean> {
  const changed = await trx('invitations')
    .where({ id, accepted_at: null, revoked_at: null, expired_at: null })
    .update({ expired_at: expiredAt })
  return changed === 1
}
