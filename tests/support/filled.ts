import type { Knex } from 'knex'
import { newId } from '../../src/db/ids.ts'

export interface Column {
  name: string
  type: string
  required: boolean
  key: boolean
  pointsTo: string | null
}
export type Schema = Map<string, Column[]>

/**
 * The tables of a SQLite database with their columns, parents before children, without the full-text indexes and the
 * list of migrations.
 */
export async function schemaOf(db: Knex): Promise<Schema> {
  const tables = await db('sqlite_master')
    .where({ type: 'table' })
    .whereNot('name', 'like', 'sqlite_%')
    .whereNot('name', 'like', 'evidence_words%')
    .whereNot('name', 'like', 'organisation_names%')
    .whereNot('name', 'like', 'outbox_words%')
    .whereNot({ name: 'migrations' })
    .orderBy('rowid')
    .pluck<string[]>('name')
  const schema: Schema = new Map()
  for (const table of tables) {
    const columns: { name: string; type: string; notnull: number; pk: number }[] = await db.raw(
      'select * from pragma_table_info(?)',
      [table],
    )
    const parents: { from: string; table: string }[] = await db.raw('select * from pragma_foreign_key_list(?)', [table])
    schema.set(
      table,
      columns.map(({ name, type, notnull, pk }) => ({
        name,
        type: type.toLowerCase(),
        required: notnull === 1,
        key: pk > 0,
        pointsTo: parents.find(({ from }) => from === name)?.table ?? null,
      })),
    )
  }
  return schema
}

/** Inserts two rows into each of these tables, with values that fit its columns and refer to existing rows. */
export async function fill(trx: Knex, schema: Schema, tables: readonly string[]): Promise<void> {
  for (const table of tables) {
    for (const number of [1, 2]) {
      const row: Record<string, unknown> = {}
      for (const column of schema.get(table)!) {
        if (column.type === 'integer' && column.key && schema.get(table)!.filter(({ key }) => key).length === 1)
          continue // the database generates this column
        row[column.name] = column.pointsTo ? await anId(trx, column.pointsTo, number) : valueFor(column, number)
      }
      await trx(table).insert(row)
    }
  }
}

async function anId(trx: Knex, table: string, number: number): Promise<string | null> {
  const ids = await trx(table).orderBy('id').pluck<string[]>('id')
  return ids[number - 1] ?? ids[0] ?? null
}

function valueFor({ name, type }: Column, number: number): string | number {
  if (name === 'id') return newId()
  if (/int/.test(type)) return number
  const most = Number(/\((\d+)\)/.exec(type)?.[1] ?? 40)
  return `${number} ${name}`.slice(0, most)
}
