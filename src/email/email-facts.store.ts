import type { CharityRole, MemberRole } from '../domain/actor.ts'
import type { Db } from '../db/connection.ts'

// The facts for emails with a token, read when they are sent. Each function returns null when the email is no
// longer needed.

/** Facts for an open invitation. */
export async function invitationFacts(
  db: Db,
  id: string,
): Promise<{ name: string; role: MemberRole | CharityRole; organisation: string | null } | null> {
  const invitation = await db('invitations')
    .where({ id, accepted_at: null, revoked_at: null })
    .first('name', 'role', 'organisation_id')
  if (!invitation) return null
  const organisation = await nameOf(db, invitation.organisation_id)
  return { name: invitation.name, role: invitation.role as MemberRole | CharityRole, organisation }
}

/** Facts for a seat that was offered and has not been answered yet. */
export async function seatOfferFacts(db: Db, id: string): Promise<{ name: string; organisation: string } | null> {
  const seat = await db('seats').where({ id, status: 'offered' }).first('offered_to_name', 'application_id')
  const application = seat && (await db('applications').where({ id: seat.application_id }).first('organisation_id'))
  const organisation = application && (await nameOf(db, application.organisation_id))
  return seat && organisation ? { name: seat.offered_to_name, organisation } : null
}

/** Facts for a person who can sign in. */
export async function personFacts(db: Db, id: string): Promise<{ name: string } | null> {
  const person = await db('people').where({ id, status: 'active' }).first('name')
  return person ? { name: person.name } : null
}

async function nameOf(db: Db, organisationId: string | null): Promise<string | null> {
  if (organisationId === null) return null
  const organisation = await db('organisations').where({ id: organisationId }).first('name')
  return organisation?.name ?? null
}
