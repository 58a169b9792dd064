import type { Knex } from 'knex'
import type { Db, Tx } from '../../../db/connection.ts'
import { newId } from '../../../db/ids.ts'
import { withKeptSql } from '../../../db/kept-sql.ts'
import { lookup, runLookup, type Lookup } from '../../../db/lookups.ts'
import type { Row } from '../../../db/tables.ts'
import { compare } from '../../../domain/compare.ts'
import type { Subject } from '../../../domain/reminder-recipients.ts'
import {
  reopeningReasons,
  type NotSentReason,
  type PlannedReminder,
  type RecipientRole,
  type Reminder,
  type ReminderKind,
  type ReminderStatus,
} from '../../../domain/reminder-schedule.ts'
import type { Day, Instant } from '../../../domain/time.ts'

export interface StoredReminder extends PlannedReminder {
  organisationId: string
  applicationId: string | null
  emailId: string | null
}

const rowsAtOnce = 200

/**
 * The reminders of these subjects. Includes every reminder about a subject's current date, but only the planned ones
 * about other dates. Its SQL is not kept, because other calls hardly ever have subjects of the same kinds and days.
 * @param subjects at least one
 */
export const remindersAbout = (db: Db, subjects: readonly Subject[]): Lookup<StoredReminder[]> =>
  lookup<ReminderRow, StoredReminder[]>(
    () => {
      const kinds = [...new Set(subjects.map(({ kind }) => kind))]
      return db.unionAll(
        kinds.map(kind =>
          remindersOfKind(
            db,
            kind,
            subjects.filter(subject => subject.kind === kind),
          ),
        ),
      )
    },
    reminderColumns,
    rows => rows.map(toReminder).toSorted((a, b) => compare(a.id, b.id)),
  )

function remindersOfKind(db: Db, kind: ReminderKind, subjects: readonly Subject[]): Knex.QueryBuilder {
  const abouts = [...new Set(subjects.map(({ about }) => about).filter(about => about !== null))]
  return db('reminders')
    .where({ kind })
    .whereIn(
      'entity_id',
      subjects.map(({ id }) => id),
    )
    .where(some => some.where({ status: 'planned' }).orWhereIn('about', abouts))
    .select(...reminderColumns)
}

/** The subjects, as kind and id, that have planned reminders due on these days. */
export async function subjectsPlannedFor(db: Db, { from, to }: { from: Day | null; to: Day }): Promise<Set<string>> {
  const rows = await db('reminders')
    .where({ status: 'planned' })
    .where('due_on', '<=', to)
    .modify(query => {
      if (from) void query.where('due_on', '>=', from)
    })
    .select<{ kind: string; entity_id: string }[]>('kind', 'entity_id')
  return new Set(rows.map(({ kind, entity_id }) => `${kind} ${entity_id}`))
}

/** Adds reminders. Does not change reminders that already exist. */
export async function insertReminders(
  trx: Tx,
  reminders: readonly { reminder: Reminder; subject: Subject }[],
  at: Instant,
): Promise<void> {
  for (let from = 0; from < reminders.length; from += rowsAtOnce) {
    await trx('reminders')
      .insert(
        reminders.slice(from, from + rowsAtOnce).map(({ reminder, subject }) => ({
          id: newId(),
          kind: reminder.kind,
          entity_id: reminder.entityId,
          about: reminder.about,
          step: reminder.step,
          recipient_id: reminder.recipientId,
          recipient: reminder.as,
          organisation_id: subject.organisationId,
          application_id: subject.applicationId,
          due_on: reminder.dueOn,
          status: 'planned',
          not_sent_reason: null,
          email_id: null,
          planned_at: at,
          closed_at: null,
        })),
      )
      .onConflict(['kind', 'entity_id', 'about', 'step', 'recipient_id'])
      .ignore()
  }
}

/**
 * Closes reminders as not sent.
 * @param from the status that a reminder must still have to be closed
 */
export async function closeReminders(
  trx: Tx,
  reminders: readonly { id: string }[],
  { from, reason, at }: { from: ReminderStatus; reason: NotSentReason; at: Instant },
): Promise<void> {
  for (let start = 0; start < reminders.length; start += rowsAtOnce) {
    const ids = reminders.slice(start, start + rowsAtOnce).map(({ id }) => id)
    await trx('reminders')
      .whereIn('id', ids)
      .where({ status: from })
      .update({ status: 'not sent', not_sent_reason: reason, closed_at: at })
  }
}

/**
 * Plans closed reminders again, because the schedule includes them again. Changes only those closed for one of
 * `reopeningReasons`.
 */
export async function reopenReminders(trx: Tx, reminders: readonly { id: string }[]): Promise<void> {
  const ids = reminders.map(({ id }) => id)
  await trx('reminders')
    .whereIn('id', ids)
    .where({ status: 'not sent' })
    .whereIn('not_sent_reason', [...reopeningReasons])
    .update({ status: 'planned', not_sent_reason: null, closed_at: null })
}

/**
 * Sets an award's reminders that are due after the day `after` back to planned. While the clock was wrong, they were
 * put into an email too early, or marked as overtaken.
 */
export async function planAgain(trx: Tx, award: { id: string }, after: Day): Promise<void> {
  await trx('reminders')
    .where({ kind: 'award', entity_id: award.id })
    .where('due_on', '>', after)
    .where(early =>
      early.where({ status: 'in an email' }).orWhere({ status: 'not sent', not_sent_reason: 'overtaken' }),
    )
    .update({ status: 'planned', not_sent_reason: null, email_id: null, closed_at: null })
}

export const remindersWithIds = async (db: Db, ids: readonly string[]): Promise<StoredReminder[]> =>
  ids.length === 0 ? [] : runLookup(db, withIds(db, ids))

const withIds = withKeptSql((db: Db, ids: readonly string[]): Lookup<StoredReminder[]> =>
  lookup<ReminderRow, StoredReminder[]>(
    () =>
      db('reminders')
        .whereIn('id', [...ids])
        .select(...reminderColumns),
    reminderColumns,
    rows => rows.map(toReminder),
  ),
)

/** The planned reminders that are due on or before a day. */
export async function dueReminders(db: Db, day: Day): Promise<StoredReminder[]> {
  const rows = await db('reminders').where({ status: 'planned' }).where('due_on', '<=', day).orderBy(['due_on', 'id'])
  return rows.map(toReminder)
}

/**
 * Assigns planned reminders to an email.
 * @returns the number assigned, which is lower when a concurrent run has taken some
 */
export async function putIntoEmail(trx: Tx, reminders: readonly { id: string }[], emailId: string): Promise<number> {
  return trx('reminders')
    .whereIn(
      'id',
      reminders.map(({ id }) => id),
    )
    .where({ status: 'planned' })
    .update({ status: 'in an email', email_id: emailId })
}

/** Moves the reminders of an email that was not sent to a later email to the same recipient. */
export async function moveReminders(trx: Tx, { from, to }: { from: string; to: string }): Promise<void> {
  await trx('reminders').where({ email_id: from, status: 'in an email' }).update({ email_id: to })
}

/** The reminders in an email, whatever their status, in the order of their dates. */
export async function remindersIn(db: Db, emailId: string): Promise<StoredReminder[]> {
  return (await db('reminders').where({ email_id: emailId }).orderBy(['about', 'id'])).map(toReminder)
}

/** The reminders in other emails to the same recipient that have the kinds and records of these reminders. */
export async function remindersInOtherEmails(db: Db, reminders: readonly StoredReminder[]): Promise<StoredReminder[]> {
  const first = reminders[0]
  if (!first) return []
  const rows = await db('reminders')
    .whereIn('kind', [...new Set(reminders.map(({ kind }) => kind))])
    .whereIn(
      'entity_id',
      reminders.map(({ entityId }) => entityId),
    )
    .where({ recipient_id: first.recipientId, status: 'in an email' })
    .whereNot({ email_id: first.emailId })
    .orderBy('id')
  return rows.map(toReminder)
}

const reminderColumns = [
  'id',
  'kind',
  'entity_id',
  'about',
  'step',
  'recipient_id',
  'recipient',
  'due_on',
  'status',
  'not_sent_reason',
  'organisation_id',
  'application_id',
  'email_id',
] as const
type ReminderRow = Pick<Row<'reminders'>, (typeof reminderColumns)[number]>

const toReminder = (row: ReminderRow): StoredReminder => ({
  id: row.id,
  kind: row.kind as ReminderKind,
  entityId: row.entity_id,
  about: row.about,
  step: row.step,
  recipientId: row.recipient_id,
  as: row.recipient as RecipientRole,
  dueOn: row.due_on,
  status: row.status as ReminderStatus,
  reason: row.not_sent_reason as NotSentReason | null,
  organisationId: row.organisation_id,
  applicationId: row.application_id,
  emailId: row.email_id,
})
