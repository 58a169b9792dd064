import type { UnitOfWork } from '../../../db/unit-of-work.ts'
import type { Tx } from '../../../db/connection.ts'
import { newId } from '../../../db/ids.ts'
import type { CharityRole, MemberRole } from '../../../domain/actor.ts'
import { FormRefused, NotFound, Stale } from '../../../domain/refusals.ts'
import { isQueued } from '../../../email/outbox.store.ts'
import { queueEmail } from '../../../email/outbox.ts'
import { countOne, type Limit } from '../../../web/limits.ts'
import { recordEvent, type Entity } from '../../../history/record.ts'
import {
  holdsAlready,
  insertInvitation,
  isInvited,
  revokeInvitation,
  type Invitation,
} from '../invitations/invitation.store.ts'
import { endSignInsOf } from '../sign-in/sign-in.store.ts'
import { administratorsLocked, charityRolesOf, endCharityRole, updatePerson, type Person } from './people.store.ts'

/** What somebody is invited to: a role in the charity (no organisation) or a place in one. */
export interface NewInvitation {
  name: string
  email: string
  role: CharityRole | MemberRole
  organisationId?: string | null
  language?: string
}

/**
 * Invites somebody by mail; the link is made when the letter is sent and lasts 14 days from then. Gives the
 * invitation's id.
 * @throws FormRefused on `email` when they hold this role already or are invited to it
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
 * With a new link and another 14 days. While a letter is still on its way there is no second one: the button was
 * pressed twice.
 * @throws Stale when it was accepted or taken back meanwhile; TooMany after three in an hour, for we write to people
 * who may not want it
 */
export async function sendInvitationAgain(work: UnitOfWork, invitation: Invitation): Promise<void> {
  if (invitation.acceptedAt || invitation.revokedAt) throw new Stale()
  if (await isQueued(work.trx, 'invitation', { kind: 'invitation', id: invitation.id })) return
  await countOne(work.trx, emailsPerInvitation, invitation.id, work.at)
  await recordEvent(work, 'invitation.sent_again', about(invitation), { role: invitation.role })
  await queueInvitation(work, invitation)
}

/** Its links work no longer. @throws Stale when it was accepted meanwhile */
export async function takeInvitationBack(work: UnitOfWork, invitation: Invitation): Promise<void> {
  if (invitation.revokedAt) return
  if (!(await revokeInvitation(work.trx, invitation.id, work.at))) throw new Stale()
  await recordEvent(work, 'invitation.revoked', about(invitation), { role: invitation.role })
}

/** Counts from the person's next request on. @throws FormRefused for the last administrator */
export async function endRole(work: UnitOfWork, person: Person, roleId: string): Promise<void> {
  const held = (await charityRolesOf(work.trx, [person])).find(({ id }) => id === roleId)
  if (!held) throw new NotFound()
  if (held.role === 'administrator') await refuseForTheLastAdministrator(work.trx, person, 'role')
  if (await endCharityRole(work.trx, roleId, work.at))
    await recordEvent(work, 'person.role_ended', { kind: 'person', id: person.id }, { role: held.role })
}

/**
 * Signs the person out everywhere and keeps them out; what they did stays. @throws FormRefused for oneself and the last
 * administrator
 */
export async function suspendPerson(work: UnitOfWork, person: Person): Promise<void> {
  if (person.id === work.actor.id) throw new FormRefused('person', 'people.suspend.oneself')
  await refuseForTheLastAdministrator(work.trx, person, 'person')
  if (person.status === 'suspended') return
  await updatePerson(work.trx, person, { status: 'suspended' })
  await endSignInsOf(work.trx, person.id, 'suspended', work.at)
  await recordEvent(work, 'person.suspended', { kind: 'person', id: person.id })
}

export async function reactivatePerson(work: UnitOfWork, person: Person): Promise<void> {
  if (person.status === 'active') return
  await updatePerson(work.trx, person, { status: 'active' })
  await recordEvent(work, 'person.reactivated', { kind: 'person', id: person.id })
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

async function refuseForTheLastAdministrator(trx: Tx, person: Person, field: string): Promise<void> {
  const others = (await administratorsLocked(trx)).filter(id => id !== person.id)
  const isOne =
    others.length === 0 && (await charityRolesOf(trx, [person])).some(({ role }) => role === 'administrator')
  if (isOne) throw new FormRefused(field, 'people.last_administrator')
}
