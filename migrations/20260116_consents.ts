import type { Knex } from 'knex'
import { day, id, instant, optionalReference, reference, yesNo } from '../src/db/columns.ts'

export async function up(knex: Knex): Promise<void> {
  await knex.schema.alterTable('evidence', table => {
    // Whether people can be recognised in it, where its kind leaves that open; null where nobody was asked.
    table.integer('shows_people').nullable()
    // The last day on which its ledger lets a panel see it; null while it does not. Until now nothing that shows people was taken.
    day(table, 'panel_until').nullable().defaultTo('9999-12-31')
    table.index(['organisation_id', 'panel_until'])
    table.index(['panel_until', 'id'])
  })
  // One form that somebody gave who is shown or quoted. A row is never changed but by its withdrawal.
  await knex.schema.createTable('consents', table => {
    id(table)
    reference(table, 'evidence_id', 'evidence')
    table.text('person').notNullable()
    table.text('guardian').nullable()
    yesNo(table, 'for_panel')
    yesNo(table, 'for_charity')
    yesNo(table, 'for_public')
    table.string('language', 12).notNullable()
    table.text('wording').notNullable()
    table.text('held_by').notNullable()
    table.text('held_where').notNullable()
    day(table, 'given_on').notNullable()
    day(table, 'expires_on').nullable()
    reference(table, 'recorded_by', 'people')
    instant(table, 'recorded_at').notNullable()
    instant(table, 'withdrawn_at').nullable()
    optionalReference(table, 'withdrawn_by', 'people')
    table.index(['evidence_id', 'recorded_at', 'id'])
  })
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('consents')
  await knex.schema.alterTable('evidence', table => {
    table.dropIndex(['organisation_id', 'panel_until'])
    table.dropIndex(['panel_until', 'id'])
  })
  // knex would rebuild the table on SQLite for these
  await knex.raw('alter table evidence drop column shows_people')
  await knex.raw('alter table evidence drop column panel_until')
}
