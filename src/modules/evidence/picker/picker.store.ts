import type { Knex } from 'knex'
import type { Db, Tx } from '../../../db/connection.ts'
import { filedUnderAll } from '../../../db/full-text.ts'
import { looksLikeId } from '../../../db/ids.ts'
import { lookUp, lookup } from '../../../db/lookups.ts'
import type { Actor } from '../../../domain/actor.ts'
import type { Day } from '../../../domain/time.ts'
import { noFacets, wantedIn } from '../search-index/search-index.store.ts'
import {
  evidenceLinesOf,
  evidenceReadableBy,
  linesAmong,
  newestFirst,
  whereReadable,
  type EvidenceLine,
} from '../list/list.store.ts'

type Query = Knex.QueryBuilder

/**
 * Pieces to choose from for something that they could hang on, the newest first: all, or what a search finds. @param
 * hanging the ids of those that hang on it already; null where none can
 */
export async function evidenceToChoose(
  db: Db | Tx,
  actor: Actor,
  organisation: { id: string },
  hanging: Query | null,
  search: string,
  today: Day,
  limit: number,
): Promise<EvidenceLine[]> {
  const beside = (query: Query): Query =>
    query.where('evidence.organisation_id', organisation.id).modify(all => {
      if (hanging) void all.whereNotIn('evidence.id', hanging as never)
    })
  if (search === '')
    return lookUp(
      db,
      newestFirst(db, beside(evidenceReadableBy(db, actor) as Query) as Parameters<typeof newestFirst>[1], limit),
    )
  const wanted = wantedIn(actor, organisation, search, noFacets, today)
  if (!wanted) return []
  const narrow = (query: Query) =>
    (whereReadable(beside(query) as Parameters<typeof whereReadable>[0], actor) as Query).select('evidence.id')
  const found = filedUnderAll(db, wanted, { narrow, direction: 'desc', beyond: null, limit })
  return evidenceLinesOf(
    db,
    actor,
    await lookUp(
      db,
      lookup<{ id: string }, string[]>(found, ['id'], rows => rows.map(({ id }) => id)),
    ),
  )
}

/**
 * Evidence that was offered, with evidence that was chosen before but is not offered any more, because newer evidence
 * pushed it off the page or someone else has just chosen it. Evidence of other libraries is left out.
 * @param ids of what was chosen, as they were sent
 */
export async function withChosen(
  db: Db | Tx,
  actor: Actor,
  organisation: { id: string },
  offered: readonly EvidenceLine[],
  ids: readonly string[],
): Promise<readonly EvidenceLine[]> {
  const missing = ids.filter(id => looksLikeId(id) && !offered.some(line => line.id === id)).slice(0, 100)
  if (missing.length === 0) return offered
  const own = db('evidence').where({ organisation_id: organisation.id }).whereIn('id', missing).select('id')
  return [...(await lookUp(db, linesAmong(db, actor, own, missing.length))), ...offered]
}
