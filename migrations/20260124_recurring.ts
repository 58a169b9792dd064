import type { Knex } from 'knex'
import { day, id, instant, optionalReference, reference, version } from '../src/db/columns.ts'

export async function up(knex: Knex): Promise<void> {
  // What is collected again and again, how often, and who is asked for it.
  await knex.schema.createTable('recurring_evidence', table => {
    id(table)
    reference(table, 'organisation_id', 'organisations')
    table.text('title').notNullable()
    table.text('what').notNullable().defaultTo('')
    table.string('kind', 30).nullable()
    optionalReference(table, 'branch_id', 'branches')
    table.string('every', 12).notNullable()
    day(table, 'anchor_on').notNullable()
    table.integer('anchor_number').notNullable()
    table.integer('next_number').notNullable()
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
  await knex.schema.createTable('recurring_items', table => {
    reference(table, 'recurring_id', 'recurring_evidence')
    table.string('item_id', 60).notNullable()
    table.primary(['recurring_id', 'item_id'])
  })
  // A turn that is over: once, however often somebody presses.
  await knex.schema.createTable('occurrences', table => {
    reference(table, 'recurring_id', 'recurring_evidence')
    table.integer('occurrence').notNullable()
    day(table, 'due_on').notNullable()
    day(table, 'period_from').notNullable()
    day(table, 'period_to').notNullable()
    table.string('state', 12).notNullable()
    table.text('reason').nullable()
    reference(table, 'closed_by', 'people')
    instant(table, 'closed_at').notNullable()
    table.primary(['recurring_id', 'occurrence'])
  })
  await knex.schema.createTable('occurrence_evidence', table => {
    reference(table, 'recurring_id', 'recurring_evidence')
    table.integer('occurrence').notNullable()
    reference(table, 'evidence_id', 'evidence')
    instant(table, 'attached_at').notNullable()
    table.primary(['recurring_id', 'occurrence', 'evidence_id'])
    table.index(['evidence_id'])
  })
}

export async function down(knex: Knex): Promise<void> {
  for (const table of ['occurrence_evidence', 'occurrences', 'recurring_items', 'recurring_evidence'])
    await knex.schema.dropTable(table)
}
