import type { Db } from '../../../db/connection.ts'
import { runLookups } from '../../../db/lookups.ts'
import type { UnitOfWork } from '../../../db/unit-of-work.ts'
import type { Actor } from '../../../domain/actor.ts'
import { Stale } from '../../../domain/refusals.ts'
import type { Day } from '../../../domain/time.ts'
import { queueEmail, recipientOf } from '../../../email/outbox.ts'
import { readersWithAnyRole } from '../../../email/readers.store.ts'
import { areRemindersOff, remindersOffLookup, switchReminders } from '../../../email/reminder-switch.store.ts'
import { recordEvent, type Facts } from '../../../history/record.ts'
import { heldMorningLookup, lastMorningLookup, releaseMorning, type Morning } from '../mornings/morning.store.ts'
import { previewReminders, type Preview } from '../previews/preview.actions.ts'
import { checkReminders } from '../reminders/reminder.actions.ts'
import { remindersWithIds } from '../reminders/reminder.store.ts'
import type { SwitchOffGiven } from './reminder-list.forms.ts'
import {
  applicationsCoordinatedAmong,
  insertSwitch,
  lastSwitchedOff,
  type ReminderLine,
  type SwitchedOff,
} from './reminder-list.store.ts'

/** Whether reminders are switched off or held, and the day they were last sent. */
export interface RemindersNow {
  isOff: boolean
  /** the last time that all reminders were switched off; null when they never were */
  switchedOff: SwitchedOff | null
  last: Day | null
  held: { morning: Morning; preview: Preview; readable: Set<string> } | null
}

/** Loads the state of the reminders. Makes the preview only while reminders are held. */
export async function remindersNow(db: Db, actor: Actor, today: Day): Promise<RemindersNow> {
  const { morning, ...now } = await runLookups(db, {
    isOff: remindersOffLookup(db),
    switchedOff: lastSwitchedOff(db),
    last: lastMorningLookup(db, today),
    morning: heldMorningLookup(db),
  })
  if (!morning) return { ...now, held: null }
  const preview = await previewReminders(db, morning.morning, today)
  return { ...now, held: { morning, preview, readable: await readableIn(db, actor, preview) } }
}

/** Adds to each planned reminder the reason why it would not be sent if it were due today. */
export async function withReasonsToday(db: Db, lines: readonly ReminderLine[], today: Day): Promise<ReminderLine[]> {
  const planned = lines.filter(({ status }) => status === 'planned').map(({ id }) => id)
  const checked = await checkReminders(db, await remindersWithIds(db, planned), today)
  const reasons = new Map(checked.map(({ reminder, reason }) => [reminder.id, reason]))
  return lines.map(line => ({ ...line, reason: reasons.get(line.id) ?? line.reason }))
}

/** The ids of the applications in a preview whose emails this person can read; none unless they are a coordinator. */
export const readableIn = (db: Db, actor: Actor, { emails }: Preview): Promise<Set<string>> =>
  applicationsCoordinatedAmong(
    db,
    actor,
    emails.flatMap(({ lines }) => lines.flatMap(({ applicationId }) => applicationId ?? [])),
  )

/** The emails in a preview, each with only the reminders that this person can see. Emails without any are left out. */
export async function emailsShownTo(db: Db, actor: Actor, preview: Preview): Promise<Preview['emails']> {
  return shownIn(preview, await readableIn(db, actor, preview))
}

/** @param readable ids of the applications about which the viewer can see emails */
export const shownIn = ({ emails }: Preview, readable: ReadonlySet<string>): Preview['emails'] =>
  emails
    .map(({ addressee, lines }) => ({
      addressee,
      lines: lines.filter(({ applicationId }) => applicationId === null || readable.has(applicationId)),
    }))
    .filter(({ lines }) => lines.length > 0)

/**
 * Releases held reminders, which are then sent within a minute.
 * @throws Stale when that morning is no longer held
 */
export async function releaseReminders(work: UnitOfWork, morning: Day): Promise<void> {
  if (!(await releaseMorning(work.trx, morning, work.actor.id))) throw new Stale()
  await work.tell('reminders released', { morning })
  await recordEvent(work, 'setting.reminders_released', { kind: 'setting', id: 'reminders' }, { morning })
}

/** Switches all reminders on, and emails the other coordinators and administrators. */
export const switchOnReminders = (work: UnitOfWork): Promise<void> => switchTo(work, 'on')

/**
 * Switches all reminders off, and emails the reason to the other coordinators and administrators. The history contains
 * only the id of the reason.
 */
export const switchOffReminders = (work: UnitOfWork, { reason }: SwitchOffGiven): Promise<void> =>
  switchTo(work, 'off', reason)

async function switchTo(work: UnitOfWork, to: 'on' | 'off', reason: string | null = null): Promise<void> {
  if ((await areRemindersOff(work.trx)) === (to === 'off')) return
  await switchReminders(work.trx, to)
  for (const reader of await readersWithAnyRole(work.trx, ['coordinator', 'administrator']))
    if (reader.actor.id !== work.actor.id)
      await queueEmail(work, {
        name: 'reminders switched',
        to: recipientOf(reader),
        entity: { kind: 'person', id: reader.actor.id },
        facts: { to, name: work.actor.name, reason },
      })
  const facts: Facts = reason === null ? {} : { switch: await insertSwitch(work, reason) }
  await recordEvent(work, `setting.reminders_${to}`, { kind: 'setting', id: 'reminders' }, facts)
}
