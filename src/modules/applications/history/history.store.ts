import type { Db } from '../../../db/connection.ts'
import { withKeptSql } from '../../../db/kept-sql.ts'
import { runLookup } from '../../../db/lookups.ts'
import type { Actor } from '../../../domain/actor.ts'
import type { Application } from '../../../domain/application.ts'
import { historyLinesIn, type HistoryLineShown } from '../../../history/history-lines.store.ts'

/**
 * The history of one application, newest first.
 * @param before the sequence number of the last event on the previous page; null for the first page
 */
export async function eventsOfApplication(
  db: Db,
  actor: Actor,
  { id }: Pick<Application, 'id'>,
  { before, limit }: { before: number | null; limit: number },
): Promise<HistoryLineShown[]> {
  return runLookup(db, linesOf(db, actor, id, { before, limit }))
}

const linesOf = withKeptSql((db: Db, actor: Actor, id: string, page: { before: number | null; limit: number }) =>
  historyLinesIn(db, actor, { which: query => void query.where('events.application_id', id), ...page }),
)
