import type { UnitOfWork } from '../../../db/unit-of-work.ts'
import { Stale } from '../../../domain/refusals.ts'
import { carriesToken, gathered, type EmailName } from '../../../email/templates.ts'
import { insertEmail, updateEmail, type OutboxEmail } from '../../../email/outbox.store.ts'
import type { About } from '../../../email/outbox.ts'
import { recordEvent } from '../../../history/record.ts'
import { addressOf } from './email.store.ts'

/**
 * What could not be delivered, as long as its words are still there. One with a token is drawn anew; of reminders the
 * next ones follow by themselves.
 */
export const mayBeSentAgain = (email: OutboxEmail): email is OutboxEmail & { name: EmailName } =>
  email.status === 'failed' && email.name !== gathered && (carriesToken(email) || email.words !== null)

/**
 * Writes a letter once more, as a letter of its own, to the address its reader has now; the old one stays on record.
 * Gives the new id.
 * @throws Stale when it did not fail, or was sent again meanwhile
 */
export async function sendAgain(work: UnitOfWork, email: OutboxEmail): Promise<string> {
  if (!mayBeSentAgain(email)) throw new Stale()
  if (
    !(await updateEmail(work.trx, email, {
      status: 'not sent',
      not_sent_reason: 'sent again',
      lease_generation: email.generation + 1,
    }))
  )
    throw new Stale()
  const { name, personId, language, applicationId } = email
  const address = (personId === null ? null : await addressOf(work.trx, personId)) ?? email.address
  const to = { personId, name: email.words?.name ?? null, address, language }
  const entity = { kind: email.entity as About['kind'], id: email.entityId }
  const id = await insertEmail(
    work.trx,
    { name, to, entity, applicationId, words: carriesToken(email) ? null : email.words },
    work.at,
  )
  await recordEvent(work, 'email.sent_again', { kind: 'email', id, applicationId }, { instead_of: email.id })
  return id
}
