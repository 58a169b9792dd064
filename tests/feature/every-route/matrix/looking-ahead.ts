import { newId } from '../../../../src/db/ids.ts'
import type { Tx } from '../../../../src/db/connection.ts'
import type { SharedText } from '../../../../src/domain/endorsement.ts'
import { addMinutes, type Day, type Instant } from '../../../../src/domain/time.ts'
import { hashOfToken, newToken } from '../../../../src/email/tokens.ts'
import { fingerprintOf } from '../../../../src/modules/applications/sign-offs/sign-off.forms.ts'

const shared: SharedText = { pledge: 'We signed it.', signed: null, scope: ['Fellwick'], plan: 'We plan.', targets: [] }

/**
 * Adds a target to a library. Adds a signed pledge and a request for an endorsement to its draft application.
 * @returns the ids of the target and the request, `endorsing`, the token in the request's link, and `sharedSeen`, the
 * fingerprint of the text that the group reads
 */
export async function targetAndEndorsement(
  trx: Tx,
  { organisation, application, lead, at }: { organisation: string; application: string; lead: string; at: Instant },
): Promise<{ target: string; endorsement: string; endorsing: string; sharedSeen: string }> {
  const [target, endorsement, endorsing] = [newId(), newId(), newToken()]
  await trx('targets').insert({
    id: target,
    organisation_id: organisation,
    body: 'Train all staff',
    owner_id: lead,
    due_on: '2029-06-01' as Day,
    status: 'not started',
    progress: '',
    progress_at: null,
    progress_by: null,
    made_by: lead,
    made_at: at,
    version: 1,
  })
  await trx('endorsements').insert({
    id: endorsement,
    application_id: application,
    group_name: 'Fellwick City of Sanctuary',
    email: 'group@fellwick.example',
    shared: JSON.stringify(shared),
    asked_by: lead,
    asked_at: at,
    cancelled_at: null,
    answered_at: null,
    answer: null,
    name: null,
    role: null,
    words: null,
  })
  await trx('pledges').insert({
    application_id: application,
    signed_by: 'Ines Calloway',
    role: 'head of libraries',
    signed_on: '2026-05-12' as Day,
    wording: '',
    saved_by: lead,
    saved_at: at,
    version: 1,
  })
  await trx('email_tokens').insert({
    id: newId(),
    kind: 'endorsement',
    token_hash: hashOfToken(endorsing),
    about_id: endorsement,
    person_id: null,
    made_at: at,
    expires_at: addMinutes(at, 1_000_000),
    used_at: null,
  })
  return { target, endorsement, endorsing, sharedSeen: fingerprintOf(shared) }
}
