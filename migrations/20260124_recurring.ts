import type { Knex } from 'knex'
import { day, id, instant, optionalReference, reference, version } from '../src/db/columns.ts'

export async function up(knex: Knex): Promise<void> {
  // What is collected again and again, how often, and who is asked for it.
  await knex.schema.createTable('recurrences', table => {
    id(table)
    reference(table, 'organisation_id', 'organisations')
    table.text('title').notNullable()
    table.text('what').notNullable().defaultTo('')
    table.string('kind', 30).nullable()
    optionalReference(table, 'branch_id', 'branches')
    table.string('every', 12).notNullable()
    day(table, 'counted_from').notNullable()
    table.integer('counted_turn').notNullable()
    table.integer('next_turn').notNullable()
    day(table, 'next_due').notNullable()
    // since when it is due on that day
    instant(table, 'due_since').notNullable()
    reference(table, 'asked_id', 'people')
    instant(table, 'set_up_at').notNullable()
    instant(table, 'ended_at').nullable()
    version(table)
    table.index(['organisation_id', 'ended_at', 'next_due', 'id'])
    table.index(['asked_id'])
  })
  await knex.schema.createTable('recurrence_items', table => {
    reference(table, 'recurrence_id', 'recurrences')
    table.string('item_id', 60).notNullable()
    table.primary(['recurrence_id', 'item_id'])
  })
  // A turn that is over: once, however often somebody presses.
  await knex.schema.createTable('recurrence_turns', table => {
    reference(table, 'recurrence_id', 'recurrences')
    table.integer('turn').notNullable()
    day(table, 'due_on').notNullable()
    day(table, 'period_from').notNullable()
    day(table, 'period_to').notNullable()
    table.string('state', 12).notNullable()
    table.text('reason').nullable()
    reference(table, 'closed_by', 'people')
    instant(table, 'closed_at').notNullable()
    table.primary(['recurrence_id', 'turn'])
  })
  await knex.schema.createTable('recurrence_evidence', table => {
    reference(table, 'recurrence_id', 'recurrences')
    table.integer('turn').notNullable()
    reference(table, 'evidence_id', 'evidence')
    instant(table, 'attached_at').notNullable()
    table.primary(['recurrence_id', 'turn', 'evidence_id'])
    table.index(['evidence_id'])
  })
}

export async function down(knex: Knex): Promise<void> {
  for (const table of ['recurrence_evidence', 'recurrence_turns', 'recurrence_items', 'recurrences'])
    await knex.schema.dropTable(table)
}
