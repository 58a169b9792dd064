import type { Knex } from 'knex'

/**
 * Newer versions of files. knex would rebuild the table on SQLite to add a column. `replaced_at` is when a newer one took the place: from then
 * on nothing that is handed in shows this one. A file has one that follows it at most.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw('alter table evidence_files add column replaced_at varchar(24)')
  await knex.raw('create unique index evidence_files_replaces on evidence_files (replaces_id)')
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('drop index evidence_files_replaces')
  await knex.raw('alter table evidence_files drop column replaced_at')
}
