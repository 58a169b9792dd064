import { invitationLimits } from '../../../config.ts'
import type { Db, Tx } from '../../../db/connection.ts'
import type { UnitOfWork } from '../../../db/unit-of-work.ts'
import { newId } from '../../../db/ids.ts'
import { membershipsIn, type Actor, type CharityRole, type MemberRole } from '../../../domain/actor.ts'
import { can } from '../../../domain/permissions.ts'
import { FormLimited, FormRefused, Stale, TooMany } from '../../../domain/refusals.ts'
import { cancelUnsent, isQueued } from '../../../email/outbox.store.ts'
import { queueEmail } from '../../../email/outbox.ts'
import { countOne, countOneLess, type Limit } from '../../../web/limits.ts'
import { recordEvent, type Entity } from '../../../history/record.ts'
import type { Key } from '../../../words/words.ts'
import { personWithAddress, type Person } from '../people/person.store.ts'
import { emailRoleChange } from '../role-emails/role-email.actions.ts'
import {
  hasRoleAlready,
  insertInvitation,
  isWaiting,
  markRevoked,
  markSentAgain,
  openInvitation,
  type Invitation,
} from './invitation.store.ts'

/** An invitation to a role at the charity, or in the team of an organisation. */
export interface NewInvitation {
  name: string
  email: string
  role: CharityRole | MemberRole
  organisationId?: string | null
  language?: string
  /** the name of the form field with the address */
  field?: string
}

const day = 24 * 60 * 60
const byLead: Limit = { name: 'invitations by a lead', most: invitationLimits.lead, seconds: day }
const byCharity: Limit = { name: 'invitations by the charity', most: invitationLimits.charity, seconds: day }

/**
 * Counts an invitation towards its sender's daily limit. Leads and the charity's people have different limits.
 * @param organisationId null for a role in the charity and for a seat
 * @throws TooMany above the limit
 */
export async function countInvitation({ trx, actor, at }: UnitOfWork, organisationId: string | null): Promise<void> {
  const isLead = organisationId !== null && membershipsIn(actor, organisationId).includes('lead')
  await countOne(trx, isLead ? byLead : byCharity, actor.id, at)
}

/**
 * Runs `count`. If that exceeds a limit, the form shows the error beside the named field.
 * @param text the key of the sentence to show
 * @throws FormLimited instead of the TooMany that `count` throws
 */
export async function withLimitBesideField<Result>(
  field: string,
  count: () => Promise<Result>,
  text: Key = 'people.invite.limit',
): Promise<Result> {
  try {
    return await count()
  } catch (refusal) {
    if (refusal instanceof TooMany) throw new FormLimited(refusal.seconds, field, text)
    throw refusal
  }
}

/**
 * Invites a person by email, and emails those who manage the team. The link is created when the email is sent, and
 * works for 14 days.
 * @returns the invitation's id
 * @throws FormRefused on the address field when the person has this role, is waiting for its approval or has been
 * invited to it; FormLimited on the same field when the sender has reached the daily limit
 */
export async function invite(work: UnitOfWork, given: NewInvitation): Promise<string> {
  const { name, email, role, organisationId = null, language = 'en', field = 'email' } = given
  if (await hasRoleAlready(work.trx, { email, role, organisationId }))
    throw new FormRefused(field, 'people.invite.held')
  if (await isWaiting(work.trx, { email, role, organisationId })) throw new FormRefused(field, 'people.invite.waiting')
  if (await openInvitation(work.trx, { email, role, organisationId }))
    throw new FormRefused(field, 'people.invite.invited')
  await withLimitBesideField(field, () => countInvitation(work, organisationId))
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
  await queueInvitation(work, { id, email, language })
  await emailRoleChange(work, {
    change: 'invited',
    person: { name: null, email },
    role,
    personId: null,
    organisationId,
  })
  return id
}

/**
 * Invites a person to a role at the charity, as `invite` does.
 * @throws FormRefused on the address field when the account is suspended, but only for people who can reactivate it, so
 * that others do not learn of it; FormRefused and FormLimited as `invite` does
 */
export async function inviteToCharity(work: UnitOfWork, given: NewInvitation & { role: CharityRole }): Promise<void> {
  if (await suspendedPerson(work.trx, work.actor, given.email))
    throw new FormRefused('email', 'people.invite.suspended')
  await invite(work, given)
}

/** The person with this address if their account is suspended and the actor can reactivate it; otherwise null. */
export async function suspendedPerson(db: Db | Tx, actor: Actor, email: string): Promise<Person | null> {
  const person = can(actor, 'people.manage') ? await personWithAddress(db, email) : null
  return person?.status === 'suspended' ? person : null
}

const emailsPerInvitation: Limit = { name: 'invitation again', most: 3, seconds: 60 * 60 }

/**
 * Emails a new link that works for 14 days, unless an earlier email is still in the outbox.
 * @throws Stale when the invitation has since been accepted or cancelled; TooMany after three emails in an hour for the
 * invitation, or when the actor has reached the daily limit of invitations
 */
export async function resendInvitation(work: UnitOfWork, invitation: Invitation): Promise<void> {
  if (await isAlreadyQueued(work, invitation)) return
  await countOne(work.trx, emailsPerInvitation, invitation.id, work.at)
  await sendAgain(work, invitation)
}

/**
 * Sends an invitation again, as `resendInvitation` does, unless three emails were sent in the last hour.
 * @returns whether an email will be sent
 * @throws Stale as `resendInvitation` does; TooMany when the actor has reached the daily limit of invitations
 */
export async function resendUnlessRecent(work: UnitOfWork, invitation: Invitation): Promise<boolean> {
  if (await isAlreadyQueued(work, invitation)) return true
  try {
    await countOne(work.trx, emailsPerInvitation, invitation.id, work.at)
  } catch (refusal) {
    if (!(refusal instanceof TooMany)) throw refusal
    await countOneLess(work.trx, emailsPerInvitation, invitation.id, work.at)
    return false
  }
  await sendAgain(work, invitation)
  return true
}

/** @throws Stale when the invitation has since been accepted or cancelled */
async function isAlreadyQueued(work: UnitOfWork, { id, acceptedAt, revokedAt }: Invitation): Promise<boolean> {
  if (acceptedAt || revokedAt) throw new Stale()
  return isQueued(work.trx, 'invitation', { kind: 'invitation', id })
}

async function sendAgain(work: UnitOfWork, invitation: Invitation): Promise<void> {
  await countInvitation(work, invitation.organisationId)
  await markSentAgain(work.trx, invitation.id)
  await cancelUnsent(work.trx, ['invitation reminder'], { kind: 'invitation', id: invitation.id })
  await recordEvent(work, 'invitation.sent_again', about(invitation), { role: invitation.role })
  await queueInvitation(work, invitation)
}

/**
 * Sends an invitation to the charity again, as `resendInvitation` does, unless the invited person is suspended.
 * @returns the suspended person; null for others, and for actors who cannot reactivate the account
 */
export async function resendToCharity(work: UnitOfWork, invitation: Invitation): Promise<Person | null> {
  const suspended = await suspendedPerson(work.trx, work.actor, invitation.email)
  if (!suspended) await resendInvitation(work, invitation)
  return suspended
}

/**
 * Cancels the invitation, so that its links no longer work.
 * @throws Stale when it has been accepted or cancelled since it was read
 */
export async function revokeInvitation(work: UnitOfWork, invitation: Invitation): Promise<void> {
  if (invitation.revokedAt) return
  if (!(await markRevoked(work.trx, invitation.id, work.at))) throw new Stale()
  await recordEvent(work, 'invitation.revoked', about(invitation), { role: invitation.role })
}

export const about = ({ id, organisationId }: Pick<Invitation, 'id' | 'organisationId'>): Entity => ({
  kind: 'invitation',
  id,
  organisationId,
})

async function queueInvitation(
  work: UnitOfWork,
  { id, email, language }: Pick<Invitation, 'id' | 'email' | 'language'>,
): Promise<void> {
  await queueEmail(work, {
    name: 'invitation',
    to: { personId: null, name: null, address: email, language },
    entity: { kind: 'invitation', id },
  })
}
