import type { Tx } from '../../../db/connection.ts'
import { newId } from '../../../db/ids.ts'
import type { Actor, CharityRole, MemberRole } from '../../../domain/actor.ts'
import { FormRefused, NotFound, Stale } from '../../../domain/refusals.ts'
import type { Instant } from '../../../domain/time.ts'
import { isOnItsWay } from '../../../email/outbox.store.ts'
import { queueLetter } from '../../../email/outbox.ts'
import { countOne, type Limit } from '../../../web/limits.ts'
import { recordEvent, type Thing } from '../../../history/record.ts'
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
 * Invites somebody by mail; the link is made when the letter is sent and lasts 14 days from then. Gives the invitation's id.
 * @throws FormRefused on `email` when they hold this role already or are invited to it
 */
export async function invite(trx: Tx, who: Actor, given: NewInvitation, at: Instant): Promise<string> {
  const { name, email, role, organisationId = null, language = 'en' } = given
  if (await holdsAlready(trx, { email, role, organisationId })) throw new FormRefused('email', 'people.invite.held')
  if (await isInvited(trx, { email, role, organisationId })) throw new FormRefused('email', 'people.invite.invited')
  const id = newId()
  await insertInvitation(trx, {
    id,
    name,
    email,
    language,
    role,
    organisation_id: organisationId,
    invited_by: who.id,
    created_at: at,
  })
  await recordEvent(trx, who, 'invitation.sent', about({ id, organisationId }), at, { role })
  await queueInvitation(trx, { id, name, email, language }, at)
  return id
}

const lettersPerInvitation: Limit = { name: 'invitation again', most: 3, seconds: 60 * 60 }

/**
 * With a new link and another 14 days. While a letter is still on its way there is no second one: the button was pressed twice.
 * @throws Stale when it was accepted or taken back meanwhile; TooMany after three in an hour, for we write to people who may not want it
 */
export async function sendInvitationAgain(trx: Tx, who: Actor, invitation: Invitation, at: Instant): Promise<void> {
  if (invitation.acceptedAt || invitation.revokedAt) throw new Stale()
  if (await isOnItsWay(trx, 'invitation', { kind: 'invitation', id: invitation.id })) return
  await countOne(trx, lettersPerInvitation, invitation.id, at)
  await recordEvent(trx, who, 'invitation.sent_again', about(invitation), at, { role: invitation.role })
  await queueInvitation(trx, invitation, at)
}

/** Its links work no longer. @throws Stale when it was accepted meanwhile */
export async function takeInvitationBack(trx: Tx, who: Actor, invitation: Invitation, at: Instant): Promise<void> {
  if (invitation.revokedAt) return
  if (!(await revokeInvitation(trx, invitation.id, at))) throw new Stale()
  await recordEvent(trx, who, 'invitation.revoked', about(invitation), at, { role: invitation.role })
}

/** Counts from the person's next request on. @throws FormRefused for the last administrator */
export async function endRole(trx: Tx, who: Actor, person: Person, roleId: string, at: Instant): Promise<void> {
  const held = (await charityRolesOf(trx, [person])).find(({ id }) => id === roleId)
  if (!held) throw new NotFound()
  if (held.role === 'administrator') await refuseForTheLastAdministrator(trx, person, 'role')
  if (await endCharityRole(trx, roleId, at))
    await recordEvent(trx, who, 'person.role_ended', { kind: 'person', id: person.id }, at, { role: held.role })
}

/** Signs the person out everywhere and keeps them out; what they did stays. @throws FormRefused for oneself and the last administrator */
export async function suspendPerson(trx: Tx, who: Actor, person: Person, at: Instant): Promise<void> {
  if (person.id === who.id) throw new FormRefused('person', 'people.suspend.oneself')
  await refuseForTheLastAdministrator(trx, person, 'person')
  if (person.status === 'suspended') return
  await updatePerson(trx, person, { status: 'suspended' })
  await endSignInsOf(trx, person.id, 'suspended', at)
  await recordEvent(trx, who, 'person.suspended', { kind: 'person', id: person.id }, at)
}

export async function reactivatePerson(trx: Tx, who: Actor, person: Person, at: Instant): Promise<void> {
  if (person.status === 'active') return
  await updatePerson(trx, person, { status: 'active' })
  await recordEvent(trx, who, 'person.reactivated', { kind: 'person', id: person.id }, at)
}

const about = ({ id, organisationId }: Pick<Invitation, 'id' | 'organisationId'>): Thing => ({
  kind: 'invitation',
  id,
  organisationId,
})

async function queueInvitation(
  trx: Tx,
  { id, name, email, language }: Pick<Invitation, 'id' | 'name' | 'email' | 'language'>,
  at: Instant,
): Promise<void> {
  await queueLetter(
    trx,
    { name: 'invitation', to: { personId: null, name, address: email, language }, thing: { kind: 'invitation', id } },
    at,
  )
}

async function refuseForTheLastAdministrator(trx: Tx, person: Person, field: string): Promise<void> {
  const others = (await administratorsLocked(trx)).filter(id => id !== person.id)
  const isOne =
    others.length === 0 && (await charityRolesOf(trx, [person])).some(({ role }) => role === 'administrator')
  if (isOne) throw new FormRefused(field, 'people.last_administrator')
}
