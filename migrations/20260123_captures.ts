import type { Knex } from 'knex'
import { day, id, instant, optionalReference, reference } from '../src/db/columns.ts'

export async function up(knex: Knex): Promise<void> {
  // An address for the people of one branch, who have no account. Its secret is shown once and kept as a hash.
  await knex.schema.createTable('upload_links', table => {
    id(table)
    reference(table, 'organisation_id', 'organisations')
    reference(table, 'branch_id', 'branches')
    table.string('token_hash', 64).notNullable().unique()
    reference(table, 'made_by', 'people')
    instant(table, 'made_at').notNullable()
    day(table, 'ends_on').notNullable()
    instant(table, 'ended_at').nullable()
    optionalReference(table, 'ended_by', 'people')
    table.index(['organisation_id', 'made_at', 'id'])
  })
  // What came through one and waits to be sorted: no evidence yet. Sorted, it goes.
  await knex.schema.createTable('inbox_items', table => {
    id(table)
    reference(table, 'link_id', 'upload_links')
    reference(table, 'organisation_id', 'organisations')
    reference(table, 'branch_id', 'branches')
    table.text('words').notNullable()
    table.text('sender').notNullable().defaultTo('')
    table.string('people', 10).notNullable()
    instant(table, 'arrived_at').notNullable()
    instant(table, 'emailed_at').nullable() // when its leads were written to about it
    table.index(['organisation_id', 'arrived_at', 'id'])
    table.index(['emailed_at', 'organisation_id'])
    table.index(['arrived_at'])
  })
  await knex.schema.createTable('inbox_files', table => {
    id(table)
    reference(table, 'inbox_item_id', 'inbox_items')
    table.text('name').notNullable()
    table.string('type', 100).notNullable()
    table.bigInteger('size').notNullable()
    table.string('sha256', 64).notNullable()
    table.string('state', 20).notNullable()
    table.string('scanned_by', 20).nullable()
    instant(table, 'scanned_at').nullable()
    instant(table, 'uploaded_at').notNullable()
    table.integer('drawn').nullable() // 1 with a small picture; null until somebody tried
    table.string('small_id', 20).nullable().unique()
    table.bigInteger('small_size').nullable()
    table.string('small_sha256', 64).nullable()
    table.unique(['inbox_item_id', 'sha256'])
    table.index(['state', 'uploaded_at'])
    table.index(['drawn', 'type', 'state', 'uploaded_at'])
  })
}

export async function down(knex: Knex): Promise<void> {
  for (const table of ['inbox_files', 'inbox_items', 'upload_links']) await knex.schema.dropTable(table)
}
