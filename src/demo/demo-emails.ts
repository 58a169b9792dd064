import type { Config } from '../config.ts'
import { addMinutes, type Instant } from '../domain/time.ts'
import { writersAtSending } from '../modules/notifications/emails/email.actions.ts'
import { claimEmail, settleEmail, type SendingContext } from '../email/claim.ts'
import { dueEmails } from '../email/outbox.store.ts'
import type { World } from './world.ts'

/**
 * The context in which the demo sends emails. It does not check the reader's rights again, because the demo sends every
 * email within a day.
 */
export const emailsOf = (config: Pick<Config, 'baseUrl' | 'mailFrom' | 'sessionSecret'>): SendingContext => ({
  baseUrl: config.baseUrl,
  keepsLinks: true,
  mayStillKnow: () => Promise.resolve(true),
  renderDigest: writersAtSending(config),
})

/** Sends the emails that are due by this time, each a minute after it became due. */
export async function post({ trx, emails }: Pick<World, 'trx' | 'emails'>, until: Instant): Promise<void> {
  for (const due of await dueEmails(trx, until, 500)) {
    const sentAt = addMinutes(due.nextTryAt, 1)
    const claimed = await claimEmail(trx, due, emails, sentAt)
    if (claimed) await settleEmail(trx, claimed, { is: 'sent' }, sentAt)
  }
}
