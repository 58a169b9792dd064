import type { Tx } from '../../../db/connection.ts'
import type { UnitOfWork } from '../../../db/unit-of-work.ts'
import type { Organisation } from '../../../domain/organisation.ts'
import { FormRefused } from '../../../domain/refusals.ts'
import { recordEvent } from '../../../history/record.ts'
import { emailRoleChange, endMembership, invite, invitedRoles } from '../../access/access.public.ts'
import { entity } from '../organisations/organisation.actions.ts'
import type { TeamInvitation } from './team.forms.ts'
import { teamOf, type TeamMember } from './team.store.ts'

/**
 * @throws FormRefused when the person already has this role in the team, has accepted it and needs approval, or is
 * invited to any role in the team; FormLimited when the actor has reached the daily limit of invitations
 */
export async function inviteToTeam(work: UnitOfWork, organisation: Organisation, given: TeamInvitation): Promise<void> {
  const invited = await invitedRoles(work.trx, { email: given.email, organisationId: organisation.id })
  const [other] = invited.includes(given.role) ? [] : invited
  if (other) throw new FormRefused('email', `team.invited.${other}`)
  await invite(work, { name: given.name, email: given.email, role: given.role, organisationId: organisation.id })
}

/**
 * Ends a membership, and emails all leads and the shared mailbox.
 * @throws FormRefused when the member is a lead and no other lead can sign in
 */
export async function endTeamMembership(
  work: UnitOfWork,
  organisation: Organisation,
  member: TeamMember,
): Promise<void> {
  if (member.role === 'lead' && !(await hasOtherLead(work.trx, organisation, member)))
    throw new FormRefused('membership', 'team.last_lead')
  const { personId, role } = member
  // the email comes first, because a lead whose role has ended would not get it
  await emailRoleChange(work, { change: 'ended', person: member, role, personId, organisationId: organisation.id })
  if (await endMembership(work.trx, member.membershipId, work.at)) {
    await recordEvent(work, 'organisation.membership_ended', entity(organisation), { person: personId, role })
    await work.tell('membership ended', { personId, organisationId: organisation.id })
    if (role === 'lead') await work.tell('contacts changed', { organisationId: organisation.id })
  }
}

/** Whether another lead of the organisation can sign in. */
async function hasOtherLead(trx: Tx, organisation: Organisation, { membershipId }: TeamMember): Promise<boolean> {
  const team = await teamOf(trx, organisation)
  return team.some(other => other.role === 'lead' && other.isActive && other.membershipId !== membershipId)
}
