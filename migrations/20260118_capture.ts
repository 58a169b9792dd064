import type { Knex } from 'knex'
import { id, instant, optionalReference, reference, yesNo } from '../src/db/columns.ts'

export async function up(knex: Knex): Promise<void> {
  // Added in a hurry: what it says of itself is still to be completed.
  await knex.schema.alterTable('evidence', table => yesNo(table, 'to_complete'))
  // How front-line staff of one branch send something in without an account. Only a hash of its secret is kept.
  await knex.schema.createTable('capture_links', table => {
    id(table)
    reference(table, 'organisation_id', 'organisations')
    reference(table, 'branch_id', 'branches')
    table.string('token_hash', 64).notNullable().unique()
    reference(table, 'made_by', 'people')
    instant(table, 'made_at').notNullable()
    instant(table, 'expires_at').notNullable()
    instant(table, 'ended_at').nullable()
    optionalReference(table, 'ended_by', 'people')
    instant(table, 'last_used_at').nullable()
    table.index(['organisation_id', 'made_at', 'id'])
  })
  // What came by such a link and lies in the tray. Sorted, it becomes evidence or goes: a row here waits.
  await knex.schema.createTable('captures', table => {
    id(table)
    reference(table, 'organisation_id', 'organisations')
    reference(table, 'link_id', 'capture_links')
    reference(table, 'branch_id', 'branches')
    table.text('title').notNullable()
    table.text('note').notNullable().defaultTo('')
    table.text('sender').notNullable().defaultTo('')
    table.string('people', 10).notNullable()
    table.string('form_id', 20).notNullable()
    instant(table, 'sent_at').notNullable()
    table.unique(['link_id', 'form_id'])
    table.index(['organisation_id', 'sent_at', 'id'])
  })
  await knex.schema.createTable('capture_files', table => {
    id(table)
    reference(table, 'capture_id', 'captures')
    table.text('name').notNullable()
    table.string('type', 100).notNullable()
    table.bigInteger('size').notNullable()
    table.string('sha256', 64).notNullable()
    table.string('state', 20).notNullable()
    table.string('scanned_by', 20).nullable()
    instant(table, 'scanned_at').nullable()
    instant(table, 'uploaded_at').notNullable()
    table.index(['capture_id'])
    table.index(['state'])
  })
}

export async function down(knex: Knex): Promise<void> {
  for (const table of ['capture_files', 'captures', 'capture_links']) await knex.schema.dropTable(table)
  // knex would rebuild the table on SQLite for this
  await knex.raw('alter table evidence drop column to_complete')
}
