import type { Knex } from 'knex'

/** Whether a warning stands before a piece, because the library says so. knex would rebuild the table on SQLite to add a column. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw('alter table evidence add column distressing integer not null default 0')
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('alter table evidence drop column distressing')
}
