import type { CharityRole, MemberRole } from '../domain/actor.ts'
import type { Db } from '../db/connection.ts'
import type { Instant } from '../domain/time.ts'

// Facts for emails with a token; null when the email is no longer needed. An email to a person without an account does
// not use their name, because anything could have been entered as the name.

/** `isFromCharity` is true when the sender is not a member of the organisation. */
export interface InvitationFacts {
  role: MemberRole | CharityRole
  organisation: string | null
  isFromCharity: boolean
}

/** Facts for an open invitation. */
export async function invitationFacts(db: Db, id: string): Promise<({ name: null } & InvitationFacts) | null> {
  const invitation = await db('invitations')
    .where({ id, accepted_at: null, revoked_at: null })
    .first('role', 'organisation_id', 'invited_by')
  if (!invitation) return null
  const organisation = await nameOf(db, invitation.organisation_id)
  const colleague = await db('memberships')
    .where('person_id', invitation.invited_by ?? '')
    .where('organisation_id', invitation.organisation_id ?? '')
    .whereNull('ended_at')
    .first('id')
  return {
    name: null,
    role: invitation.role as MemberRole | CharityRole,
    organisation,
    isFromCharity: colleague === undefined,
  }
}

/**
 * Facts for the reminder about an invitation; null when it is no longer open or has no link. `until` is when the link
 * expires.
 */
export async function invitationReminderFacts(
  db: Db,
  id: string,
): Promise<({ name: null; until: Instant } & InvitationFacts) | null> {
  const facts = await invitationFacts(db, id)
  const [link] = await db('email_tokens')
    .where({ kind: 'invitation', about_id: id })
    .max<{ until: Instant | null }[]>('expires_at as until')
  return facts && link?.until ? { ...facts, until: link.until } : null
}

/** Facts for an unanswered offer of a seat. */
export async function seatOfferFacts(
  db: Db,
  id: string,
): Promise<{ name: string | null; organisation: string } | null> {
  const seat = await db('seats').where({ id, status: 'offered' }).first('person_id', 'application_id')
  const holder = seat?.person_id ? await db('people').where({ id: seat.person_id }).first('name') : undefined
  const application = seat && (await db('applications').where({ id: seat.application_id }).first('organisation_id'))
  const organisation = application && (await nameOf(db, application.organisation_id))
  return seat && organisation ? { name: holder?.name ?? null, organisation } : null
}

/**
 * Facts for the email that asks for an endorsement; null when the request was answered or cancelled, or the library is
 * no longer writing the application.
 */
export async function endorsementFacts(db: Db, id: string): Promise<{ name: null; organisation: string } | null> {
  const asked = await db('endorsements')
    .join('applications', 'applications.id', 'endorsements.application_id')
    .where('endorsements.id', id)
    .whereNull('endorsements.answered_at')
    .whereNull('endorsements.cancelled_at')
    .whereIn('applications.status', ['draft', 'returned'])
    .first<{ organisationId: string } | undefined>('applications.organisation_id as organisationId')
  const organisation = asked && (await nameOf(db, asked.organisationId))
  return organisation ? { name: null, organisation } : null
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
