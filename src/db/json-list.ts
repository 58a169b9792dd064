import type { Knex } from 'knex'
import type { Db, Tx } from './connection.ts'

/**
 * A column with the rows of a subselect as JSON text, the same on both databases: few rows that always travel with
 * their owner. Names and conditions are ours, never somebody's input.
 * @param fields column expressions by the name they get
 * @param from `from … where …`, correlated with the query around it
 */
export function jsonList(db: Db | Tx, fields: Readonly<Record<string, string>>, from: string, as: string): Knex.Raw {
  const pairs = Object.entries(fields)
    .map(([name, column]) => `'${name}', ${column}`)
    .join(', ')
  const list =
    db.client.config.client === 'pg'
      ? `(select coalesce(json_agg(json_build_object(${pairs})), '[]')::text ${from})`
      : `(select json_group_array(json_object(${pairs})) ${from})`
  // eslint-disable-next-line ours/raw-sql -- put together from names in our own stores
  return db.raw(`${list} as "${as}"`)
}

/**
 * The other way: the texts of a list that a column of JSON holds, as a table with the column `value`, the same on both
 * databases. None where there is no such list. Names are ours, never somebody's input.
 */
export function textsIn(db: Db | Tx, column: string, list: string, as: string): Knex.Raw {
  const table =
    db.client.config.client === 'pg'
      ? `json_array_elements_text(${column}::json -> '${list}') as ${as}(value)`
      : `json_each(${column}, '$.${list}') as ${as}`
  // eslint-disable-next-line ours/raw-sql -- put together from names in our own stores
  return db.raw(table)
}
