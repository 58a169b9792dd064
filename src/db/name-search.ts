import type { Knex } from 'knex'
import type { Db, Tx } from './connection.ts'
import { plannedEachTime } from './postgres-statements.ts'

const isPostgres = (db: Db | Tx) => db.client.config.client === 'pg'

/** The number of characters of the shortest text that the trigram indexes of both databases can find. */
const fewest = 3
const maxWords = 8

/** The number of organisations that a search reads in the order of the list before it uses the index. */
const mostNear = 5_000

const wordsIn = (text: string): string[] => [...new Set(text.split(' '))].filter(word => word !== '').slice(0, maxWords)
const isLong = (word: string): boolean => [...word].length >= fewest

/**
 * Narrows a query on `organisations` to names that contain every word, with a trigram index (`pg_trgm` or FTS5).
 * Without a word of three or more characters, finds names that start with the text.
 * @param text folded, as in `organisations.name_key`; empty for all
 */
export function namesWith(db: Db | Tx, query: Knex.QueryBuilder, text: string): void {
  const words = wordsIn(text)
  if (words.length === 0) return
  const long = words.filter(isLong)
  if (long.length === 0) {
    query.whereRaw('name_key >= ? and name_key < ?', startingWith(text))
    return
  }
  if (!isPostgres(db))
    query.whereRaw(
      'organisations.id in (select organisation_id from organisation_names where organisation_names match ?)',
      [long.map(word => `"${word.replace(/"/g, '""')}"`).join(' AND ')],
    )
  for (const word of isPostgres(db) ? words : words.filter(each => !long.includes(each)))
    query.whereRaw(`organisations.name_key like ? escape '!' ${plannedEachTime}`, [containing(word)])
}

/**
 * The first organisations of a list whose names contain every word. The index finds all organisations with a word
 * together. Where most have it, reading the list in order is much faster.
 * @param list a query on `organisations`, in order of `name_key` and `id`
 * @param text as for `namesWith`
 * @returns the ids of `limit` organisations; null when there are not as many near the start of the list, or when
 * `namesWith` does not use the index for this text
 */
export async function firstNamesWith(
  db: Db | Tx,
  list: Knex.QueryBuilder,
  { text, limit }: { text: string; limit: number },
): Promise<string[] | null> {
  const words = wordsIn(text)
  if (!words.some(isLong)) return null
  const query = db.from(list.limit(mostNear).select('id', 'name_key').as('near')) as Knex.QueryBuilder
  for (const word of words) query.whereRaw(`near.name_key like ? escape '!'`, [containing(word)])
  const ids: string[] = await query.orderBy(['near.name_key', 'near.id']).limit(limit).pluck('near.id')
  return ids.length < limit ? null : ids
}

/** The pattern of `like` for texts that contain a word, with `!` as escape character. */
const containing = (word: string): string => `%${word.replace(/[!%_]/g, '!$&')}%`

/** The bounds of the values that start with a text: the first is inclusive, the second exclusive. */
export const startingWith = (text: string): [from: string, below: string] => [text, `${text}\uffff`]
