import type { Knex } from 'knex'
import type { Db, Tx } from './connection.ts'

/**
 * A column with the rows of a short subselect as JSON text, on either database. All names and conditions must be
 * constants, never input.
 * @param fields column expressions by their names
 * @param from `from … where …`, which can refer to columns of the outer query
 */
export function jsonList(db: Db | Tx, fields: Readonly<Record<string, string>>, from: string, as: string): Knex.Raw {
  const pairs = Object.entries(fields)
    .map(([name, column]) => `'${name}', ${column}`)
    .join(', ')
  const list =
    db.client.config.client === 'pg'
      ? `(select coalesce(json_agg(json_build_object(${pairs})), '[]')::text ${from})`
      : `(select json_group_array(json_object(${pairs})) ${from})`
  // built from constants in our stores; see tests/guards/raw-sql
  return db.raw(`${list} as "${as}"`)
}

/**
 * The strings of a list in a JSON column, as a table with the column `value`, on either database. The table is empty if
 * there is no such list. Names must be constants, never input.
 */
export function textsIn(db: Db | Tx, column: string, list: string, as: string): Knex.Raw {
  const table =
    db.client.config.client === 'pg'
      ? `json_array_elements_text(${column}::json -> '${list}') as ${as}(value)`
      : `json_each(${column}, '$.${list}') as ${as}`
  // built from constants in our stores; see tests/guards/raw-sql
  return db.raw(table)
}
