import type { Tx } from '../db/connection.ts'
import type { Instant } from '../domain/time.ts'

/**
 * Deletes the text of emails that were sent before a time, or were queued before it and will not be sent. Keeps their
 * subject.
 * @returns the number of deleted texts
 */
export async function deleteTexts(trx: Tx, before: Instant): Promise<number> {
  return trx('outbox')
    .whereNotNull('body')
    .whereIn('status', ['sent', 'failed', 'bounced', 'not sent'])
    .where(
      over =>
        void over
          .where('sent_at', '<', before)
          .orWhere(never => void never.whereNull('sent_at').where('queued_at', '<', before)),
    )
    .update({ body: null })
}
