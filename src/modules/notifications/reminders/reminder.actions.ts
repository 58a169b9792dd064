import type { Db } from '../../../db/connection.ts'
import { runLookups } from '../../../db/lookups.ts'
import type { UnitOfWork } from '../../../db/unit-of-work.ts'
import { theService } from '../../../domain/actor.ts'
import {
  datedOf,
  noContacts,
  reasonNotToSend,
  type Contacts,
  type Subject,
} from '../../../domain/reminder-recipients.ts'
import {
  latestOf,
  planOf,
  reminderKinds,
  type NotSentReason,
  type Reminder,
} from '../../../domain/reminder-schedule.ts'
import { addDays, dayOf, type Day } from '../../../domain/time.ts'
import { suppressedAmong } from '../../../email/email-address.store.ts'
import type { Parts } from '../../../parts.ts'
import {
  addresseeKindOf,
  addresseesOf,
  contactLookups,
  contactsFrom,
  contactsOf,
  type Addressee,
} from '../recipients/recipient.store.ts'
import { subjectsOf } from '../subjects/subject.store.ts'
import {
  closeReminders,
  insertReminders,
  planAgain,
  remindersAbout,
  reopenReminders,
  subjectsPlannedFor,
  type StoredReminder,
} from './reminder.store.ts'

/**
 * The number of days ahead for which reminders are planned. The longest default schedule starts 180 days before its
 * date. A framework can set a longer schedule.
 */
const daysAhead = 400
const subjectsAtOnce = 25

/** A subject with its stored reminders and the changes that planning would make. */
export interface PlannedSubject {
  subject: Subject
  contacts: Contacts
  stored: StoredReminder[]
  plan: { add: Reminder[]; close: StoredReminder[]; reopen: StoredReminder[] }
}

/**
 * Adds, closes and reopens reminders to match the current dates, one transaction for each batch of subjects. Can run
 * any number of times.
 */
export async function planReminders(
  { db, write }: Pick<Parts, 'db' | 'write' | 'clock'>,
  today: Day,
  stop?: AbortSignal,
): Promise<void> {
  for await (const batch of subjectsToPlan(db, today)) {
    if (stop?.aborted) return
    const changed = batch.filter(({ plan }) => plan.add.length + plan.close.length + plan.reopen.length > 0)
    if (changed.length > 0) await write(theService, work => writePlan(work, changed))
  }
}

async function writePlan(work: UnitOfWork, changed: readonly PlannedSubject[]): Promise<void> {
  await insertReminders(
    work.trx,
    changed.flatMap(({ subject, plan }) => plan.add.map(reminder => ({ reminder, subject }))),
    work.at,
  )
  await closeReminders(
    work.trx,
    changed.flatMap(({ plan }) => plan.close),
    { from: 'planned', reason: 'date moved', at: work.at },
  )
  const reopened = changed.flatMap(({ plan }) => plan.reopen)
  if (reopened.length > 0) await reopenReminders(work.trx, reopened)
}

/** A range of days, to find the reminders that are due in it. */
export interface DueDays {
  /** the first day; null for all days until `to` */
  from: Day | null
  to: Day
}

export const isDueIn = ({ from, to }: DueDays, dueOn: Day): boolean => dueOn <= to && (from === null || dueOn >= from)

/**
 * Yields the open subjects of every kind in batches, with their planned changes. Writes nothing.
 * @param due the days on which reminders are due: only subjects that can have such reminders are read; null for all
 * subjects
 * @param atOnce the number of subjects in each batch except the last; the number is the same each time, so that the
 * database can reuse its query plan
 */
export async function* subjectsToPlan(
  db: Db,
  today: Day,
  { due = null, atOnce = subjectsAtOnce }: { due?: DueDays | null; atOnce?: number } = {},
): AsyncGenerator<PlannedSubject[]> {
  const planned = due && (await subjectsPlannedFor(db, due))
  const batch: Subject[] = []
  for await (const subjects of openSubjects(db, today, { dueBy: due?.to ?? null, atOnce })) {
    batch.push(...subjects.filter(each => !due || canBeDue(each, due) || planned!.has(`${each.kind} ${each.id}`)))
    if (batch.length >= atOnce) yield await withPlans(db, batch.splice(0, atOnce), today)
  }
  if (batch.length > 0) yield await withPlans(db, batch, today)
}

/** Whether the subject's schedule has a reminder on any of these days. */
const canBeDue = ({ about, steps, nothingDueReason }: Subject, due: DueDays): boolean =>
  nothingDueReason === null && about !== null && steps.some(step => isDueIn(due, addDays(about, -step)))

async function* openSubjects(
  db: Db,
  today: Day,
  { dueBy, atOnce }: { dueBy: Day | null; atOnce: number },
): AsyncGenerator<Subject[]> {
  const upTo = addDays(today, daysAhead)
  for (const kind of reminderKinds) {
    let after = ''
    for (;;) {
      const subjects = await subjectsOf(db, kind, { today, after, upTo, dueBy, limit: atOnce })
      yield subjects
      if (subjects.length < atOnce) break
      after = subjects.at(-1)!.id
    }
  }
}

async function withPlans(db: Db, subjects: readonly Subject[], today: Day): Promise<PlannedSubject[]> {
  const organisationIds = subjects.map(({ organisationId }) => organisationId)
  const { reminders, ...found } = await runLookups(db, {
    ...contactLookups(db, organisationIds),
    reminders: remindersAbout(db, subjects),
  })
  const contacts = contactsFrom(found, today)
  const bySubject = new Map<string, StoredReminder[]>(subjects.map(({ kind, id }) => [`${kind} ${id}`, []]))
  for (const reminder of reminders) bySubject.get(`${reminder.kind} ${reminder.entityId}`)!.push(reminder)
  return subjects.map(subject => {
    const own = contacts.get(subject.organisationId)!
    const stored = bySubject.get(`${subject.kind} ${subject.id}`)!
    const plan = subject.nothingDueReason ? { add: [], close: [], reopen: [] } : planOf(datedOf(subject, own), stored)
    return { subject, contacts: own, stored, plan }
  })
}

/** A reminder with the current data of its subject and contacts. */
export interface CheckedReminder {
  reminder: StoredReminder
  subject: Subject | null
  contacts: Contacts
  /** why the reminder must not be sent; null when it can be sent */
  reason: NotSentReason | null
}

const remindersAtOnce = 300

/** Finds out which of the reminders can still be sent on a day, and why the others cannot. */
export async function checkReminders(
  db: Db,
  reminders: readonly StoredReminder[],
  today: Day,
): Promise<CheckedReminder[]> {
  const checked: CheckedReminder[] = []
  for (let from = 0; from < reminders.length; from += remindersAtOnce)
    checked.push(...(await checkBatch(db, reminders.slice(from, from + remindersAtOnce), today)))
  return checked
}

async function checkBatch(db: Db, reminders: readonly StoredReminder[], today: Day): Promise<CheckedReminder[]> {
  const subjects = new Map<string, Subject>()
  for (const kind of reminderKinds) {
    const ids = [...new Set(reminders.filter(reminder => reminder.kind === kind).map(({ entityId }) => entityId))]
    for (const subject of await subjectsOf(db, kind, { today, ids })) subjects.set(`${kind} ${subject.id}`, subject)
  }
  const contacts = await contactsOf(
    db,
    reminders.map(({ organisationId }) => organisationId),
    today,
  )
  return reminders.map(reminder =>
    checkReminder(
      reminder,
      subjects.get(`${reminder.kind} ${reminder.entityId}`) ?? null,
      contacts.get(reminder.organisationId) ?? noContacts,
    ),
  )
}

export const checkReminder = (
  reminder: StoredReminder,
  subject: Subject | null,
  contacts: Contacts,
): CheckedReminder => ({ reminder, subject, contacts, reason: reasonNotToSend(reminder, subject, contacts) })

export interface SortedReminders {
  /** the reminders to send, by recipient id */
  recipients: Map<string, CheckedReminder[]>
  notSent: CheckedReminder[]
}

/** Sorts reminders by recipient. If a recipient has several due about one subject, only the latest is sent. */
export function sortReminders(checked: readonly CheckedReminder[]): SortedReminders {
  const { send, overtaken } = latestOf(
    checked.filter(({ reason }) => reason === null).map(each => ({ ...each.reminder, checked: each })),
  )
  const recipients = new Map<string, CheckedReminder[]>()
  for (const { recipientId, checked: each } of send)
    recipients.set(recipientId, [...(recipients.get(recipientId) ?? []), each])
  return {
    recipients,
    notSent: [
      ...checked.filter(({ reason }) => reason !== null),
      ...overtaken.map((each): CheckedReminder => ({ ...each.checked, reason: 'overtaken' })),
    ],
  }
}

const addresseesAtOnce = 500

/** The addressees of the reminders from `sortReminders`. Leaves out addresses to which emails were stopped. */
export async function reachableAddressees(
  db: Db,
  recipients: ReadonlyMap<string, readonly CheckedReminder[]>,
): Promise<Addressee[]> {
  const found: Addressee[] = []
  for (const kind of ['person', 'mailbox', 'invited'] as const) {
    const ids = [...recipients]
      .filter(([, reminders]) => addresseeKindOf(reminders[0]!.reminder.as) === kind)
      .map(([id]) => id)
    for (let from = 0; from < ids.length; from += addresseesAtOnce)
      found.push(...(await reachableAmong(db, await addresseesOf(db, kind, ids.slice(from, from + addresseesAtOnce)))))
  }
  return found
}

async function reachableAmong(db: Db, addressees: readonly Addressee[]): Promise<Addressee[]> {
  const stopped = await suppressedAmong(
    db,
    addressees.map(({ address }) => address),
  )
  return addressees.filter(({ address }) => !stopped.has(address))
}

/**
 * Plans an award's reminders again after automatic changes made with a wrong clock were undone. Reminders that were
 * sent too early are sent again on their day.
 */
export const remindAgain = (work: UnitOfWork, award: { id: string }): Promise<void> =>
  planAgain(work.trx, award, dayOf(work.at))
