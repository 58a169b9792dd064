import type { UnitOfWork } from '../../../db/unit-of-work.ts'
import { memberRoles, membershipsIn, type MemberRole } from '../../../domain/actor.ts'
import { FormRefused } from '../../../domain/refusals.ts'
import { recordEvent } from '../../../history/record.ts'
import {
  expiredInvitation,
  findInvitation,
  invite,
  invitedRoles,
  resendInvitation,
  revokeInvitation,
  withLimitBesideField,
} from '../../access/access.public.ts'
import { keyOfPerson } from '../person-rows/person-check.actions.ts'
import {
  deletePreparedPerson,
  findUninvited,
  markInvited,
  membersOf,
  type PreparedPerson,
} from './prepared-person.store.ts'

/**
 * Invites prepared people. An invitation that has expired is sent again. Members, invited people and people waiting for
 * approval are only marked as invited. Someone prepared in several roles in one team gets one invitation, to the role
 * with the most rights. Leaves out people in the actor's own organisations.
 * @returns the number of people who were emailed
 * @throws FormRefused when someone has an open invitation to a role with fewer rights in the team; FormLimited when the
 * actor has reached the daily limit. In either case, nobody is invited
 */
export async function invitePrepared(work: UnitOfWork, ids: readonly string[]): Promise<number> {
  const people = (await findUninvited(work.trx, ids)).toSorted((a, b) => rankOf(a.role) - rankOf(b.role))
  const known = await membersOf(work.trx, [...new Set(people.map(({ organisationId }) => organisationId))])
  let invited = 0
  for (const person of people) {
    const { id, organisationId, name, email, role } = person
    if (membershipsIn(work.actor, organisationId).length > 0) continue
    const expired = await expiredInvitation(work.trx, { email, role, organisationId })
    if (expired) {
      await withLimitBesideField('person', () => resendInvitation(work, expired))
      await markInvited(work.trx, id, { invitationId: expired.id, at: work.at })
      invited += 1
      continue
    }
    const isKnown = known.has(keyOfPerson(organisationId, { email, role })) || (await isInvitedToMore(work, person))
    const invitationId = isKnown ? null : await invite(work, { name, email, role, organisationId, field: 'person' })
    await markInvited(work.trx, id, { invitationId, at: work.at })
    if (!isKnown) invited += 1
  }
  return invited
}

/**
 * Removes people from the list of people to invite, and cancels their expired invitations. Leaves out people in the
 * actor's own organisations.
 * @returns the number of people who were removed
 */
export async function removePrepared(work: UnitOfWork, ids: readonly string[]): Promise<number> {
  const people = (await findUninvited(work.trx, ids)).filter(
    ({ organisationId }) => membershipsIn(work.actor, organisationId).length === 0,
  )
  for (const { id, organisationId, role, invitationId } of people) {
    if (invitationId) await revokeInvitation(work, await findInvitation(work.trx, organisationId, invitationId))
    await deletePreparedPerson(work.trx, id)
    const about = { kind: 'organisation', id: organisationId, organisationId } as const
    await recordEvent(work, 'organisation.prepared_person_removed', about, { role })
  }
  return people.length
}

/** The place of a role among the roles in a library; 0 is the role with the most rights. */
const rankOf = (role: MemberRole): number => memberRoles.indexOf(role)

/**
 * Whether someone has an open invitation to a role with more rights in the same team.
 * @throws FormRefused when they have one to a role with fewer rights
 */
async function isInvitedToMore(
  work: UnitOfWork,
  { email, role, organisationId, organisation }: PreparedPerson,
): Promise<boolean> {
  const roles = (await invitedRoles(work.trx, { email, organisationId })) as MemberRole[]
  if (roles.some(other => rankOf(other) < rankOf(role))) return true
  const fewer = roles.find(other => rankOf(other) > rankOf(role))
  if (fewer) throw new FormRefused('person', `imports.people.invited.${fewer}`, { email, organisation })
  return false
}
