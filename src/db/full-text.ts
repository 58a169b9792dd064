import type { Knex } from 'knex'
import { theService } from '../domain/actor.ts'
import type { Db, Tx } from './connection.ts'
import { plannedEachTime } from './postgres-statements.ts'
import { replaceSetting, saveSetting, settingOf } from './setting.store.ts'
import type { Write } from './unit-of-work.ts'

/**
 * A search term. With `begins`, the term also matches words that start with it. Terms contain only letters, digits and
 * characters outside ASCII (domain/folding.ts), so they need no escaping.
 */
export interface Term {
  word: string
  begins: boolean
}
/**
 * A search: all parts must match. Each part has alternatives, and each alternative is a list of terms that must
 * all occur.
 */
export type SearchQuery = readonly (readonly (readonly Term[])[])[]

const isPostgres = (db: Db | Tx) => db.client.config.client === 'pg'

/** The query text for the full-text index of this database: a tsquery for PostgreSQL, or an FTS5 query for SQLite. */
export const searchText = (db: Db | Tx, wanted: SearchQuery): string =>
  isPostgres(db) ? asTsquery(wanted) : asMatch(wanted)

/** Stores the words of rows in the full-text index, but not the text itself. */
export async function indexWords(
  trx: Tx,
  filed: readonly { place: number; words: readonly string[] }[],
): Promise<void> {
  if (filed.length === 0) return
  if (isPostgres(trx))
    await trx.raw(
      `insert into evidence_words (place, words)
        select (filed->>'place')::bigint, array_to_tsvector(array(select jsonb_array_elements_text(filed->'words')))
        from jsonb_array_elements(?::jsonb) as filed`,
      [JSON.stringify(filed)],
    )
  else
    await trx.raw(
      "insert into evidence_words (rowid, words) select value->>'place', value->>'words' from json_each(?)",
      [JSON.stringify(filed.map(({ place, words }) => ({ place, words: words.join(' ') })))],
    )
}

export async function removeIndexedWords(trx: Tx, places: readonly number[]): Promise<void> {
  if (places.length === 0) return
  await trx('evidence_words')
    .whereIn(isPostgres(trx) ? 'place' : ('rowid' as 'place'), [...places])
    .delete()
}

/** A page of search results, in list order. */
export interface ResultPage {
  /** selects the columns and adds further conditions */
  narrow(query: Knex.QueryBuilder): Knex.QueryBuilder
  direction: 'asc' | 'desc'
  /** the position after which the page starts; null for the first page */
  beyond: number | null
  limit: number
  /** whether PostgreSQL can keep one plan, because the search has only ids, not words that someone typed */
  hasOnlyIds?: boolean
}

/**
 * Limits in rows for PostgreSQL's query plan. The first `near` rows of the list are read. If they do not fill the page,
 * the index finds the matches. Up to `few` of them are sorted; with more, the list is read until the page is full.
 */
const usual = { near: 1_000, few: 10_000 }

/**
 * Finds evidence that matches the words, in list order. On PostgreSQL, we choose the plan ourselves, because the
 * planner cannot estimate how many rows match a prefix.
 * @param wanted the result of `searchText`
 */
export function evidenceMatchingAll(db: Db | Tx, wanted: string, page: ResultPage, most = usual): Knex.QueryBuilder {
  return isPostgres(db) ? matchingInPostgres(db, wanted, { ...page, most }) : matchingInSqlite(db, wanted, page)
}

/** Uses cross joins, because SQLite executes them in the written order. */
const matchingInSqlite = (db: Db | Tx, wanted: string, page: ResultPage): Knex.QueryBuilder =>
  pageInOrder(
    (db('evidence_words') as Knex.QueryBuilder)
      .joinRaw('cross join evidence_index on evidence_index.place = evidence_words.rowid')
      .joinRaw('cross join evidence on evidence.id = evidence_index.evidence_id')
      .whereRaw('evidence_words match ?', [wanted]),
    'evidence_words.rowid',
    page,
  )

const matches = 'evidence_words.words @@ ?::tsquery'

function matchingInPostgres(
  db: Db | Tx,
  wanted: string,
  { most, hasOnlyIds = false, ...page }: ResultPage & { most: typeof usual },
): Knex.QueryBuilder {
  const { direction, beyond, limit } = page
  const fitting = (query: Knex.QueryBuilder): Knex.QueryBuilder =>
    query.whereRaw(hasOnlyIds ? matches : `${matches} ${plannedEachTime}`, [wanted])
  const walked = (upTo: number | null): Knex.QueryBuilder => {
    const places = (db('evidence_words') as Knex.QueryBuilder).select('place', 'words').orderBy('place', direction)
    if (beyond !== null) places.where('place', direction === 'desc' ? '<' : '>', beyond)
    if (upTo !== null) places.limit(upTo)
    const walk = db.from((db as Knex).raw('(? offset 0) as evidence_words', [places]))
    return oneByOne(db, fitting(walk as unknown as Knex.QueryBuilder), page)
  }
  const near = 'select count(*) from near'
  const few = 'select count(*) from few'
  const ways = [
    (db('near') as Knex.QueryBuilder).whereRaw(`(${near}) >= ?`, [limit]),
    oneByOne(db, db('few') as Knex.QueryBuilder, page).whereRaw(`(${near}) < ? and (${few}) <= ?`, [limit, most.few]),
    walked(null).whereRaw(`(${near}) < ? and (${few}) > ?`, [limit, most.few]),
  ]
  return (db as Knex)
    .withMaterialized('near', walked(most.near))
    .withMaterialized(
      'few',
      fitting(db('evidence_words') as Knex.QueryBuilder)
        .select('place')
        .limit(most.few + 1),
    )
    .from(db.unionAll(ways as never, true).as('found'))
    .orderBy('place', direction)
}

/**
 * Reads the list in order until a page is full. Without `offset 0`, PostgreSQL would rewrite the subqueries, and join
 * and sort all rows.
 */
const oneByOne = (db: Db | Tx, from: Knex.QueryBuilder, page: ResultPage): Knex.QueryBuilder =>
  pageInOrder(
    (db.from(from.select('place').orderBy('place', page.direction).as('found_places')) as Knex.QueryBuilder)
      .joinRaw(
        `cross join lateral (select evidence_id from evidence_index
          where evidence_index.place = found_places.place offset 0) as evidence_index`,
      )
      .joinRaw(
        `cross join lateral (select * from evidence
          where evidence.id = evidence_index.evidence_id offset 0) as evidence`,
      ),
    'found_places.place',
    page,
  )

const pageInOrder = (
  query: Knex.QueryBuilder,
  column: string,
  { narrow, direction, beyond, limit }: ResultPage,
): Knex.QueryBuilder =>
  narrow(query)
    .select(`${column} as place`)
    .modify(all => {
      if (beyond !== null) void all.where(column, direction === 'desc' ? '<' : '>', beyond)
    })
    .orderBy(column, direction)
    .limit(limit)

/** The number of indexed rows, to detect a lost index. */
export async function countPlacesWithWords(db: Db | Tx): Promise<number> {
  const counted: unknown = await (isPostgres(db)
    ? db.raw('select count(*) as n from evidence_words')
    : db.raw('select count(*) as n from evidence_words_docsize'))
  const [row] = (Array.isArray(counted) ? counted : (counted as { rows: unknown[] }).rows) as [{ n: number | string }]
  return Number(row.n)
}

export async function forgetAllWords(trx: Tx): Promise<void> {
  if (isPostgres(trx)) await trx('evidence_words').delete()
  else await trx.raw("insert into evidence_words (evidence_words) values ('delete-all')")
}

/**
 * The name of a setting: `yes` while the index still holds words of evidence that was erased, `merging` once they are
 * being overwritten, and `no` afterwards.
 */
const erasedWordsRemain = 'erased_words_remain'
export const noteErasedWords = (trx: Tx): Promise<void> => saveSetting(trx, erasedWordsRemain, 'yes')

/** The number of index pages merged in one transaction: few, so that other transactions wait only milliseconds. */
const pagesMerged = 64

/**
 * Overwrites the words of erased rows. SQLite keeps deleted words until its index is merged and its write-ahead log is
 * truncated. On PostgreSQL, autovacuum removes them. If this function cannot finish, the next call starts again.
 */
export async function overwriteErasedWords({ db, write }: { db: Db; write: Write }, stop?: AbortSignal): Promise<void> {
  if (((await settingOf(db, erasedWordsRemain)) ?? 'no') === 'no') return
  await write(theService, ({ trx }) => saveSetting(trx, erasedWordsRemain, 'merging'))
  if (!isPostgres(db)) {
    // In FTS5, a negative number of pages starts a merge of all segments, and positive numbers continue it.
    let isMerged = await write(theService, ({ trx }) => mergeWords(trx, -pagesMerged))
    while (!isMerged && !stop?.aborted) isMerged = await write(theService, ({ trx }) => mergeWords(trx, pagesMerged))
    if (!isMerged) return
    // SQLite cannot truncate the write-ahead log while another connection reads from it.
    const [checkpoint] = (await db.raw('pragma wal_checkpoint(truncate)')) as [{ busy: number }]
    if (checkpoint.busy !== 0) return
  }
  // If more words were erased during the merge, the setting is `yes` again, and stays so.
  await write(theService, ({ trx }) => replaceSetting(trx, erasedWordsRemain, { from: 'merging', to: 'no' }))
}

/** @returns true when nothing was left to merge, because SQLite then changes fewer than two rows */
async function mergeWords(trx: Tx, pages: number): Promise<boolean> {
  const changes = async (): Promise<number> => {
    const [row] = (await trx.raw('select total_changes() as n')) as [{ n: number }]
    return row.n
  }
  const before = await changes()
  await trx.raw("insert into evidence_words (evidence_words, rank) values ('merge', ?)", [pages])
  return (await changes()) - before < 2
}

const asMatch = (wanted: SearchQuery): string =>
  joined(wanted, ({ word, begins }) => `"${word}"${begins ? ' *' : ''}`, ' OR ', ' AND ')
const asTsquery = (wanted: SearchQuery): string =>
  joined(wanted, ({ word, begins }) => `'${word}'${begins ? ':*' : ''}`, ' | ', ' & ')

function joined(wanted: SearchQuery, one: (term: Term) => string, or: string, and: string): string {
  return wanted.map(ways => `(${ways.map(terms => `(${terms.map(one).join(and)})`).join(or)})`).join(and)
}
