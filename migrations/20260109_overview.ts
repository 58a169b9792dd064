import type { Knex } from 'knex'
import { day, id, instant, reference } from '../src/db/columns.ts'

export async function up(knex: Knex): Promise<void> {
  // A reminder that a coordinator sent by hand: at most one a day for each award.
  await knex.schema.createTable('manual_reminders', table => {
    reference(table, 'award_id', 'awards')
    day(table, 'day').notNullable()
    reference(table, 'sent_by', 'people')
    instant(table, 'sent_at').notNullable()
    table.primary(['award_id', 'day'])
  })
  await yearFigures(knex)
  await dateMoves(knex)
}

/**
 * Bulk extensions of awards, made from a plan on the capacity page. A job extends one award in each transaction, and
 * records the result in the same transaction.
 */
async function dateMoves(knex: Knex): Promise<void> {
  await knex.schema.createTable('date_moves', table => {
    id(table)
    reference(table, 'started_by', 'people')
    instant(table, 'started_at').notNullable()
    instant(table, 'ended_at').nullable()
    table.text('reason').notNullable()
    table.text('plan').notNullable()
    table.string('status', 20).notNullable()
    instant(table, 'lease_until').nullable()
    table.integer('lease_generation').notNullable().defaultTo(0)
    table.index(['started_at', 'id'])
    table.index(['status', 'started_at'])
  })
  await knex.schema.createTable('date_move_awards', table => {
    reference(table, 'move_id', 'date_moves')
    reference(table, 'award_id', 'awards')
    table.integer('number').notNullable()
    table.integer('award_version').notNullable()
    day(table, 'valid_to_before').nullable()
    day(table, 'until').notNullable()
    table.string('result', 20).nullable()
    table.primary(['move_id', 'award_id'])
    table.index(['move_id', 'number'])
    table.index(['award_id'])
  })
}

/** The figures of the page "The year at a glance", counted every morning. Only the latest row is kept. */
async function yearFigures(knex: Knex): Promise<void> {
  await knex.schema.createTable('year_figures', table => {
    day(table, 'day').primary()
    table.text('figures').notNullable()
    instant(table, 'counted_at').notNullable()
  })
}

export async function down(knex: Knex): Promise<void> {
  for (const table of ['date_move_awards', 'date_moves', 'year_figures', 'manual_reminders'])
    await knex.schema.dropTable(table)
}
