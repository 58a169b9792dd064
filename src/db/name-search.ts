import type { Knex } from 'knex'
import type { Db, Tx } from './connection.ts'
import { plannedEachTime } from './postgres-statements.ts'

const isPostgres = (db: Db | Tx) => db.client.config.client === 'pg'

/** The length, in characters, of the shortest text that both databases' trigram indexes can find. */
const fewest = 3
const maxWords = 8

/** The number of organisations that a search reads in the order of the list before it uses the index. */
const mostNear = 5_000

const wordsIn = (text: string): string[] => [...new Set(text.split(' '))].filter(word => word !== '').slice(0, maxWords)
const isLong = (word: string): boolean => [...word].length >= fewest

/** The values that a search by name puts into its query. */
export interface NameSearch {
  /** the bounds of the names to find, when there are words but none is long enough for the indexes; otherwise null */
  bounds: { typed: readonly [from: string, below: string] } | null
  /** the long words for FTS5; empty when there are none */
  match: string
  /** the `like` patterns of all words; empty when no word is long */
  patterns: readonly string[]
  /** the `like` patterns of the short words; empty when no word is long */
  shortPatterns: readonly string[]
}

/** @param text the search text, folded as in `organisations.name_key`; empty text finds all organisations */
export function nameSearch(text: string): NameSearch {
  const words = wordsIn(text)
  const long = words.filter(isLong)
  if (long.length === 0)
    return {
      bounds: words.length === 0 ? null : { typed: startingWith(text) },
      match: '',
      patterns: [],
      shortPatterns: [],
    }
  return {
    bounds: null,
    match: long.map(word => `"${word.replace(/"/g, '""')}"`).join(' AND '),
    patterns: words.map(containing),
    shortPatterns: words.filter(word => !isLong(word)).map(containing),
  }
}

/**
 * Narrows a query on `organisations` to names that contain every word, with a trigram index (`pg_trgm` or FTS5).
 * Without a word of three or more characters, finds names that start with the text.
 */
export function namesWith(db: Db | Tx, query: Knex.QueryBuilder, search: NameSearch): void {
  if (search.bounds) query.whereRaw('name_key >= ? and name_key < ?', [...search.bounds.typed])
  if (search.match !== '' && !isPostgres(db))
    query.whereRaw(
      'organisations.id in (select organisation_id from organisation_names where organisation_names match ?)',
      [search.match],
    )
  for (const pattern of isPostgres(db) ? search.patterns : search.shortPatterns)
    query.whereRaw(`organisations.name_key like ? escape '!' ${plannedEachTime}`, [pattern])
}

/**
 * The organisations among the first `mostNear` of a list whose names contain every word. For a word in most names, this
 * is much faster than the index, which finds every match first.
 * @param list a query on `organisations`, in order of `name_key` and `id`
 * @param search a search with at least one long word
 * @returns a query for the ids of at most `limit` organisations. If it finds fewer, the rest of the list can still have
 * more
 */
export function firstNamesWith(
  db: Db | Tx,
  list: Knex.QueryBuilder,
  { search, limit }: { search: NameSearch; limit: number },
): Knex.QueryBuilder {
  const query = db.from(list.limit(mostNear).select('id', 'name_key').as('near')) as Knex.QueryBuilder
  for (const pattern of search.patterns) query.whereRaw(`near.name_key like ? escape '!'`, [pattern])
  return query.orderBy(['near.name_key', 'near.id']).limit(limit).select('near.id')
}

/** The pattern of `like` for texts that contain a word, with `!` as escape character. */
export const containing = (word: string): string => `%${word.replace(/[!%_]/g, '!$&')}%`

/** The bounds of the values that start with a text: the first is inclusive, the second exclusive. */
export const startingWith = (text: string): [from: string, below: string] => [text, `${text}\uffff`]
