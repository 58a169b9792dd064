import type { Db, Tx } from '../../../db/connection.ts'
import { newId } from '../../../db/ids.ts'
import type { Row } from '../../../db/tables.ts'
import type {
  KeptLine,
  Line,
  LineStatus,
  NotSentReason,
  RecipientRole,
  ReminderKind,
} from '../../../domain/reminder-schedule.ts'
import type { Entity } from '../../../domain/reminder-recipients.ts'
import type { Day, Instant } from '../../../domain/time.ts'

/** A line as it is kept, with whose it is. */
export interface StoredLine extends KeptLine {
  organisationId: string
  applicationId: string | null
  emailId: string | null
}

const atOnce = 200

/** The lines that planning compares with: of these dates, and open ones of other dates. */
export async function linesAbout(db: Db, entities: readonly Entity[]): Promise<StoredLine[]> {
  const [kind] = entities.map(entity => entity.kind)
  if (!kind) return []
  const abouts = [...new Set(entities.map(({ about }) => about).filter(about => about !== null))]
  const rows = await db('reminders')
    .where({ kind })
    .whereIn(
      'entity_id',
      entities.map(({ id }) => id),
    )
    .where(some => some.where({ status: 'planned' }).orWhereIn('about', abouts))
    .orderBy('id')
  return rows.map(toLine)
}

/** Adds lines; one that is there already stays as it is. */
export async function insertLines(
  trx: Tx,
  lines: readonly { line: Line; entity: Entity }[],
  at: Instant,
): Promise<void> {
  for (let from = 0; from < lines.length; from += atOnce) {
    await trx('reminders')
      .insert(
        lines.slice(from, from + atOnce).map(({ line, entity }) => ({
          id: newId(),
          kind: line.kind,
          entity_id: line.entityId,
          about: line.about,
          step: line.step,
          recipient_id: line.recipientId,
          recipient: line.as,
          organisation_id: entity.organisationId,
          application_id: entity.applicationId,
          due_on: line.dueOn,
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

/** Ends lines that are still in this state. Gives how many. */
export async function closeLines(
  trx: Tx,
  lines: readonly { id: string }[],
  from: LineStatus,
  reason: NotSentReason,
  at: Instant,
): Promise<number> {
  let closed = 0
  for (let start = 0; start < lines.length; start += atOnce) {
    const ids = lines.slice(start, start + atOnce).map(({ id }) => id)
    closed += await trx('reminders')
      .whereIn('id', ids)
      .where({ status: from })
      .update({ status: 'not sent', not_sent_reason: reason, closed_at: at })
  }
  return closed
}

/** A date came back: its lines are open again. */
export async function reopenLines(trx: Tx, lines: readonly { id: string }[]): Promise<void> {
  const ids = lines.map(({ id }) => id)
  await trx('reminders')
    .whereIn('id', ids)
    .where({ status: 'not sent', not_sent_reason: 'date moved' })
    .update({ status: 'planned', not_sent_reason: null, closed_at: null })
}

/** Every open line that is due by a day. */
export async function dueLines(db: Db, day: Day): Promise<StoredLine[]> {
  return (await db('reminders').where({ status: 'planned' }).where('due_on', '<=', day).orderBy(['due_on', 'id'])).map(
    toLine,
  )
}

/** Puts open lines into a letter. Gives how many: another runner may have been faster. */
export async function putIntoEmail(trx: Tx, lines: readonly { id: string }[], emailId: string): Promise<number> {
  return trx('reminders')
    .whereIn(
      'id',
      lines.map(({ id }) => id),
    )
    .where({ status: 'planned' })
    .update({ status: 'in an email', email_id: emailId })
}

/** What a letter gathers. */
export async function linesIn(db: Db, emailId: string): Promise<StoredLine[]> {
  return (await db('reminders').where({ email_id: emailId }).orderBy(['about', 'id'])).map(toLine)
}

/** Lines about the same things that went to the same reader in other letters. */
export async function linesBeside(db: Db, lines: readonly StoredLine[]): Promise<StoredLine[]> {
  const [first] = lines
  if (!first) return []
  const rows = await db('reminders')
    .whereIn('kind', [...new Set(lines.map(({ kind }) => kind))])
    .whereIn(
      'entity_id',
      lines.map(({ entityId }) => entityId),
    )
    .where({ recipient_id: first.recipientId, status: 'in an email' })
    .whereNot({ email_id: first.emailId })
    .orderBy('id')
  return rows.map(toLine)
}

const toLine = (row: Row<'reminders'>): StoredLine => ({
  id: row.id,
  kind: row.kind as ReminderKind,
  entityId: row.entity_id,
  about: row.about,
  step: row.step,
  recipientId: row.recipient_id,
  as: row.recipient as RecipientRole,
  dueOn: row.due_on,
  status: row.status as LineStatus,
  reason: row.not_sent_reason as NotSentReason | null,
  organisationId: row.organisation_id,
  applicationId: row.application_id,
  emailId: row.email_id,
})
