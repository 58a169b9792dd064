import type { Db } from '../../../db/connection.ts'
import type { Actor } from '../../../domain/actor.ts'
import type { Application } from '../../../domain/application.ts'
import { toldLines, type ToldLine } from '../../../history/describe.ts'

/** The history of one application, newest first; `before` is the last line of the page before. */
export async function eventsOfCase(
  db: Db,
  who: Actor,
  { id }: Pick<Application, 'id'>,
  before: number | null,
  limit: number,
): Promise<ToldLine[]> {
  return toldLines(db, who, query => void query.where('events.application_id', id), null, before, limit)
}
