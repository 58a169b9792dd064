import type { Knex } from 'knex'
import { day, instant, reference } from '../src/db/columns.ts'

export async function up(knex: Knex): Promise<void> {
  // A reminder that a coordinator sent by hand: at most one a day about an award.
  await knex.schema.createTable('manual_reminders', table => {
    reference(table, 'award_id', 'awards')
    day(table, 'day').notNullable()
    reference(table, 'sent_by', 'people')
    instant(table, 'sent_at').notNullable()
    table.primary(['award_id', 'day'])
  })
  await yearFigures(knex)
}

/** The figures of the year at a glance, counted every morning. One row, the latest. */
async function yearFigures(knex: Knex): Promise<void> {
  await knex.schema.createTable('year_figures', table => {
    day(table, 'day').primary()
    table.text('figures').notNullable()
    instant(table, 'counted_at').notNullable()
  })
}

export async function down(knex: Knex): Promise<void> {
  for (const table of ['year_figures', 'manual_reminders']) await knex.schema.dropTable(table)
}
