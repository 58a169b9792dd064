import type { Db, Tx } from '../../../db/connection.ts'
import type { ApplicationStatus } from '../../../domain/application.ts'
import type { SharedText } from '../../../domain/endorsement.ts'
import { NotFound } from '../../../domain/refusals.ts'
import type { Instant } from '../../../domain/time.ts'
import { hashOfToken, looksLikeToken } from '../../../email/tokens.ts'

/** A request that can be answered now, with the details that the person who opens the link sees. */
export interface OpenEndorsement {
  id: string
  group: string
  organisation: string
  shared: SharedText
  application: { id: string; status: ApplicationStatus }
}

/**
 * @throws NotFound for a link that is unknown, expired, used or cancelled, when the application is neither a draft nor
 * returned, and when the library has closed or merged
 */
export async function openEndorsement(db: Db | Tx, token: string, at: Instant): Promise<OpenEndorsement> {
  const row = looksLikeToken(token)
    ? await db('email_tokens')
        .join('endorsements', 'endorsements.id', 'email_tokens.about_id')
        .join('applications', 'applications.id', 'endorsements.application_id')
        .join('organisations', 'organisations.id', 'applications.organisation_id')
        .where('email_tokens.token_hash', hashOfToken(token))
        .where('email_tokens.kind', 'endorsement')
        .where('email_tokens.expires_at', '>', at)
        .whereNull('email_tokens.used_at')
        .whereNull('endorsements.answered_at')
        .whereNull('endorsements.cancelled_at')
        .whereIn('applications.status', ['draft', 'returned'])
        .whereNull('organisations.closed_at')
        .whereNull('organisations.merged_into')
        .first<OpenRow | undefined>(
          'endorsements.id',
          'endorsements.group_name as group',
          'endorsements.shared',
          'organisations.name as organisation',
          'applications.id as applicationId',
          'applications.status',
        )
    : undefined
  if (!row) throw new NotFound()
  const { id, group, organisation, applicationId, status } = row
  const shared = JSON.parse(row.shared) as SharedText
  return { id, group, organisation, shared, application: { id: applicationId, status } }
}

interface OpenRow {
  id: string
  group: string
  shared: string
  organisation: string
  applicationId: string
  status: ApplicationStatus
}
