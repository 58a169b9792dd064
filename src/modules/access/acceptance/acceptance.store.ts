import type { Db, Tx } from '../../../db/connection.ts'
import type { Row } from '../../../db/tables.ts'
import type { CharityRole, MemberRole } from '../../../domain/actor.ts'
import type { Instant } from '../../../domain/time.ts'
import type { EmailToken } from '../../../web/email-links.ts'
import { toInvitation } from '../invitations/invitation.store.ts'

/** The invitation that a link opens. */
export interface LinkedInvitation {
  kind: 'invitation' | 'administrator'
  name: string
  /** null for an administrator's link, which is not emailed: the operator gets it on the server */
  email: string | null
  language: string
  role: CharityRole | MemberRole
  organisation: { id: string; name: string } | null
  /** the id of the person who sent it; null for an administrator's link */
  invitedBy: string | null
  state: 'open' | 'used' | 'revoked'
}

/** @returns null when the invitation no longer exists */
export async function invitationOfLink(
  db: Db | Tx,
  { kind, aboutId }: Pick<EmailToken, 'kind' | 'aboutId'>,
): Promise<LinkedInvitation | null> {
  if (kind === 'invitation') return openingOfInvitation(db, aboutId ?? '')
  return {
    kind: 'administrator',
    name: '',
    email: null,
    language: 'en',
    role: 'administrator',
    organisation: null,
    invitedBy: null,
    state: 'open',
  }
}

async function openingOfInvitation(db: Db | Tx, id: string): Promise<LinkedInvitation | null> {
  const row = await db('invitations').where({ id }).first()
  if (!row) return null
  const organisation = row.organisation_id
    ? await db('organisations').where({ id: row.organisation_id }).first('id', 'name')
    : null
  return {
    kind: 'invitation',
    name: row.name,
    email: row.email,
    language: row.language,
    role: toInvitation(row).role,
    organisation: organisation ?? null,
    invitedBy: row.invited_by,
    state: stateOf(row),
  }
}

function stateOf(row: Row<'invitations'>): LinkedInvitation['state'] {
  if (row.revoked_at) return 'revoked'
  return row.accepted_at ? 'used' : 'open'
}

/**
 * Records that a person accepted an invitation.
 * @returns null when the invitation was already accepted or cancelled; otherwise the id of the organisation, which is
 * itself null for a role at the charity
 */
export async function claimInvitation(
  trx: Tx,
  id: string,
  personId: string,
  at: Instant,
): Promise<{ organisationId: string | null } | null> {
  const [claimed] = await trx('invitations')
    .where({ id })
    .whereNull('accepted_at')
    .whereNull('revoked_at')
    .update({ accepted_at: at, accepted_by: personId })
    .returning('organisation_id')
  return claimed ? { organisationId: claimed.organisation_id } : null
}
