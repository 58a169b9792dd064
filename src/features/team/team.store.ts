import type { Db, Tx } from '../../db/connection.ts'
import { looksLikeId } from '../../db/ids.ts'
import type { MemberRole } from '../../domain/actor.ts'
import { NotFound } from '../../domain/refusals.ts'
import type { Instant } from '../../domain/time.ts'

export interface TeamMember { membershipId: string; personId: string; name: string; email: string; role: MemberRole; isActive: boolean }

export async function teamOf(db: Db | Tx, organisation: { id: string }): Promise<TeamMember[]> {
  const rows = await db('memberships').join('people', 'people.id', 'memberships.person_id')
    .where({ 'memberships.organisation_id': organisation.id }).whereNull('memberships.ended_at')
    .orderBy(['people.name', 'memberships.id'])
    .select<(Omit<TeamMember, 'isActive'> & { status: string })[]>(
      'memberships.id as membershipId', 'people.id as personId', 'people.name', 'people.email', 'memberships.role', 'people.status')
  return rows.map(({ status, ...member }) => ({ ...member, isActive: status === 'active' }))
}

export interface PendingInvitation { id: string; name: string; email: string; role: MemberRole }

export async function invitationsPendingFor(db: Db | Tx, organisation: { id: string }): Promise<PendingInvitation[]> {
  const rows = await db('invitations').where({ organisation_id: organisation.id, accepted_at: null, revoked_at: null }).orderBy(['created_at', 'id'])
  return rows.map(({ id, name, email, role }) => ({ id, name, email, role: role as MemberRole }))
}

/** One that still waits, of this organisation. */
export async function pendingInvitationOf(db: Db | Tx, organisation: { id: string }, id: string): Promise<{ id: string }> {
  const row = looksLikeId(id) ? await db('invitations').where({ id, organisation_id: organisation.id, accepted_at: null, revoked_at: null }).first('id') : undefined
  if (!row) throw new NotFound()
  return row
}

/** @returns whether it was still going on */
export async function endMembership(trx: Tx, id: string, at: Instant): Promise<boolean> {
  return (await trx('memberships').where({ id, ended_at: null }).update({ ended_at: at })) === 1
}
