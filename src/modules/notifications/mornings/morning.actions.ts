import type { UnitOfWork } from '../../../db/unit-of-work.ts'
import { theService } from '../../../domain/actor.ts'
import { sendingLimitOn, type SendingLimitReason } from '../../../domain/reminder-recipients.ts'
import { notSentReasons } from '../../../domain/reminder-schedule.ts'
import { daysBetween, type Day } from '../../../domain/time.ts'
import { digestsOf, insertDigest } from '../../../email/outbox.store.ts'
import { areRemindersOff } from '../../../email/reminder-switch.store.ts'
import { queueEmail, recipientOf } from '../../../email/outbox.ts'
import { readersWithAnyRole } from '../../../email/readers.store.ts'
import type { Parts } from '../../../parts.ts'
import { addresseeKindOf, addresseeOf, entityOf } from '../recipients/recipient.store.ts'
import {
  checkReminders,
  planReminders,
  reachableAddressees,
  sortReminders,
  type CheckedReminder,
} from '../reminders/reminder.actions.ts'
import { closeReminders, dueReminders, putIntoEmail } from '../reminders/reminder.store.ts'
import { endMorning, holdMorning, isReleased, largestMorning, lastMorning } from './morning.store.ts'

type Running = Pick<Parts, 'db' | 'write' | 'clock' | 'log'>

export type MorningOutcome =
  { is: 'done' | 'held'; people: number } | { is: 'off' | 'nothing new' | 'cut off'; people: 0 }

/**
 * Queues the reminders due by `day`, one email for each recipient. An interrupted run can be resumed, because each
 * email has its own transaction.
 * @returns the outcome; `people` is the number of emails queued or held
 */
export async function sendReminders(parts: Running, day: Day, stop?: AbortSignal): Promise<MorningOutcome> {
  const { db, write, clock, log } = parts
  if (await areRemindersOff(db)) return { is: 'off', people: 0 }
  const last = await lastMorning(db, day)
  if (last !== null && day <= last) return { is: 'nothing new', people: 0 }
  const startedAt = clock.now()
  await planReminders(parts, day, stop)
  if (stop?.aborted) return { is: 'cut off', people: 0 }
  const { recipients, notSent } = sortReminders(await checkReminders(db, await dueReminders(db, day), day))
  const reachable = (await reachableAddressees(db, recipients)).length
  const sendingLimit = sendingLimitOn({
    daysSince: last && daysBetween(last, day),
    people: reachable,
    largest: await largestMorning(db, day),
  })
  if (sendingLimit && !(await isReleased(db, day))) {
    const held = { morning: day, people: reachable, reason: sendingLimit }
    await write(theService, work => hold(work, held))
    log.warn(held, 'reminders are held')
    return { is: 'held', people: reachable }
  }
  await closeAll(parts, notSent)
  for (const [recipientId, reminders] of recipients) {
    if (stop?.aborted) return { is: 'cut off', people: 0 }
    await write(theService, work => writeDigest(work, recipientId, reminders, day)).catch(unlessTaken)
  }
  const people = await digestsOf(db, day)
  await write(theService, ({ trx }) => endMorning(trx, { morning: day, people, startedAt }, clock.now()))
  log.info({ morning: day, people, notSent: notSent.length }, 'reminders')
  return { is: 'done', people }
}

/**
 * Holds the reminders of a morning. Emails the coordinators and administrators, who can release the reminders, unless a
 * morning is already held.
 */
async function hold(
  work: UnitOfWork,
  held: { morning: Day; people: number; reason: SendingLimitReason },
): Promise<void> {
  if (!(await holdMorning(work.trx, held, work.at))) return
  for (const reader of await readersWithAnyRole(work.trx, ['coordinator', 'administrator'])) {
    await queueEmail(work, {
      name: 'reminders held',
      to: recipientOf(reader),
      entity: { kind: 'person', id: reader.actor.id },
      facts: { reason: held.reason, day: held.morning, people: held.people },
    })
  }
}

async function closeAll({ write, clock }: Running, notSent: readonly CheckedReminder[]): Promise<void> {
  for (const reason of notSentReasons) {
    const reminders = notSent.filter(each => each.reason === reason).map(({ reminder }) => reminder)
    for (let from = 0; from < reminders.length; from += 200)
      await write(theService, ({ trx }) =>
        closeReminders(trx, reminders.slice(from, from + 200), { from: 'planned', reason, at: clock.now() }),
      )
  }
}

/**
 * Queues one email with these reminders, unless this recipient already has one for this morning.
 * @throws TakenByAnotherRun when another run has put all these reminders into an email
 */
async function writeDigest(
  work: UnitOfWork,
  recipientId: string,
  checked: readonly CheckedReminder[],
  day: Day,
): Promise<void> {
  const kind = addresseeKindOf(checked[0]!.reminder.as)
  const addressee = await addresseeOf(work.trx, kind, recipientId)
  if (!addressee) return
  const { id, name, address, language } = addressee
  const emailId = await insertDigest(
    work.trx,
    {
      personId: kind === 'person' ? id : null,
      name,
      address,
      language,
      entity: { kind: entityOf[kind], id },
    },
    day,
    work.at,
  )
  if (emailId === null) return
  const reminders = checked.map(({ reminder }) => reminder)
  if ((await putIntoEmail(work.trx, reminders, emailId)) === 0) throw new TakenByAnotherRun()
}

/** Thrown to roll back an empty email, because another run put its reminders into an email first. */
class TakenByAnotherRun extends Error {}

function unlessTaken(problem: unknown): void {
  if (!(problem instanceof TakenByAnotherRun)) throw problem
}
