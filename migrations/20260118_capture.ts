import type { Knex } from 'knex'
import { yesNo } from '../src/db/columns.ts'

export async function up(knex: Knex): Promise<void> {
  // Added in a hurry: what it says of itself is still to be completed.
  await knex.schema.alterTable('evidence', table => yesNo(table, 'to_complete'))
}

export async function down(knex: Knex): Promise<void> {
  // knex would rebuild the table on SQLite for this
  await knex.raw('alter table evidence drop column to_complete')
}
