import type { UnitOfWork } from '../../../db/unit-of-work.ts'
import { queueEmail } from '../../../email/outbox.ts'
import { addressOf } from '../emails/email.store.ts'
import { sendAgain } from '../emails/email.actions.ts'
import { emailsToResend } from './resending.store.ts'

/**
 * Queues up to `mostAtOnce` undelivered emails again, to the recipients' current addresses, with new tokens in links.
 * @returns the number of emails
 * @throws Stale when someone else has just sent one of them again
 */
export async function resendEmails(work: UnitOfWork): Promise<number> {
  const emails = await emailsToResend(work.trx, work.actor, work.at)
  for (const email of emails) await sendAgain(work, email)
  return emails.length
}

/**
 * Queues a test email to the actor.
 * @returns the email's id
 */
export async function sendTestEmail(work: UnitOfWork): Promise<string> {
  const { id, name, language } = work.actor
  return queueEmail(work, {
    name: 'test email',
    to: { personId: id, name, address: (await addressOf(work.trx, id))!, language },
    entity: { kind: 'person', id },
    facts: { at: work.at },
  })
}
