import type { Knex } from 'knex'
import type { Db, Tx } from './connection.ts'

/**
 * The rows of a longer list. SQLite's driver makes them field by field, each at the price of a call out of the language; as one JSON text
 * they come in a fifth of the time. Names are ours, never somebody's input.
 * @param fields what the query selects, by the names it gives
 * @param lists those among them that are JSON already, as `jsonList` makes it
 */
export async function rowsAtOnce<Row>(db: Db | Tx, query: Knex.QueryBuilder, fields: readonly (keyof Row & string)[], lists: readonly (keyof Row & string)[]): Promise<Row[]> {
  if (db.client.config.client === 'pg') return (await query as Row[]).map(row => ({ ...row, ...Object.fromEntries(lists.map(list => [list, JSON.parse(row[list] as string)])) }))
  const pairs = fields.map(field => `'${field}', ${lists.includes(field) ? `json("${field}")` : `"${field}"`}`).join(', ')
  // eslint-disable-next-line ours/raw-sql -- put together from names in our own stores
  const found = await db(query.as('each_row')).first<{ rows: string }>(db.raw(`json_group_array(json_object(${pairs})) as "rows"`))
  return JSON.parse(found.rows) as Row[]
}
