import type { Db, Tx } from '../../../db/connection.ts'
import { looksLikeId } from '../../../db/ids.ts'
import { withKeptSql } from '../../../db/kept-sql.ts'
import { lookup, runLookup, type Lookup } from '../../../db/lookups.ts'
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
  return runLookup(db, visitNotesLookup(db, id, null))
}

/** @throws NotFound when this application has no such note */
export async function findVisitNote(db: Db | Tx, { id }: Pick<Application, 'id'>, noteId: string): Promise<VisitNote> {
  const [note] = looksLikeId(noteId) ? await runLookup(db, visitNotesLookup(db, id, noteId)) : []
  if (!note) throw new NotFound()
  return note
}

/** @param noteId null for all notes of the application */
const visitNotesLookup = withKeptSql((db: Db | Tx, applicationId: string, noteId: string | null): Lookup<VisitNote[]> =>
  lookup<VisitNote, VisitNote[]>(
    () =>
      db('visit_notes')
        .where({ application_id: applicationId })
        .modify(query => {
          if (noteId !== null) void query.where({ id: noteId })
        })
        .orderBy(['visited_on', 'written_at', 'id'])
        .select('id', 'visited_on as visitedOn', 'body', 'written_at as writtenAt', 'version'),
    ['id', 'visitedOn', 'body', 'writtenAt', 'version'],
    rows => rows,
  ),
)

export async function insertVisitNote(trx: Tx, row: Omit<Row<'visit_notes'>, 'version'>): Promise<void> {
  await trx('visit_notes').insert({ ...row, version: 1 })
}

/** @throws Stale when the notes have been changed since they were read */
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
