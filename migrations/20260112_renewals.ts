import type { Knex } from 'knex'

// knex would rebuild the table on SQLite to add a reference or to drop a column

export async function up(knex: Knex): Promise<void> {
  // the application of the same award that was decided before; what is carried over is compared with it
  await knex.raw('alter table applications add column previous_application_id varchar(20) references applications (id)')
  // of a light renewal: all that was not changed is still true
  await knex.raw('alter table applications add column unchanged_confirmed_at varchar(24)')
  // a coordinator or trustee wants a panel for a light renewal
  await knex.raw('alter table applications add column panel_reason text')
  await knex.schema.alterTable('applications', table => table.index(['award_id', 'started_at']))
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.alterTable('applications', table => table.dropIndex(['award_id', 'started_at']))
  await knex.raw('alter table applications drop column panel_reason')
  await knex.raw('alter table applications drop column unchanged_confirmed_at')
  await knex.raw('alter table applications drop column previous_application_id')
}
