import type { Knex } from 'knex'
import { day, id, instant, reference, version } from '../src/db/columns.ts'

export async function up(knex: Knex): Promise<void> {
  // Whom a library works with: an organisation, never one person.
  await knex.schema.createTable('partners', table => {
    id(table)
    reference(table, 'organisation_id', 'organisations')
    table.text('name').notNullable()
    // by which lists are in order: its English name, if it has one
    table.text('name_key').notNullable()
    table.string('language', 12).notNullable()
    table.text('english_name').notNullable().defaultTo('')
    table.string('kind', 30).notNullable()
    table.text('place').notNullable().defaultTo('')
    day(table, 'since').notNullable()
    day(table, 'until').nullable()
    table.text('agreed').notNullable().defaultTo('')
    table.text('contact').notNullable().defaultTo('')
    instant(table, 'added_at').notNullable()
    instant(table, 'removed_at').nullable()
    version(table)
    table.index(['organisation_id', 'name_key', 'id'])
  })
  await knex.schema.createTable('partner_activities', table => {
    id(table)
    reference(table, 'partner_id', 'partners')
    table.text('title').notNullable()
    day(table, 'from_day').notNullable()
    day(table, 'to_day').nullable()
    version(table)
    table.index(['partner_id', 'from_day', 'id'])
  })
  await knex.schema.createTable('partner_evidence', table => {
    reference(table, 'partner_id', 'partners')
    reference(table, 'evidence_id', 'evidence')
    instant(table, 'attached_at').notNullable()
    table.primary(['partner_id', 'evidence_id'])
    table.index(['evidence_id'])
  })
  // Which partnerships an application shows, under which of its items.
  await knex.schema.createTable('application_partners', table => {
    reference(table, 'application_id', 'applications')
    table.string('item_id', 60).notNullable()
    reference(table, 'partner_id', 'partners')
    instant(table, 'attached_at').notNullable()
    table.primary(['application_id', 'item_id', 'partner_id'])
    table.index(['partner_id'])
  })
}

export async function down(knex: Knex): Promise<void> {
  for (const table of ['application_partners', 'partner_evidence', 'partner_activities', 'partners'])
    await knex.schema.dropTable(table)
}
