import type { Db } from '../../../db/connection.ts'
import { runLookups } from '../../../db/lookups.ts'
import { compare } from '../../../domain/compare.ts'
import { sendingLimitOn, type SendingLimitReason, type Subject } from '../../../domain/reminder-recipients.ts'
import { teamReminders, type Reminder } from '../../../domain/reminder-schedule.ts'
import { addDays, dayOf, daysBetween, type Day } from '../../../domain/time.ts'
import { remindersOffLookup } from '../../../email/reminder-switch.store.ts'
import { renderDigest, type DigestLine } from '../../../email/templates/reminders.ts'
import type { Parts } from '../../../parts.ts'
import { longDay } from '../../../words/format.ts'
import { translator } from '../../../words/words.ts'
import { digestLine } from '../digests/digest.actions.ts'
import { largestMorningLookup, lastMorningLookup } from '../mornings/morning.store.ts'
import type { Addressee } from '../recipients/recipient.store.ts'
import {
  checkReminder,
  isDueIn,
  reachableAddressees,
  sortReminders,
  subjectsToPlan,
  type CheckedReminder,
  type DueDays,
  type PlannedSubject,
} from '../reminders/reminder.actions.ts'
import type { StoredReminder } from '../reminders/reminder.store.ts'

/**
 * The reminder emails that would be sent on a morning if nothing changes before it. The lines leave out reminders
 * between colleagues of a library, such as those about assigned criteria, because the charity does not see them.
 */
export interface Preview {
  day: Day
  emails: { addressee: Addressee; lines: DigestLine[] }[]
  sendingLimit: SendingLimitReason | null
  isOff: boolean
  /** true when the reminders of that morning, or of a later one, have been sent */
  isOver: boolean
}

/**
 * Plans reminders as the job would, but writes nothing. For a day after the next run, assumes that the runs in between
 * take place.
 */
export async function previewReminders(db: Db, day: Day, today: Day): Promise<Preview> {
  const { last, largest, isOff } = await runLookups(db, {
    last: lastMorningLookup(db, today),
    largest: largestMorningLookup(db, day),
    isOff: remindersOffLookup(db),
  })
  const isOver = last !== null && day <= last
  const nextRun = last === null || last < today ? today : addDays(last, 1)
  const due = isOver ? [] : await remindersDue(db, { from: day > nextRun ? day : null, to: day })
  const { recipients } = sortReminders(due)
  const addressees = await reachableAddressees(db, recipients)
  const daysSince = last === null || day > nextRun ? null : daysBetween(last, day)
  return {
    day,
    isOver,
    isOff,
    sendingLimit: sendingLimitOn({ daysSince, people: addressees.length, largest }),
    emails: addressees
      .toSorted((a, b) => compare(a.address, b.address))
      .map(addressee => ({
        addressee,
        lines: recipients
          .get(addressee.id)!
          .map(digestLine)
          .filter(line => !isBetweenColleagues(line)),
      })),
  }
}

/** The number of subjects read at a time. It is larger than in the job, because reading holds no lock. */
const subjectsAtOnce = 500

/** The reminders that would be due on these days, as they would be checked on the last of them. */
async function remindersDue(db: Db, due: DueDays): Promise<CheckedReminder[]> {
  const checked: CheckedReminder[] = []
  for await (const batch of subjectsToPlan(db, due.to, { due, atOnce: subjectsAtOnce })) {
    for (const planned of batch)
      checked.push(
        ...plannedReminders(planned)
          .filter(({ dueOn }) => isDueIn(due, dueOn))
          .map(reminder => checkReminder(reminder, planned.subject, planned.contacts)),
      )
  }
  return checked
}

function plannedReminders({ subject, stored, plan }: PlannedSubject): StoredReminder[] {
  const closed = new Set(plan.close.map(({ id }) => id))
  return [
    ...stored.filter(({ id, status }) => status === 'planned' && !closed.has(id)),
    ...plan.reopen,
    ...plan.add.map(reminder => notStored(reminder, subject)),
  ]
}

const notStored = (reminder: Reminder, { organisationId, applicationId }: Subject): StoredReminder => ({
  ...reminder,
  id: `${reminder.kind} ${reminder.entityId} ${reminder.recipientId} ${reminder.step}`,
  status: 'planned',
  reason: null,
  organisationId,
  applicationId,
  emailId: null,
})

const isBetweenColleagues = ({ kind }: DigestLine): boolean => teamReminders.some(each => each === kind)

/**
 * The preview as lines of text for operators. Lists only emails with a reminder that the charity sees, and counts the
 * others.
 */
export async function previewLines({ db, clock }: Pick<Parts, 'db' | 'clock'>, day: Day): Promise<string[]> {
  const t = translator('en')
  const { emails, sendingLimit, isOff, isOver } = await previewReminders(db, day, dayOf(clock.now()))
  const listed = emails.filter(({ lines }) => lines.length > 0)
  const more = emails.length - listed.length
  return [
    t('reminders.preview.count', { count: emails.length, day: longDay(t, day) }),
    ...listed.map(({ addressee, lines }) => `${addressee.address}: ${renderDigest(t, lines, day).subject}`),
    ...(more > 0 ? [t('reminders.preview.unlisted', { count: more })] : []),
    ...(isOver ? [t('reminders.preview.over')] : []),
    ...(isOff ? [t('reminders.off')] : []),
    ...(sendingLimit ? [t(`reminders.preview.limit.${sendingLimit}`)] : []),
  ]
}
