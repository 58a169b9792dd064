import type { Knex } from 'knex'
import type { Db, Tx } from './connection.ts'

/** A word that must be there; `begins`: or one that begins with it. Words are folded: letters and digits, and marks beyond ASCII. */
export interface Term { word: string; begins: boolean }
/** All of these must be found; each in one of its ways; each way is all of its terms. */
export type Wanted = readonly (readonly (readonly Term[])[])[]

const isPostgres = (db: Db | Tx) => db.client.config.client === 'pg'

/** The words of places that have none. */
export async function keepWords(trx: Tx, filed: readonly { place: number; words: readonly string[] }[]): Promise<void> {
  if (filed.length === 0) return
  if (isPostgres(trx)) await trx.raw("insert into evidence_words (place, words) select (filed->>'place')::bigint, array_to_tsvector(array(select jsonb_array_elements_text(filed->'words'))) from jsonb_array_elements(?::jsonb) as filed", [JSON.stringify(filed)])
  else await trx.raw("insert into evidence_words (rowid, words) select value->>'place', value->>'words' from json_each(?)", [JSON.stringify(filed.map(({ place, words }) => ({ place, words: words.join(' ') })))])
}

export async function forgetWords(trx: Tx, places: readonly number[]): Promise<void> {
  if (places.length === 0) return
  await trx('evidence_words').whereIn(isPostgres(trx) ? 'place' : 'rowid' as 'place', [...places]).delete()
}

/**
 * What is filed under these words, as joins of `evidence_index` and `evidence`. SQLite goes by the full-text index, which gives its places in
 * order; PostgreSQL goes by it, or by the places, as fits how rare the words are.
 */
export function filedUnderAll(db: Db | Tx, wanted: Wanted): Knex.QueryBuilder {
  if (isPostgres(db)) return (db('evidence_index') as Knex.QueryBuilder).join('evidence_words', 'evidence_words.place', 'evidence_index.place')
    .join('evidence', 'evidence.id', 'evidence_index.evidence_id').whereRaw('evidence_words.words @@ ?::tsquery', [asTsquery(wanted)])
  // As cross joins, for those alone keep their order.
  return (db('evidence_words') as Knex.QueryBuilder).joinRaw('cross join evidence_index on evidence_index.place = evidence_words.rowid')
    .joinRaw('cross join evidence on evidence.id = evidence_index.evidence_id').whereRaw('evidence_words match ?', [asMatch(wanted)])
}

/** By this column places come in order without being sorted. */
export const placeColumn = (db: Db | Tx): 'evidence_index.place' | 'evidence_words.rowid' => (isPostgres(db) ? 'evidence_index.place' : 'evidence_words.rowid')

/** How many places have words, to tell whether they are lost. */
export async function countPlacesWithWords(db: Db | Tx): Promise<number> {
  const counted: unknown = await (isPostgres(db) ? db.raw('select count(*) as n from evidence_words') : db.raw('select count(*) as n from evidence_words_docsize'))
  const [row] = (Array.isArray(counted) ? counted : (counted as { rows: unknown[] }).rows) as [{ n: number | string }]
  return Number(row.n)
}

export async function forgetAllWords(trx: Tx): Promise<void> {
  if (isPostgres(trx)) await trx('evidence_words').delete()
  else await trx.raw("insert into evidence_words (evidence_words) values ('delete-all')")
}

const asMatch = (wanted: Wanted): string => joined(wanted, ({ word, begins }) => `"${word}"${begins ? ' *' : ''}`, ' OR ', ' AND ')
const asTsquery = (wanted: Wanted): string => joined(wanted, ({ word, begins }) => `'${word}'${begins ? ':*' : ''}`, ' | ', ' & ')

function joined(wanted: Wanted, one: (term: Term) => string, or: string, and: string): string {
  return wanted.map(ways => `(${ways.map(terms => `(${terms.map(one).join(and)})`).join(or)})`).join(and)
}
