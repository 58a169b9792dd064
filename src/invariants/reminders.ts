import type { Db } from '../db/connection.ts'
import { reminderEmails } from '../domain/email-kinds.ts'
import { addDays, addMinutes, dayOf, instantAt, type Day, type Instant } from '../domain/time.ts'
import { brokenBy, type Check } from './broken.ts'

type Found = { entity: string; what: string }[]
const defaultTime = '07:00'
const graceMinutes = 60
/** For this many minutes after leaving a role, a person can still get an email that was already being sent. */
const sendingMinutes = 5

/**
 * I9: each reminder is sent once, in time and to the right person. Emails are tried when they are due, and never sent
 * more often than the outbox records.
 */
export const remindersAreSentOnce: Check = async ({ database: { db }, now, remindersAt = defaultTime, posted = [] }) =>
  brokenBy('I9', [
    ...(await duplicates(db)),
    ...(await overdue(db, now, remindersAt)),
    ...(await emailsNotTried(db, now)),
    ...(await sentToWrongPerson(db)),
    ...(await postedTooOften(db, posted)),
  ])

/** I15: no run of reminders for a future morning is marked as done. */
export const morningsHavePassed: Check = async ({ database: { db }, now }) => {
  const ahead = await db('reminder_mornings')
    .where({ status: 'done' })
    .where('morning', '>', dayOf(now))
    .orderBy('morning')
    .pluck<Day[]>('morning')
  return brokenBy(
    'I15',
    ahead.map(morning => ({ entity: `morning ${morning}`, what: 'is done, but in the future' })),
  )
}

async function duplicates(db: Db): Promise<Found> {
  const key = ['kind', 'entity_id', 'about', 'step', 'recipient_id'] as const
  const lines: Record<(typeof key)[number], string | number>[] = await db('reminders')
    .groupBy(...key)
    .havingRaw('count(*) > 1')
    .select(...key)
  const emails = await db('outbox')
    .whereNotNull('digest_key')
    .groupBy('digest_key')
    .havingRaw('count(*) > 1')
    .pluck<string[]>('digest_key')
  return [
    ...lines.map(line => ({
      entity: `reminder ${key.map(name => line[name]).join(' ')}`,
      what: 'exists more than once',
    })),
    ...emails.map(email => ({ entity: `morning ${email}`, what: 'has more than one email' })),
  ]
}

/** Reminders that are more than an hour late; none while reminders are held or switched off. */
async function overdue(db: Db, now: Instant, time: string): Promise<Found> {
  const isHeld = (await db('reminder_mornings').whereIn('status', ['held', 'released']).first('morning')) !== undefined
  if (isHeld || (await isOff(db))) return []
  const open = await db('reminders')
    .where({ status: 'planned' })
    .where('due_on', '<=', dayOf(now))
    .orderBy(['due_on', 'id'])
    .limit(1_000)
  const late = open.filter(
    ({ due_on, planned_at }) => now > addMinutes(instantAt(firstMorning(due_on, planned_at, time), time), graceMinutes),
  )
  const dangling = await db('reminders').where({ status: 'in an email' }).whereNull('email_id').pluck<string[]>('id')
  return [
    ...late.map(({ id, due_on }) => ({
      entity: `reminder ${id}`,
      what: `was due on ${due_on}, but is still planned`,
    })),
    ...dangling.map(id => ({ entity: `reminder ${id}`, what: 'is in an email that does not exist' })),
  ]
}

/**
 * The first morning on which a reminder can be sent: not before its due date and, if it was planned at or after `time`,
 * not before the next day.
 */
function firstMorning(dueOn: Day, plannedAt: Instant, time: string): Day {
  const planned = dayOf(plannedAt)
  const next = plannedAt >= instantAt(planned, time) ? addDays(planned, 1) : planned
  return next > dueOn ? next : dueOn
}

/** Emails that have been due for more than an hour, except reminder emails while reminders are off. */
async function emailsNotTried(db: Db, now: Instant): Promise<Found> {
  const left = await db('outbox')
    .where({ status: 'waiting' })
    .where('next_try_at', '<', addMinutes(now, -graceMinutes))
    .orderBy('id')
    .limit(1_000)
    .select('id', 'name')
  const off = await isOff(db)
  return left
    .filter(({ name }) => !(off && reminderEmails.includes(name)))
    .map(({ id }) => ({ entity: `email ${id}`, what: 'was due more than an hour ago and has not been tried' }))
}

async function sentToWrongPerson(db: Db): Promise<Found> {
  const rows: { id: string; sentAt: Instant; endedAt: Instant | null }[] = await db('reminders')
    .join('outbox', 'outbox.id', 'reminders.email_id')
    .where('reminders.status', 'in an email')
    .where('outbox.status', 'sent')
    .whereNotIn('reminders.recipient', ['mailbox', 'invited'])
    .whereRaw(
      `not exists (select 1 from memberships where memberships.person_id = reminders.recipient_id
        and memberships.organisation_id = reminders.organisation_id
        and memberships.started_at <= outbox.sent_at
        and (memberships.ended_at is null or memberships.ended_at > outbox.sent_at))`,
    )
    .whereRaw(
      `not exists (select 1 from charity_roles where charity_roles.person_id = reminders.recipient_id
        and (charity_roles.role in ('coordinator', reminders.recipient)
          or (charity_roles.role = 'trustee' and reminders.recipient = 'coordinator')
          or (reminders.recipient in ('appraiser', 'chair') and exists (select 1 from seats
            where seats.person_id = reminders.recipient_id and seats.application_id = reminders.application_id)))
        and charity_roles.started_at <= outbox.sent_at
        and (charity_roles.ended_at is null or charity_roles.ended_at > outbox.sent_at))`,
    )
    .select(
      'reminders.id',
      'outbox.sent_at as sentAt',
      db.raw(`(select max(memberships.ended_at) from memberships where memberships.person_id = reminders.recipient_id
      and memberships.organisation_id = reminders.organisation_id) as "endedAt"`),
    )
  return rows
    .filter(({ sentAt, endedAt }) => endedAt === null || sentAt > addMinutes(endedAt, sendingMinutes))
    .map(({ id }) => ({ entity: `reminder ${id}`, what: 'was sent to a person who no longer had the role' }))
}

async function postedTooOften(db: Db, posted: readonly string[]): Promise<Found> {
  const seen = new Map<string, number>()
  for (const messageId of posted) {
    const id = /^<([a-z2-7]{20})\.email@/.exec(messageId)?.[1] ?? messageId
    seen.set(id, (seen.get(id) ?? 0) + 1)
  }
  const found: Found = []
  for (const [id, times] of seen) {
    const email = await db('outbox').where({ id }).first('resent')
    if (times > 1 + (email?.resent ?? 0))
      found.push({
        entity: `email ${id}`,
        what: `reached the mail server ${times} times, but ${email?.resent ?? 0} repeats are recorded`,
      })
  }
  return found
}

const isOff = async (db: Db): Promise<boolean> =>
  (await db('settings').where({ name: 'reminders', value: 'off' }).first('name')) !== undefined
