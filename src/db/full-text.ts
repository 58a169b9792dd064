import type { Knex } from 'knex'
import type { Db, Tx } from './connection.ts'

/**
 * A word that must be there; `begins`: or one that begins with it. Words are folded: letters and digits, and marks
 * beyond ASCII.
 */
export interface Term {
  word: string
  begins: boolean
}
/** All of these must be found; each in one of its ways; each way is all of its terms. */
export type Wanted = readonly (readonly (readonly Term[])[])[]

const isPostgres = (db: Db | Tx) => db.client.config.client === 'pg'

/** The words of places that have none. */
export async function keepWords(trx: Tx, filed: readonly { place: number; words: readonly string[] }[]): Promise<void> {
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

export async function forgetWords(trx: Tx, places: readonly number[]): Promise<void> {
  if (places.length === 0) return
  await trx('evidence_words')
    .whereIn(isPostgres(trx) ? 'place' : ('rowid' as 'place'), [...places])
    .delete()
}

/** A stretch of what was found, in the order of its places. */
export interface Stretch {
  /** says what is selected, and under which conditions more */
  narrow(query: Knex.QueryBuilder): Knex.QueryBuilder
  direction: 'asc' | 'desc'
  /** the place beyond which it begins; null from the first */
  beyond: number | null
  limit: number
}

/**
 * What fills a page within so many places, `near`, is rare nowhere: nothing is asked of the index. So `few` places are
 * sorted sooner than all are walked through.
 */
const usual = { near: 1_000, few: 10_000 }

/**
 * What is filed under these words, in the order of its places: a query over `evidence_index` and `evidence`. SQLite
 * goes by the full-text index, which gives its places in order. PostgreSQL's has no order, reads all that it has of a
 * word at once, and does not know how rare one is that only begins so. So the first thousand places are walked through;
 * where they do not fill a page the index is asked, and its places are sorted unless they are too many: then all are
 * walked through.
 * @param most of places, for tests: each way finds the same
 */
export function filedUnderAll(
  db: Db | Tx,
  wanted: Wanted,
  { narrow, direction, beyond, limit }: Stretch,
  most = usual,
): Knex.QueryBuilder {
  const inOrder = (query: Knex.QueryBuilder, column: string): Knex.QueryBuilder =>
    narrow(query)
      .select(`${column} as place`)
      .modify(all => {
        if (beyond !== null) void all.where(column, direction === 'desc' ? '<' : '>', beyond)
      })
      .orderBy(column, direction)
      .limit(limit)
  if (!isPostgres(db)) {
    // As cross joins, for those alone keep their order.
    return inOrder(
      (db('evidence_words') as Knex.QueryBuilder)
        .joinRaw('cross join evidence_index on evidence_index.place = evidence_words.rowid')
        .joinRaw('cross join evidence on evidence.id = evidence_index.evidence_id')
        .whereRaw('evidence_words match ?', [asMatch(wanted)]),
      'evidence_words.rowid',
    )
  }
  const fitting = (query: Knex.QueryBuilder): Knex.QueryBuilder =>
    query.whereRaw('evidence_words.words @@ ?::tsquery', [asTsquery(wanted)])
  // Place after place, so that a page ends it: PostgreSQL cannot guess how many fit, and would join all of them and
  // sort what came out. What lies behind `offset 0` it takes as it is written.
  const oneByOne = (from: Knex.QueryBuilder): Knex.QueryBuilder =>
    inOrder(
      (db.from(from.select('place').orderBy('place', direction).as('found_places')) as Knex.QueryBuilder)
        .joinRaw(
          `cross join lateral (select evidence_id from evidence_index
            where evidence_index.place = found_places.place offset 0) as evidence_index`,
        )
        .joinRaw(
          `cross join lateral (select * from evidence
            where evidence.id = evidence_index.evidence_id offset 0) as evidence`,
        ),
      'found_places.place',
    )
  const walked = (upTo: number | null): Knex.QueryBuilder => {
    const places = (db('evidence_words') as Knex.QueryBuilder).select('place', 'words').orderBy('place', direction)
    if (beyond !== null) places.where('place', direction === 'desc' ? '<' : '>', beyond)
    if (upTo !== null) places.limit(upTo)
    return oneByOne(
      fitting(db.from((db as Knex).raw('(? offset 0) as evidence_words', [places])) as unknown as Knex.QueryBuilder),
    )
  }
  const near = 'select count(*) from near',
    few = 'select count(*) from few'
  const ways = [
    (db('near') as Knex.QueryBuilder).whereRaw(`(${near}) >= ?`, [limit]),
    oneByOne(db('few') as Knex.QueryBuilder).whereRaw(`(${near}) < ? and (${few}) <= ?`, [limit, most.few]),
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

/** How many places have words, to tell whether they are lost. */
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

const asMatch = (wanted: Wanted): string =>
  joined(wanted, ({ word, begins }) => `"${word}"${begins ? ' *' : ''}`, ' OR ', ' AND ')
const asTsquery = (wanted: Wanted): string =>
  joined(wanted, ({ word, begins }) => `'${word}'${begins ? ':*' : ''}`, ' | ', ' & ')

function joined(wanted: Wanted, one: (term: Term) => string, or: string, and: string): string {
  return wanted.map(ways => `(${ways.map(terms => `(${terms.map(one).join(and)})`).join(or)})`).join(and)
}
