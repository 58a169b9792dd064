import type { Db, Tx } from '../../../db/connection.ts'
import { settingOf } from '../../../db/setting.store.ts'
import type { Report } from '../../../email/delivery-report.ts'
import type { Instant } from '../../../domain/time.ts'

/** An email that a report is about. */
export interface BouncedEmail {
  address: string
  applicationId: string | null
}

/**
 * Marks a sent email as bounced. A hard bounce replaces a soft one.
 * @returns null when the service sent no such email, or it is already marked with this kind of bounce or a hard one
 */
export async function markBounced(
  trx: Tx,
  { emailId, kind, answer }: Report,
  at: Instant,
): Promise<BouncedEmail | null> {
  const [row] = await trx('outbox')
    .where({ id: emailId })
    .where(
      fresh =>
        void fresh
          .whereIn('status', ['sent', 'unknown'])
          .orWhere(worse => void worse.where({ status: 'bounced', bounce: kind === 'hard' ? 'soft' : 'none' })),
    )
    .update({ status: 'bounced', bounce: kind, bounced_at: at, failure: answer })
    .returning(['address', 'application_id'])
  return row ? { address: row.address, applicationId: row.application_id } : null
}

const mailboxSetting = 'bounce-mailbox-unreadable-since'

/**
 * Records whether the mailbox for delivery reports could be read, or that there is none. Keeps the time of the first
 * failure since the mailbox was last read.
 */
export async function noteMailbox(trx: Tx, result: 'read' | 'none' | 'unreadable', at: Instant): Promise<void> {
  if (result !== 'unreadable') await trx('settings').where({ name: mailboxSetting }).delete()
  else await trx('settings').insert({ name: mailboxSetting, value: at }).onConflict('name').ignore()
}

/** The time since which the mailbox for delivery reports cannot be read; null when it can, or when there is none. */
export const mailboxUnreadableSince = async (db: Db): Promise<Instant | null> =>
  (await settingOf(db, mailboxSetting)) as Instant | null
