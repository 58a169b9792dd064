import type { Knex } from 'knex'
import { id, instant, optionalReference, reference, version } from '../src/db/columns.ts'

export async function up(knex: Knex): Promise<void> {
  // A file that a coordinator imports. The lease belongs to the job that saves or undoes its rows.
  await knex.schema.createTable('imports', table => {
    id(table)
    table.string('kind', 20).notNullable()
    table.text('file_name').notNullable()
    table.string('status', 20).notNullable()
    table.text('headings').notNullable()
    reference(table, 'made_by', 'people')
    instant(table, 'made_at').notNullable()
    optionalReference(table, 'started_by', 'people')
    instant(table, 'started_at').nullable()
    instant(table, 'ended_at').nullable()
    instant(table, 'undone_at').nullable()
    table.integer('rows_kept').notNullable().defaultTo(0)
    instant(table, 'rows_deleted_at').nullable()
    instant(table, 'lease_until').nullable()
    table.integer('lease_generation').notNullable().defaultTo(0)
    version(table)
    table.index(['status', 'lease_until'])
    table.index(['made_at', 'id'])
  })
  // One row for each part of a row in the file, with its outcome. `part` 1 is the branch, person or award.
  // `part` 0 is an organisation, stored with the first row that names it.
  await knex.schema.createTable('import_rows', table => {
    reference(table, 'import_id', 'imports')
    table.integer('number').notNullable()
    table.integer('part').notNullable()
    table.integer('parent').nullable()
    table.string('kind', 20).notNullable()
    table.text('title').notNullable()
    table.text('place').notNullable()
    table.text('find_key').notNullable()
    table.text('cells').notNullable()
    table.text('given').notNullable()
    table.string('result', 12).notNullable()
    table.text('reasons').notNullable()
    table.string('match_id', 20).nullable()
    table.string('choice', 12).nullable()
    table.string('state', 12).notNullable()
    table.string('organisation_id', 20).nullable()
    table.string('record_id', 20).nullable()
    table.integer('record_version').nullable()
    table.text('before').nullable()
    table.primary(['import_id', 'number', 'part'])
    table.index(['import_id', 'state', 'number', 'part'])
    table.index(['import_id', 'result', 'number', 'part'])
    table.index(['import_id', 'parent'])
    table.index(['import_id', 'organisation_id'])
    table.index(['organisation_id'])
  })
  // A person from an import. Nothing is sent to them before a coordinator invites them.
  await knex.schema.createTable('prepared_people', table => {
    id(table)
    reference(table, 'organisation_id', 'organisations')
    table.text('name').notNullable()
    table.text('email').notNullable()
    table.text('email_key').notNullable()
    table.string('role', 20).notNullable()
    instant(table, 'made_at').notNullable()
    optionalReference(table, 'import_id', 'imports')
    optionalReference(table, 'invitation_id', 'invitations')
    instant(table, 'invited_at').nullable()
    table.unique(['organisation_id', 'email_key', 'role'])
    table.index(['invited_at', 'organisation_id', 'id'])
    table.index(['invitation_id'])
  })
}

export async function down(knex: Knex): Promise<void> {
  for (const table of ['prepared_people', 'import_rows', 'imports']) await knex.schema.dropTable(table)
}
