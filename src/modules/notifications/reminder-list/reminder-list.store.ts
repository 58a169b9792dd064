import type { Knex } from 'knex'
import type { Db } from '../../../db/connection.ts'
import type { Actor } from '../../../domain/actor.ts'
import type { LineStatus, NotSentReason, ReminderKind } from '../../../domain/ladder.ts'
import type { Day } from '../../../domain/time.ts'
import type { EmailStatus } from '../../../email/outbox.store.ts'
import { applicationsServedBy } from '../emails/email.store.ts'

/** A line as the desk reads it: of what, to whom, and what became of it. */
export interface ShownLine {
  id: string
  kind: ReminderKind
  about: Day
  step: number
  organisation: string
  address: string | null
  dueOn: Day
  status: LineStatus
  reason: NotSentReason | null
  emailId: string | null
  emailStatus: EmailStatus | null
}
export interface Asked {
  status: LineStatus | null
  reason: NotSentReason | null
}

/**
 * What is due last stands first. `after` is the last line of the page before. Lines of a case are for the coordinators
 * who serve it.
 */
export async function shownLines(
  db: Db,
  actor: Actor,
  { status, reason }: Asked,
  after: { dueOn: string; id: string } | null,
  limit: number,
): Promise<ShownLine[]> {
  return lineQuery(db, actor)
    .modify(query => {
      if (status) query.where('reminders.status', status)
      if (reason) query.where('reminders.not_sent_reason', reason)
      if (after) query.whereRaw('(reminders.due_on, reminders.id) < (?, ?)', [after.dueOn, after.id])
    })
    .orderBy([
      { column: 'reminders.due_on', order: 'desc' },
      { column: 'reminders.id', order: 'desc' },
    ])
    .limit(limit)
}

/** The lines of one letter that this person may read, and whether there are others. */
export async function linesShownIn(
  db: Db,
  actor: Actor,
  emailId: string,
): Promise<{ lines: ShownLine[]; areAll: boolean }> {
  const lines: ShownLine[] = await lineQuery(db, actor)
    .where('reminders.email_id', emailId)
    .orderBy(['reminders.about', 'reminders.id'])
  const [{ all } = { all: 0 }] = await db('reminders')
    .where({ email_id: emailId })
    .count<{ all: number | string }[]>({ all: '*' })
  return { lines, areAll: Number(all) === lines.length }
}

/** Of these applications, those whose mail this person reads. */
export async function applicationsServedAmong(db: Db, actor: Actor, ids: readonly string[]): Promise<Set<string>> {
  if (ids.length === 0 || !actor.charityRoles.includes('coordinator')) return new Set()
  const rows: { id: string }[] = await applicationsServedBy(db, actor).whereIn('applications.id', [...ids])
  return new Set(rows.map(({ id }) => id))
}

function lineQuery(db: Db, actor: Actor): Knex.QueryBuilder {
  const query = db('reminders')
    .join('organisations', 'organisations.id', 'reminders.organisation_id')
    .leftJoin('people', 'people.id', 'reminders.recipient_id')
    .leftJoin('outbox', 'outbox.id', 'reminders.email_id')
    .where(shown => {
      shown.whereNull('reminders.application_id')
      if (actor.charityRoles.includes('coordinator'))
        shown.orWhereIn('reminders.application_id', applicationsServedBy(db, actor))
    })
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
      db.raw('coalesce(outbox.address, people.email, organisations.role_mailbox) as address'),
    )
  return query as unknown as Knex.QueryBuilder
}
