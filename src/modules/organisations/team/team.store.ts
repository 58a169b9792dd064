import type { Db, Tx } from '../../../db/connection.ts'
import type { MemberRole } from '../../../domain/actor.ts'
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
