import type { Knex } from 'knex'

const columns = [
  // the application of the same award that was decided before; what is carried over is compared with it
  'previous_id varchar(20) references applications (id)',
  // of a light renewal: all that was not changed is still true
  'unchanged_confirmed_at varchar(24)',
  // a coordinator or trustee wants a panel for a light renewal
  'panel_because text',
]
const nameOf = (column: string): string => column.slice(0, column.indexOf(' '))

// knex would rebuild the table on SQLite to add a reference or to drop a column
export async function up(knex: Knex): Promise<void> {
  for (const column of columns) await knex.raw(`alter table applications add column ${column}`)
  await knex.schema.alterTable('applications', table => table.index(['award_id', 'started_at']))
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.alterTable('applications', table => table.dropIndex(['award_id', 'started_at']))
  for (const column of columns) await knex.raw(`alter table applications drop column ${nameOf(column)}`)
}
