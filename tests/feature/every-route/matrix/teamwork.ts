import { newId } from '../../../../src/db/ids.ts'
import type { Tx } from '../../../../src/db/connection.ts'
import type { ImportContents } from '../../../../src/modules/applications/word-imports/word-import.store.ts'
import type { Instant } from '../../../../src/domain/time.ts'

/**
 * Adds to a draft: a finished criterion, a comment, a request to sign off, and a Word document that is being imported.
 * @returns the ids of the comment and the contributor
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
  const typed = 'Could we mention the evening first?'
  await trx('word_imports').insert({
    id: newId(),
    application_id: application,
    person_id: lead,
    downloaded_at: at,
    made_at: at,
    contents: JSON.stringify({
      answers: [{ itemId: 'staff-training', text: typed, read: '' }],
      unchanged: 31,
      notRead: [{ code: 'L2', reason: 'missing' }],
      comments: [
        { itemId: 'staff-training', author: '', text: typed },
        { itemId: null, author: '', text: typed },
      ],
      hasChanges: true,
      hasPictures: true,
      hasTables: true,
      hasNotes: true,
      isOfEarlierCriteria: true,
    } satisfies ImportContents),
  })
  return { comment, member: contributor }
}
