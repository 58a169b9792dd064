import type { Knex } from 'knex'

/**
 * What a document says of itself, while it waits for an answer to what was pointed out, or to be sorted: it is read once, when it is opened.
 * knex would rebuild the tables on SQLite to add a column.
 */
export async function up(knex: Knex): Promise<void> {
  for (const table of ['held_files', 'inbox_files'])
    await knex.raw("alter table ?? add column properties text not null default '[]'", [table])
}

export async function down(knex: Knex): Promise<void> {
  for (const table of ['held_files', 'inbox_files']) await knex.raw('alter table ?? drop column properties', [table])
}
