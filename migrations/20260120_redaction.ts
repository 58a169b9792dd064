import type { Knex } from 'knex'
import { id, instant, reference } from '../src/db/columns.ts'

export async function up(knex: Knex): Promise<void> {
  // Uploaded, and waiting for an answer to what was pointed out: no evidence yet, and gone after a day.
  await knex.schema.createTable('held_files', table => {
    id(table)
    reference(table, 'person_id', 'people')
    reference(table, 'organisation_id', 'organisations')
    table.text('name').notNullable()
    table.string('type', 100).notNullable()
    table.bigInteger('size').notNullable()
    table.string('sha256', 64).notNullable()
    instant(table, 'held_at').notNullable()
    table.index(['person_id', 'held_at'])
    table.index(['held_at'])
  })
  // What was pointed out and stayed all the same; kinds only, never what was found.
  await knex.schema.createTable('personal_data_answers', table => {
    id(table)
    reference(table, 'evidence_id', 'evidence')
    table.text('kinds').notNullable()
    table.string('answer', 20).notNullable()
    table.text('reason').notNullable().defaultTo('')
    reference(table, 'answered_by', 'people')
    instant(table, 'answered_at').notNullable()
    table.index(['evidence_id'])
  })
  // Of a redacted twin: the file that it stands for. knex would rebuild the table on SQLite to add a reference.
  await knex.raw('alter table evidence_files add column redacts_file_id varchar(20) references evidence_files (id)')
  await knex.raw('create index evidence_files_redacts on evidence_files (redacts_file_id)')
  // Why somebody of the charity opened what a twin stands for.
  await knex.schema.createTable('unredacted_views', table => {
    id(table)
    reference(table, 'file_id', 'evidence_files')
    reference(table, 'evidence_id', 'evidence')
    reference(table, 'application_id', 'applications')
    reference(table, 'person_id', 'people')
    table.text('reason').notNullable()
    instant(table, 'opened_at').notNullable()
    table.index(['evidence_id', 'opened_at'])
    table.index(['file_id', 'person_id'])
  })
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('drop index evidence_files_redacts')
  await knex.raw('alter table evidence_files drop column redacts_file_id')
  for (const table of ['unredacted_views', 'personal_data_answers', 'held_files']) await knex.schema.dropTable(table)
}
