import { theService, withoutRights } from '../../../domain/actor.ts'
import { errorCode } from '../../../domain/error-code.ts'
import { as, type UnitOfWork } from '../../../db/unit-of-work.ts'
import { readBounceMailbox } from '../../../email/bounce-mailbox.ts'
import { countBounce } from '../../../email/email-address.store.ts'
import type { Report } from '../../../email/delivery-report.ts'
import { recordEvent } from '../../../history/record.ts'
import type { Parts } from '../../../parts.ts'
import { mailboxUnreadableSince, markBounced, noteMailbox } from './bounce.store.ts'

const reportsAtOnce = 25

/**
 * Records delivery reports about emails that did not arrive, in short transactions. Ignores unknown emails and repeated
 * reports.
 * @returns the number of new reports
 */
export async function recordBounces(
  { write }: Pick<Parts, 'write'>,
  reports: readonly Report[],
  stop?: AbortSignal,
): Promise<number> {
  let recorded = 0
  for (let from = 0; from < reports.length; from += reportsAtOnce) {
    if (stop?.aborted) break
    const batch = reports.slice(from, from + reportsAtOnce)
    recorded += await write(theService, async work => {
      let found = 0
      for (const report of batch) if (await recordBounce(work, report)) found += 1
      return found
    })
  }
  return recorded
}

/**
 * Records one report.
 * @returns false when the service sent no such email, or already has this report or a report of a hard bounce
 */
export async function recordBounce(work: UnitOfWork, report: Report): Promise<boolean> {
  const email = await markBounced(work.trx, report, work.at)
  if (!email) return false
  const { kind, answer, emailId } = report
  await countBounce(work.trx, email.address, { kind, answer, at: work.at })
  const about = { kind: 'email', id: emailId, applicationId: email.applicationId } as const
  await recordEvent(as(withoutRights('a mail server'), work), 'email.bounced', about, { kind })
  return true
}

/**
 * Reads delivery reports from the mailbox, if one is set, and records whether it could be read. Can run in two
 * processes, because each report counts only once.
 */
export async function readBounces(
  parts: Pick<Parts, 'config' | 'db' | 'write' | 'clock' | 'log'>,
  stop?: AbortSignal,
): Promise<void> {
  const { config, db, write, clock, log } = parts
  if (config.bouncesUrl === null) {
    if ((await mailboxUnreadableSince(db)) !== null)
      await write(theService, ({ trx }) => noteMailbox(trx, 'none', clock.now()))
    return
  }
  try {
    const read = await readBounceMailbox(config.bouncesUrl, reports => recordBounces(parts, reports, stop), { stop })
    if (read > 0) log.info({ read }, 'delivery reports')
    await write(theService, ({ trx }) => noteMailbox(trx, 'read', clock.now()))
  } catch (problem) {
    log.error({ problem: errorCode(problem) }, 'the mailbox for delivery reports cannot be read')
    await write(theService, ({ trx }) => noteMailbox(trx, 'unreadable', clock.now()))
  }
}
