import type { Knex } from 'knex'

// Types for both databases: ids, times, days and JSON are text, booleans are 1 and 0. Stores convert them.

export const id = (table: Knex.CreateTableBuilder): void => void table.string('id', 20).primary()

export const reference = (table: Knex.CreateTableBuilder, column: string, to: string) =>
  table.string(column, 20).notNullable().references('id').inTable(to)

export const optionalReference = (table: Knex.CreateTableBuilder, column: string, to: string) =>
  table.string(column, 20).nullable().references('id').inTable(to)

/** ISO 8601, UTC, milliseconds. */
export const instant = (table: Knex.CreateTableBuilder, column: string) => table.string(column, 24)

/** A civil day in Europe/London. */
export const day = (table: Knex.CreateTableBuilder, column: string) => table.string(column, 10)

export const yesNo = (table: Knex.CreateTableBuilder, column: string) =>
  table.integer(column).notNullable().defaultTo(0)

/** Counts the changes of a row, for optimistic locking: the form sends the version at which it was opened. */
export const version = (table: Knex.CreateTableBuilder) => table.integer('version').notNullable().defaultTo(1)
