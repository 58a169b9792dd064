import type { Db, Tx } from '../../../db/connection.ts'
import { withKeptSql } from '../../../db/kept-sql.ts'
import { lookup, runLookup, runLookups, type Lookup } from '../../../db/lookups.ts'
import type { Actor } from '../../../domain/actor.ts'
import type { Day } from '../../../domain/time.ts'
import {
  awardsShown,
  beyondAward,
  endOfAward,
  narrowingBy,
  type FilterName,
  type Filters,
  type Narrowing,
} from '../renewal-filters/renewal-filter.store.ts'
import { criteriaByStream, type StreamCriteria } from '../renewal-filters/recent-evidence.store.ts'
import { linesOf, type BoardLine } from './board-line.store.ts'
import { countsLookup } from './filter-counts.store.ts'

export interface BoardPosition {
  end: string
  id: string
}

/** The query for a page of the list; `after` is the last award of the previous page. */
export interface BoardQuery {
  filters: Filters
  today: Day
  after: BoardPosition | null
  limit: number
}

/** A page of awards in the order of their end dates, and the number of awards for each filter. */
export async function board(
  db: Db,
  actor: Actor,
  query: BoardQuery,
): Promise<{ lines: BoardLine[]; counts: Map<FilterName, number> }> {
  const criteria = await criteriaByStream(db)
  const { show: _, ...others } = query.filters
  const { ids, counts } = await runLookups(db, {
    ids: idsOnBoard(db, actor, pageOf(query, criteria)),
    counts: countsLookup(db, actor, narrowingBy(others, criteria), query.today),
  })
  return { lines: await linesOf(db, actor, ids, { criteria, today: query.today }), counts }
}

/** A page of awards, in the order of their end dates. */
export async function boardLines(db: Db | Tx, actor: Actor, query: BoardQuery): Promise<BoardLine[]> {
  const criteria = await criteriaByStream(db)
  const ids = await runLookup(db, idsOnBoard(db, actor, pageOf(query, criteria)))
  return linesOf(db, actor, ids, { criteria, today: query.today })
}

/** The ids of a page of awards, in the order of their end dates. */
export const boardIds = async (db: Db, actor: Actor, query: BoardQuery): Promise<string[]> =>
  runLookup(db, idsOnBoard(db, actor, pageOf(query, await criteriaByStream(db))))

type BoardPage = Omit<BoardQuery, 'filters'> & { filters: Narrowing }
const pageOf = (query: BoardQuery, criteria: readonly StreamCriteria[]): BoardPage => ({
  ...query,
  filters: narrowingBy(query.filters, criteria),
})

const idsOnBoard = withKeptSql(
  (db: Db | Tx, actor: Actor, { filters, today, after, limit }: BoardPage): Lookup<string[]> =>
    lookup<{ id: string }, string[]>(
      () =>
        awardsShown(db, actor, filters, today)
          .modify(query => void (after && beyondAward(query, after)))
          .orderByRaw(`${endOfAward}, awards.id`)
          .limit(limit)
          .select('awards.id'),
      ['id'],
      rows => rows.map(({ id }) => id),
    ),
)
