import type { Knex } from 'knex'
import type { Db } from '../../../db/connection.ts'
import type { Actor } from '../../../domain/actor.ts'
import type { LineStatus, NotSentBecause, ReminderKind } from '../../../domain/ladder.ts'
import type { Day } from '../../../domain/time.ts'
import type { LetterStatus } from '../../../email/outbox.store.ts'
import { casesServedBy } from '../emails/email.store.ts'

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
  because: NotSentBecause | null
  letterId: string | null
  letterStatus: LetterStatus | null
}
export interface Asked {
  status: LineStatus | null
  because: NotSentBecause | null
}

/** What is due last stands first. `after` is the last line of the page before. Lines of a case are for the coordinators who serve it. */
export async function shownLines(
  db: Db,
  who: Actor,
  { status, because }: Asked,
  after: { dueOn: string; id: string } | null,
  limit: number,
): Promise<ShownLine[]> {
  return lineQuery(db, who)
    .modify(query => {
      if (status) query.where('reminders.status', status)
      if (because) query.where('reminders.not_sent_because', because)
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
  who: Actor,
  letterId: string,
): Promise<{ lines: ShownLine[]; areAll: boolean }> {
  const lines: ShownLine[] = await lineQuery(db, who)
    .where('reminders.letter_id', letterId)
    .orderBy(['reminders.about', 'reminders.id'])
  const [{ all } = { all: 0 }] = await db('reminders')
    .where({ letter_id: letterId })
    .count<{ all: number | string }[]>({ all: '*' })
  return { lines, areAll: Number(all) === lines.length }
}

/** Of these applications, those whose mail this person reads. */
export async function casesServedAmong(db: Db, who: Actor, ids: readonly string[]): Promise<Set<string>> {
  if (ids.length === 0 || !who.charityRoles.includes('coordinator')) return new Set()
  const rows: { id: string }[] = await casesServedBy(db, who).whereIn('applications.id', [...ids])
  return new Set(rows.map(({ id }) => id))
}

function lineQuery(db: Db, who: Actor): Knex.QueryBuilder {
  const query = db('reminders')
    .join('organisations', 'organisations.id', 'reminders.organisation_id')
    .leftJoin('people', 'people.id', 'reminders.recipient_id')
    .leftJoin('outbox', 'outbox.id', 'reminders.letter_id')
    .where(shown => {
      shown.whereNull('reminders.application_id')
      if (who.charityRoles.includes('coordinator')) shown.orWhereIn('reminders.application_id', casesServedBy(db, who))
    })
    .select(
      'reminders.id',
      'reminders.kind',
      'reminders.about',
      'reminders.step',
      'organisations.name as organisation',
      'reminders.due_on as dueOn',
      'reminders.status',
      'reminders.not_sent_because as because',
      'reminders.letter_id as letterId',
      'outbox.status as letterStatus',
      db.raw('coalesce(outbox.address, people.email, organisations.role_mailbox) as address'),
    )
  return query as unknown as Knex.QueryBuilder
}
