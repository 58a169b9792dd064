import type { UnitOfWork } from '../../../db/unit-of-work.ts'
import { newId } from '../../../db/ids.ts'
import type { CharityRole, MemberRole } from '../../../domain/actor.ts'
import { FormRefused, Stale } from '../../../domain/refusals.ts'
import { isQueued } from '../../../email/outbox.store.ts'
import { queueEmail } from '../../../email/outbox.ts'
import { countOne, type Limit } from '../../../web/limits.ts'
import { recordEvent, type Entity } from '../../../history/record.ts'
import { holdsAlready, insertInvitation, isInvited, markRevoked, type Invitation } from './invitation.store.ts'

/** An invitation to a role at the charity, or in the team of an organisation. */
export interface NewInvitation {
  name: string
  email: string
  role: CharityRole | MemberRole
  organisationId?: string | null
  language?: string
}

/**
 * Invites a person by email. The link is made when the email is sent, and works for 14 days.
 * @returns the invitation's id
 * @throws FormRefused on `email` when the person has this role or is invited to it
 */
export async function invite(work: UnitOfWork, given: NewInvitation): Promise<string> {
  const { name, email, role, organisationId = null, language = 'en' } = given
  if (await holdsAlready(work.trx, { email, role, organisationId }))
    throw new FormRefused('email', 'people.invite.held')
  if (await isInvited(work.trx, { email, role, organisationId }))
    throw new FormRefused('email', 'people.invite.invited')
  const id = newId()
  await insertInvitation(work.trx, {
    id,
    name,
    email,
    language,
    role,
    organisation_id: organisationId,
    invited_by: work.actor.id,
    created_at: work.at,
  })
  await recordEvent(work, 'invitation.sent', about({ id, organisationId }), { role })
  await queueInvitation(work, { id, name, email, language })
  return id
}

const emailsPerInvitation: Limit = { name: 'invitation again', most: 3, seconds: 60 * 60 }

/**
 * Emails a new link that works for 14 days. Does nothing while an earlier email is in the outbox, because the button
 * was pressed twice.
 * @throws Stale when it was accepted or cancelled meanwhile; TooMany after three in an hour, because the recipient may
 * not want them
 */
export async function resendInvitation(work: UnitOfWork, invitation: Invitation): Promise<void> {
  if (invitation.acceptedAt || invitation.revokedAt) throw new Stale()
  if (await isQueued(work.trx, 'invitation', { kind: 'invitation', id: invitation.id })) return
  await countOne(work.trx, emailsPerInvitation, invitation.id, work.at)
  await recordEvent(work, 'invitation.sent_again', about(invitation), { role: invitation.role })
  await queueInvitation(work, invitation)
}

/** Cancels the invitation and its links. @throws Stale when it was accepted meanwhile */
export async function revokeInvitation(work: UnitOfWork, invitation: Invitation): Promise<void> {
  if (invitation.revokedAt) return
  if (!(await markRevoked(work.trx, invitation.id, work.at))) throw new Stale()
  await recordEvent(work, 'invitation.revoked', about(invitation), { role: invitation.role })
}

const about = ({ id, organisationId }: Pick<Invitation, 'id' | 'organisationId'>): Entity => ({
  kind: 'invitation',
  id,
  organisationId,
})

async function queueInvitation(
  work: UnitOfWork,
  { id, name, email, language }: Pick<Invitation, 'id' | 'name' | 'email' | 'language'>,
): Promise<void> {
  await queueEmail(work, {
    name: 'invitation',
    to: { personId: null, name, address: email, language },
    entity: { kind: 'invitation', id },
  })
}
