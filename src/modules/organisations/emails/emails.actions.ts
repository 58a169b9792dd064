import type { UnitOfWork } from '../../../db/unit-of-work.ts'
import { membershipsIn } from '../../../domain/actor.ts'
import { recordEvent } from '../../../history/record.ts'
import { entity } from '../organisations/organisation.actions.ts'
import { setEmailsStarted } from './emails.store.ts'

/**
 * Switches on emails for these organisations, except the actor's own.
 * @returns the number of organisations whose emails were switched on
 */
export async function startEmails(work: UnitOfWork, ids: readonly string[]): Promise<number> {
  const others = ids.filter(id => membershipsIn(work.actor, id).length === 0)
  const started = await setEmailsStarted(work.trx, others, work.at)
  for (const id of started) await recordEvent(work, 'organisation.emails_started', entity({ id }))
  return started.length
}
