import type { Knex } from 'knex'
import { day, id, instant, optionalReference, reference, version, yesNo } from '../src/db/columns.ts'

export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('applications', table => {
    id(table)
    table.string('number', 20).notNullable().unique()
    reference(table, 'organisation_id', 'organisations')
    reference(table, 'framework_version_id', 'framework_versions')
    optionalReference(table, 'round_id', 'rounds')
    optionalReference(table, 'award_id', 'awards')
    table.string('kind', 20).notNullable()
    table.string('status', 30).notNullable()
    table.string('status_before', 30).nullable()
    instant(table, 'status_since').notNullable()
    table.text('summary').notNullable().defaultTo('')
    yesNo(table, 'may_be_shared')
    instant(table, 'contacts_confirmed_at').nullable()
    day(table, 'until').nullable()
    table.text('reasons').nullable()
    table.text('items_asked').notNullable().defaultTo('[]')
    instant(table, 'submitted_at').nullable()
    instant(table, 'decision_letter_released_at').nullable()
    reference(table, 'started_by', 'people')
    instant(table, 'started_at').notNullable()
    version(table)
    table.index(['organisation_id', 'started_at'])
    table.index(['status', 'status_since', 'id'])
  })
  await knex.schema.createTable('application_branches', table => {
    reference(table, 'application_id', 'applications')
    reference(table, 'branch_id', 'branches')
    table.primary(['application_id', 'branch_id'])
    table.index(['branch_id'])
  })
  await knex.schema.createTable('answers', table => {
    id(table)
    reference(table, 'application_id', 'applications')
    table.string('item_id', 60).notNullable()
    table.text('narrative').notNullable().defaultTo('')
    table.string('own_rating', 20).nullable()
    optionalReference(table, 'written_by', 'people')
    instant(table, 'written_at').notNullable()
    version(table)
    table.unique(['application_id', 'item_id'])
  })
  await knex.schema.createTable('answer_evidence', table => {
    reference(table, 'answer_id', 'answers')
    reference(table, 'evidence_id', 'evidence')
    instant(table, 'attached_at').notNullable()
    table.primary(['answer_id', 'evidence_id'])
    table.index(['evidence_id'])
  })
  await knex.schema.createTable('submissions', table => {
    id(table)
    reference(table, 'application_id', 'applications')
    table.integer('number').notNullable()
    table.string('receipt', 30).notNullable().unique()
    reference(table, 'submitted_by', 'people')
    instant(table, 'submitted_at').notNullable()
    table.string('sha256', 64).notNullable()
    table.text('manifest').notNullable()
    table.unique(['application_id', 'number'])
  })
  // A frozen copy in parts: each has its own salt, so that a part can be erased and the receipt still verifies.
  await knex.schema.createTable('submission_parts', table => {
    reference(table, 'submission_id', 'submissions')
    table.string('name', 120).notNullable()
    table.integer('position').notNullable()
    table.string('salt', 64).nullable()
    table.text('content').nullable()
    table.primary(['submission_id', 'name'])
  })
  // Which evidence a frozen copy shows: what it names stays readable through it, and its files are kept.
  await knex.schema.createTable('submission_evidence', table => {
    reference(table, 'submission_id', 'submissions')
    reference(table, 'evidence_id', 'evidence')
    table.primary(['submission_id', 'evidence_id'])
    table.index(['evidence_id'])
  })
}

export async function down(knex: Knex): Promise<void> {
  const tables = [
    'submission_evidence',
    'submission_parts',
    'submissions',
    'answer_evidence',
    'answers',
    'application_branches',
    'applications',
  ]
  for (const table of tables) await knex.schema.dropTable(table)
}
