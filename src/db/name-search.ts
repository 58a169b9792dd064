import type { Knex } from 'knex'
import type { Db, Tx } from './connection.ts'
import { plannedEachTime } from './postgres-statements.ts'

const isPostgres = (db: Db | Tx) => db.client.config.client === 'pg'

/** The number of characters of the shortest text that the trigram indexes of both databases can find. */
const fewest = 3
const maxWords = 8

/**
 * Narrows a query on `organisations` to names that contain every word, with a trigram index (`pg_trgm` or FTS5).
 * Without a word of three or more characters, finds names that start with the text.
 * @param text folded, as in `organisations.name_key`; empty for all
 */
export function namesWith(db: Db | Tx, query: Knex.QueryBuilder, text: string): void {
  const words = [...new Set(text.split(' '))].filter(word => word !== '').slice(0, maxWords)
  if (words.length === 0) return
  const long = words.filter(word => [...word].length >= fewest)
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
    query.whereRaw(`organisations.name_key like ? escape '!' ${plannedEachTime}`, [
      `%${word.replace(/[!%_]/g, '!$&')}%`,
    ])
}

/** The bounds of the values that start with a text: the first is inclusive, the second exclusive. */
export const startingWith = (text: string): [from: string, below: string] => [text, `${text}\uffff`]
