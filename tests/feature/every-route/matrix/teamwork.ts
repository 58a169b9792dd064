import { newId } from '../../../../src/db/ids.ts'
import type { Tx } from '../../../../src/db/connection.ts'
import type { Instant } from '../../../../src/domain/time.ts'

/**
 * What the people of a library share in a draft: a criterion that a contributor has finished, a comment of the lead,
 * and a sign-off that was asked for.
 * @returns the id of the comment, and of the contributor
 */
export async function teamworkIn(
  trx: Tx,
  application: string,
  { lead, contributor, at }: { lead: string; contributor: string; at: Instant },
): Promise<{ comment: string; member: string }> {
  const comment = newId()
  await trx('assignments').insert({
    id: newId(),
    application_id: application,
    item_id: 'staff-training',
    person_id: contributor,
    due_on: null,
    status: 'ready',
    status_since: at,
    assigned_by: lead,
    assigned_at: at,
    version: 1,
  })
  await trx('comments').insert({
    id: comment,
    application_id: application,
    item_id: 'staff-training',
    body: 'Could we mention the evening first?',
    written_by: lead,
    written_at: at,
    edited_at: null,
    version: 1,
  })
  await trx('sign_offs').insert({
    id: newId(),
    application_id: application,
    asked_by: lead,
    asked_at: at,
    signed_by: null,
    signed_at: null,
    changed_at: null,
    seen: null,
  })
  return { comment, member: contributor }
}
