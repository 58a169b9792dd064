import type { UnitOfWork } from '../../../db/unit-of-work.ts'
import { membershipsIn } from '../../../domain/actor.ts'
import { recordEvent } from '../../../history/record.ts'
import { entity } from '../organisations/organisation.actions.ts'
import { setEmailsStarted } from './emails.store.ts'

/**
 * Starts the emails about organisations, except the actor's own. Of several reminders due, only the latest is sent.
 * @returns the number of organisations started
 */
export async function startEmails(work: UnitOfWork, ids: readonly string[]): Promise<number> {
  const others = ids.filter(id => membershipsIn(work.actor, id).length === 0)
  const started = await setEmailsStarted(work.trx, others, work.at)
  for (const id of started) await recordEvent(work, 'organisation.emails_started', entity({ id }))
  return started.length
}
