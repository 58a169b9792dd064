import type { Knex } from 'knex'
import type { Db } from '../../../db/connection.ts'
import { newId } from '../../../db/ids.ts'
import { withKeptSql } from '../../../db/kept-sql.ts'
import { lookup, runLookup, type Lookup } from '../../../db/lookups.ts'
import type { UnitOfWork } from '../../../db/unit-of-work.ts'
import type { Actor } from '../../../domain/actor.ts'
import {
  teamReminders,
  type NotSentReason,
  type ReminderKind,
  type ReminderStatus,
} from '../../../domain/reminder-schedule.ts'
import type { Day, Instant } from '../../../domain/time.ts'
import type { EmailStatus } from '../../../email/outbox.store.ts'
import { applicationsCoordinatedBy, coordinatedOne } from '../../access/access.public.ts'

export interface ReminderLine {
  id: string
  kind: ReminderKind
  about: Day
  step: number
  organisation: string
  address: string | null
  dueOn: Day
  status: ReminderStatus
  /** why the reminder was not sent; in lists, also why a planned reminder would not be sent today. Otherwise null */
  reason: NotSentReason | null
  emailId: string | null
  emailStatus: EmailStatus | null
}

export interface Filter {
  /** the status to show; null for all */
  status: ReminderStatus | null
  reason: NotSentReason | null
}

export interface WantedReminders extends Filter {
  /** the last line of the previous page; null for the first page */
  after: { dueOn: string; id: string } | null
  limit: number
}

/**
 * One page of the reminders that a person can see, by due date: earliest first when only planned reminders are wanted,
 * otherwise latest first.
 */
export const reminderLines = withKeptSql(
  (db: Db, actor: Actor, { status, reason, after, limit }: WantedReminders): Lookup<ReminderLine[]> => {
    const isPlanned = status === 'planned'
    const order = isPlanned ? 'asc' : 'desc'
    return lookup<ReminderLine, ReminderLine[]>(
      () =>
        reminderQuery(db, actor)
          .modify(query => {
            if (status) query.where('reminders.status', status)
            if (reason) query.where('reminders.not_sent_reason', reason)
            if (after)
              query.whereRaw(`(reminders.due_on, reminders.id) ${isPlanned ? '>' : '<'} (?, ?)`, [
                after.dueOn,
                after.id,
              ])
          })
          .orderBy([
            { column: 'reminders.due_on', order },
            { column: 'reminders.id', order },
          ])
          .limit(limit),
      lineFields,
      rows => rows,
    )
  },
)

const lineFields = [
  'id',
  'kind',
  'about',
  'step',
  'organisation',
  'dueOn',
  'status',
  'reason',
  'emailId',
  'emailStatus',
  'address',
] as const

/** The reminders in one email that a person can see, and whether they are all the reminders in it. */
export async function remindersShownIn(
  db: Db,
  actor: Actor,
  emailId: string,
): Promise<{ lines: ReminderLine[]; areAll: boolean }> {
  const lines = await runLookup(db, linesInEmail(db, actor, emailId))
  return { lines, areAll: (await runLookup(db, countInEmail(db, emailId))) === lines.length }
}

const linesInEmail = withKeptSql((db: Db, actor: Actor, emailId: string): Lookup<ReminderLine[]> =>
  lookup<ReminderLine, ReminderLine[]>(
    () => reminderQuery(db, actor).where('reminders.email_id', emailId).orderBy(['reminders.about', 'reminders.id']),
    lineFields,
    rows => rows,
  ),
)

const countInEmail = withKeptSql((db: Db, emailId: string): Lookup<number> =>
  lookup<{ all: number | string }, number>(
    () => db('reminders').where({ email_id: emailId }).count({ all: '*' }),
    ['all'],
    ([row]) => Number(row?.all ?? 0),
  ),
)

/** The ids, among `ids`, of applications about which the person can read emails. */
export async function applicationsCoordinatedAmong(db: Db, actor: Actor, ids: readonly string[]): Promise<Set<string>> {
  if (ids.length === 0 || !actor.charityRoles.includes('coordinator')) return new Set()
  const rows: { id: string }[] = await applicationsCoordinatedBy(db, actor).whereIn('applications.id', [...ids])
  return new Set(rows.map(({ id }) => id))
}

/** Who switched all reminders off, when and why. */
export interface SwitchedOff {
  name: string
  reason: string
  at: Instant
}

/** The last time that all reminders were switched off; null when they never were. */
export const lastSwitchedOff = withKeptSql((db: Db): Lookup<SwitchedOff | null> =>
  lookup<SwitchedOff, SwitchedOff | null>(
    () =>
      db('reminder_switches')
        .join('people', 'people.id', 'reminder_switches.switched_by')
        .orderBy('reminder_switches.switched_at', 'desc')
        .limit(1)
        .select('people.name as name', 'reminder_switches.reason as reason', 'reminder_switches.switched_at as at'),
    ['name', 'reason', 'at'],
    ([row]) => row ?? null,
  ),
)

/** @returns the id of the new record */
export async function insertSwitch(
  { trx, actor, at }: Pick<UnitOfWork, 'trx' | 'actor' | 'at'>,
  reason: string,
): Promise<string> {
  const id = newId()
  await trx('reminder_switches').insert({ id, reason, switched_by: actor.id, switched_at: at })
  return id
}

/**
 * Limits a query on `reminders` to those that the actor can see. Only a coordinator for an application can see
 * reminders about it. Nobody at the charity sees reminders between a library's colleagues.
 */
export const isShownTo =
  (db: Db, actor: Actor) =>
  (query: Knex.QueryBuilder): void =>
    void query.whereNotIn('reminders.kind', [...teamReminders]).where(shown => {
      void shown.whereNull('reminders.application_id')
      if (actor.charityRoles.includes('coordinator'))
        void shown.orWhereExists(coordinatedOne(db, actor, 'reminders.application_id'))
    })

function reminderQuery(db: Db, actor: Actor): Knex.QueryBuilder {
  const query = db('reminders')
    .join('organisations', 'organisations.id', 'reminders.organisation_id')
    .leftJoin('people', 'people.id', 'reminders.recipient_id')
    .leftJoin('outbox', 'outbox.id', 'reminders.email_id')
    .modify(isShownTo(db, actor))
    .select(
      'reminders.id',
      'reminders.kind',
      'reminders.about',
      'reminders.step',
      'organisations.name as organisation',
      'reminders.due_on as dueOn',
      'reminders.status',
      'reminders.not_sent_reason as reason',
      'reminders.email_id as emailId',
      'outbox.status as emailStatus',
      db.raw(`coalesce(outbox.address, people.email, case when reminders.recipient = 'mailbox'
        then organisations.role_mailbox else (select offered_to_email from seats
        where seats.id = reminders.recipient_id) end) as address`),
    )
  return query as unknown as Knex.QueryBuilder
}
