import type { UnitOfWork } from '../../../db/unit-of-work.ts'
import type { Organisation } from '../../../domain/organisation.ts'
import { FormRefused, NotFound } from '../../../domain/refusals.ts'
import { recordEvent } from '../../../history/record.ts'
import { invite } from '../../access/access.public.ts'
import type { TeamInvitation } from './team.forms.ts'
import { endMembership, teamOf } from './team.store.ts'

export async function inviteToTeam(work: UnitOfWork, organisation: Organisation, given: TeamInvitation): Promise<void> {
  await invite(work, { name: given.name, email: given.email, role: given.role, organisationId: organisation.id })
}

/**
 * Takes effect on the person's next request. @throws FormRefused for the last lead: somebody has to be able to act for
 * the library
 */
export async function endTeamMembership(
  work: UnitOfWork,
  organisation: Organisation,
  membershipId: string,
): Promise<void> {
  const team = await teamOf(work.trx, organisation)
  const member = team.find(each => each.membershipId === membershipId)
  if (!member) throw new NotFound()
  if (member.role === 'lead' && team.filter(({ role, isActive }) => role === 'lead' && isActive).length < 2)
    throw new FormRefused('membership', 'team.last_lead')
  if (await endMembership(work.trx, membershipId, work.at)) {
    await recordEvent(
      work,
      'organisation.membership_ended',
      { kind: 'organisation', id: organisation.id, organisationId: organisation.id },
      { person: member.personId, role: member.role },
    )
  }
}
