import type { Db, Tx } from '../../../db/connection.ts'
import { newId } from '../../../db/ids.ts'
import type { ReminderRow } from '../../../db/rows.ts'
import type { KeptLine, Line, LineStatus, NotSentBecause, RecipientRole, ReminderKind } from '../../../domain/ladder.ts'
import type { Thing } from '../../../domain/reminding.ts'
import type { Day, Instant } from '../../../domain/time.ts'

/** A line as it is kept, with whose it is. */
export interface StoredLine extends KeptLine {
  organisationId: string
  applicationId: string | null
  letterId: string | null
}

const atOnce = 200

/** The lines that planning compares with: of these dates, and open ones of other dates. */
export async function linesAbout(db: Db, things: readonly Thing[]): Promise<StoredLine[]> {
  const [kind] = things.map(thing => thing.kind)
  if (!kind) return []
  const abouts = [...new Set(things.map(({ about }) => about).filter(about => about !== null))]
  const rows = await db('reminders')
    .where({ kind })
    .whereIn(
      'thing_id',
      things.map(({ id }) => id),
    )
    .where(some => some.where({ status: 'planned' }).orWhereIn('about', abouts))
    .orderBy('id')
  return rows.map(toLine)
}

/** Adds lines; one that is there already stays as it is. */
export async function insertLines(trx: Tx, lines: readonly { line: Line; thing: Thing }[], at: Instant): Promise<void> {
  for (let from = 0; from < lines.length; from += atOnce) {
    await trx('reminders')
      .insert(
        lines.slice(from, from + atOnce).map(({ line, thing }) => ({
          id: newId(),
          kind: line.kind,
          thing_id: line.thingId,
          about: line.about,
          step: line.step,
          recipient_id: line.recipientId,
          recipient: line.as,
          organisation_id: thing.organisationId,
          application_id: thing.applicationId,
          due_on: line.dueOn,
          status: 'planned',
          not_sent_because: null,
          letter_id: null,
          planned_at: at,
          closed_at: null,
        })),
      )
      .onConflict(['kind', 'thing_id', 'about', 'step', 'recipient_id'])
      .ignore()
  }
}

/** Ends lines that are still in this state. Gives how many. */
export async function closeLines(
  trx: Tx,
  lines: readonly { id: string }[],
  from: LineStatus,
  because: NotSentBecause,
  at: Instant,
): Promise<number> {
  let closed = 0
  for (let start = 0; start < lines.length; start += atOnce) {
    const ids = lines.slice(start, start + atOnce).map(({ id }) => id)
    closed += await trx('reminders')
      .whereIn('id', ids)
      .where({ status: from })
      .update({ status: 'not sent', not_sent_because: because, closed_at: at })
  }
  return closed
}

/** A date came back: its lines are open again. */
export async function reopenLines(trx: Tx, lines: readonly { id: string }[]): Promise<void> {
  const ids = lines.map(({ id }) => id)
  await trx('reminders')
    .whereIn('id', ids)
    .where({ status: 'not sent', not_sent_because: 'date moved' })
    .update({ status: 'planned', not_sent_because: null, closed_at: null })
}

/** Every open line that is due by a day. */
export async function dueLines(db: Db, day: Day): Promise<StoredLine[]> {
  return (await db('reminders').where({ status: 'planned' }).where('due_on', '<=', day).orderBy(['due_on', 'id'])).map(
    toLine,
  )
}

/** Puts open lines into a letter. Gives how many: another runner may have been faster. */
export async function putIntoLetter(trx: Tx, lines: readonly { id: string }[], letterId: string): Promise<number> {
  return trx('reminders')
    .whereIn(
      'id',
      lines.map(({ id }) => id),
    )
    .where({ status: 'planned' })
    .update({ status: 'in a letter', letter_id: letterId })
}

/** What a letter gathers. */
export async function linesIn(db: Db, letterId: string): Promise<StoredLine[]> {
  return (await db('reminders').where({ letter_id: letterId }).orderBy(['about', 'id'])).map(toLine)
}

/** Lines about the same things that went to the same reader in other letters. */
export async function linesBeside(db: Db, lines: readonly StoredLine[]): Promise<StoredLine[]> {
  const [first] = lines
  if (!first) return []
  const rows = await db('reminders')
    .whereIn('kind', [...new Set(lines.map(({ kind }) => kind))])
    .whereIn(
      'thing_id',
      lines.map(({ thingId }) => thingId),
    )
    .where({ recipient_id: first.recipientId, status: 'in a letter' })
    .whereNot({ letter_id: first.letterId })
    .orderBy('id')
  return rows.map(toLine)
}

const toLine = (row: ReminderRow): StoredLine => ({
  id: row.id,
  kind: row.kind as ReminderKind,
  thingId: row.thing_id,
  about: row.about,
  step: row.step,
  recipientId: row.recipient_id,
  as: row.recipient as RecipientRole,
  dueOn: row.due_on,
  status: row.status as LineStatus,
  because: row.not_sent_because as NotSentBecause | null,
  organisationId: row.organisation_id,
  applicationId: row.application_id,
  letterId: row.letter_id,
})
