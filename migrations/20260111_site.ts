import type { Knex } from 'knex'
import { id, instant, optionalReference, reference } from '../src/db/columns.ts'

export async function up(knex: Knex): Promise<void> {
  // Merges of two organisations: prepared by a coordinator, and agreed by leads if evidence gets new readers.
  await knex.schema.createTable('organisation_merges', table => {
    id(table)
    reference(table, 'from_id', 'organisations')
    reference(table, 'into_id', 'organisations')
    table.string('status', 20).notNullable()
    table.text('reason').notNullable()
    reference(table, 'proposed_by', 'people')
    instant(table, 'proposed_at').notNullable()
    table.string('from_answer', 20).nullable()
    optionalReference(table, 'from_answered_by', 'people')
    instant(table, 'from_answered_at').nullable()
    table.string('into_answer', 20).nullable()
    optionalReference(table, 'into_answered_by', 'people')
    instant(table, 'into_answered_at').nullable()
    optionalReference(table, 'ended_by', 'people')
    instant(table, 'ended_at').nullable()
    table.index(['status', 'proposed_at', 'id'])
    table.index(['from_id'])
    table.index(['into_id'])
  })
  // The condition is written as `value = column`, so that SQLite plans a query with `status = ?` only once. Otherwise
  // it would consider this index, and plan the query again for each bound value.
  await knex.raw(
    "create unique index organisation_merges_open on organisation_merges (from_id) where 'proposed' = status",
  )
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('organisation_merges')
}
