import type { Knex } from 'knex'
import { day, id, instant, optionalReference, reference, version } from '../src/db/columns.ts'

export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('evidence', table => {
    id(table)
    reference(table, 'organisation_id', 'organisations')
    table.text('title').notNullable()
    table.string('kind', 30).notNullable()
    table.text('summary').notNullable().defaultTo('')
    day(table, 'period_from').nullable()
    day(table, 'period_to').nullable()
    table.string('language', 12).notNullable().defaultTo('en')
    table.string('sensitivity', 20).notNullable().defaultTo('ordinary')
    reference(table, 'owner_id', 'people')
    instant(table, 'received_at').notNullable()
    instant(table, 'removed_at').nullable()
    version(table)
    table.index(['organisation_id', 'received_at', 'id'])
  })
  await knex.schema.createTable('evidence_branches', table => {
    reference(table, 'evidence_id', 'evidence')
    reference(table, 'branch_id', 'branches')
    table.primary(['evidence_id', 'branch_id'])
    table.index(['branch_id'])
  })
  // Items of a framework by their stable id, which survives across versions.
  await knex.schema.createTable('evidence_items', table => {
    reference(table, 'evidence_id', 'evidence')
    table.string('item_id', 60).notNullable()
    table.primary(['evidence_id', 'item_id'])
    table.index(['item_id'])
  })
  await knex.schema.createTable('evidence_files', table => {
    id(table)
    reference(table, 'evidence_id', 'evidence')
    table.text('name').notNullable()
    table.string('type', 100).notNullable()
    table.bigInteger('size').notNullable()
    table.string('sha256', 64).notNullable()
    table.string('state', 20).notNullable()
    table.string('scanned_by', 20).nullable()
    instant(table, 'scanned_at').nullable()
    reference(table, 'uploaded_by', 'people')
    instant(table, 'uploaded_at').notNullable()
    optionalReference(table, 'replaces_id', 'evidence_files')
    instant(table, 'removed_at').nullable()
    table.index(['evidence_id', 'uploaded_at', 'id'])
    table.index(['state'])
  })
  await knex.schema.createTable('evidence_links', table => {
    id(table)
    reference(table, 'evidence_id', 'evidence')
    table.text('address').notNullable()
    day(table, 'seen_on').notNullable()
    instant(table, 'added_at').notNullable()
    table.index(['evidence_id'])
  })
  await knex.schema.createTable('evidence_notes', table => {
    id(table)
    reference(table, 'evidence_id', 'evidence')
    table.text('body').notNullable()
    reference(table, 'written_by', 'people')
    instant(table, 'written_at').notNullable()
    table.index(['evidence_id'])
  })
}

export async function down(knex: Knex): Promise<void> {
  for (const table of [
    'evidence_notes',
    'evidence_links',
    'evidence_files',
    'evidence_items',
    'evidence_branches',
    'evidence',
  ])
    await knex.schema.dropTable(table)
}
