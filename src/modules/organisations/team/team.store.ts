import type { Db, Tx } from '../../../db/connection.ts'
import type { Actor, MemberRole } from '../../../domain/actor.ts'
import type { Instant } from '../../../domain/time.ts'

export interface TeamMember {
  membershipId: string
  personId: string
  name: string
  email: string
  role: MemberRole
  isActive: boolean
}

export async function teamOf(db: Db | Tx, organisation: { id: string }): Promise<TeamMember[]> {
  const rows = await db('memberships')
    .join('people', 'people.id', 'memberships.person_id')
    .where('memberships.organisation_id', organisation.id)
    .whereNull('memberships.ended_at')
    .orderBy(['people.name', 'memberships.id'])
    .select<(Omit<TeamMember, 'isActive'> & { status: string })[]>(
      'memberships.id as membershipId',
      'people.id as personId',
      'people.name',
      'people.email',
      'memberships.role',
      'people.status',
    )
  return rows.map(({ status, ...member }) => ({ ...member, isActive: status === 'active' }))
}

/** @returns whether it was still going on */
export async function endMembership(trx: Tx, id: string, at: Instant): Promise<boolean> {
  return (await trx('memberships').where({ id, ended_at: null }).update({ ended_at: at })) > 0
}

/** Somebody with the memberships that they hold at this moment: what they send takes a while, and they may have left meanwhile. */
export async function withCurrentRights(trx: Tx, actor: Actor): Promise<Actor> {
  const rows = await trx('memberships')
    .join('people', 'people.id', 'memberships.person_id')
    .where('people.id', actor.id)
    .where('people.status', 'active')
    .whereNull('memberships.ended_at')
    .select<{ organisationId: string; role: MemberRole }[]>(
      'memberships.organisation_id as organisationId',
      'memberships.role',
    )
  return { ...actor, memberships: rows }
}
