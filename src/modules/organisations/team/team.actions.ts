import type { Tx } from '../../../db/connection.ts'
import type { Actor } from '../../../domain/actor.ts'
import type { Organisation } from '../../../domain/organisation.ts'
import { FormRefused, NotFound } from '../../../domain/refusals.ts'
import type { Instant } from '../../../domain/time.ts'
import { recordEvent } from '../../../history/record.ts'
import { invite } from '../../access/access.public.ts'
import type { TeamInvitation } from './team.forms.ts'
import { endMembership, teamOf } from './team.store.ts'

export async function inviteToTeam(
  trx: Tx,
  who: Actor,
  organisation: Organisation,
  given: TeamInvitation,
  at: Instant,
): Promise<void> {
  await invite(
    trx,
    who,
    { name: given.name, email: given.email, role: given.role, organisationId: organisation.id },
    at,
  )
}

/** Takes effect on the person's next request. @throws FormRefused for the last lead: somebody has to be able to act for the library */
export async function endTeamMembership(
  trx: Tx,
  who: Actor,
  organisation: Organisation,
  membershipId: string,
  at: Instant,
): Promise<void> {
  const team = await teamOf(trx, organisation)
  const member = team.find(each => each.membershipId === membershipId)
  if (!member) throw new NotFound()
  if (member.role === 'lead' && team.filter(({ role, isActive }) => role === 'lead' && isActive).length < 2)
    throw new FormRefused('membership', 'team.last_lead')
  if (await endMembership(trx, membershipId, at)) {
    await recordEvent(
      trx,
      who,
      'organisation.membership_ended',
      { kind: 'organisation', id: organisation.id, organisationId: organisation.id },
      at,
      { person: member.personId, role: member.role },
    )
  }
}
