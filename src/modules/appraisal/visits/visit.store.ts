import type { Db, Tx } from '../../../db/connection.ts'
import { looksLikeId } from '../../../db/ids.ts'
import type { Row } from '../../../db/tables.ts'
import type { Application } from '../../../domain/application.ts'
import { NotFound, Stale } from '../../../domain/refusals.ts'
import type { Day, Instant } from '../../../domain/time.ts'

/** Notes that the panel or the charity wrote after visiting a library. */
export interface VisitNote {
  id: string
  visitedOn: Day
  body: string
  writtenAt: Instant
  version: number
}

/** The notes on visits for an application, earliest visit first. */
export async function visitNotesOn(db: Db | Tx, { id }: Pick<Application, 'id'>): Promise<VisitNote[]> {
  const rows = await db('visit_notes').where({ application_id: id }).orderBy(['visited_on', 'written_at', 'id'])
  return rows.map(toVisitNote)
}

/** @throws NotFound when this application has no such note */
export async function findVisitNote(db: Db | Tx, { id }: Pick<Application, 'id'>, noteId: string): Promise<VisitNote> {
  const row = looksLikeId(noteId) && (await db('visit_notes').where({ id: noteId, application_id: id }).first())
  if (!row) throw new NotFound()
  return toVisitNote(row)
}

export async function insertVisitNote(trx: Tx, row: Omit<Row<'visit_notes'>, 'version'>): Promise<void> {
  await trx('visit_notes').insert({ ...row, version: 1 })
}

/** @throws Stale when someone else has changed the notes since they were read */
export async function updateVisitNote(
  trx: Tx,
  { id, version }: Pick<VisitNote, 'id' | 'version'>,
  changes: Pick<Row<'visit_notes'>, 'visited_on' | 'body' | 'written_by' | 'written_at'>,
): Promise<void> {
  const changed = await trx('visit_notes')
    .where({ id, version })
    .update({ ...changes, version: version + 1 })
  if (changed === 0) throw new Stale()
}

const toVisitNote = ({ id, visited_on, body, written_at, version }: Row<'visit_notes'>): VisitNote => ({
  id,
  visitedOn: visited_on,
  body,
  writtenAt: written_at,
  version,
})
