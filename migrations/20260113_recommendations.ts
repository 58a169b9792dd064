import type { Knex } from 'knex'
import { id, instant, reference } from '../src/db/columns.ts'

export async function up(knex: Knex): Promise<void> {
  await knex.schema.alterTable('recommendations', table => {
    // Since when it is in its state; null for one that never moved since it was made.
    instant(table, 'status_since').nullable()
    table.index(['award_id', 'status'])
    table.index(['status', 'due_on'])
  })
  // What both sides said about it, in order: the library answers, the charity closes it or keeps it open.
  await knex.schema.createTable('recommendation_notes', table => {
    id(table)
    reference(table, 'recommendation_id', 'recommendations')
    table.string('says', 20).notNullable()
    table.text('body').notNullable()
    reference(table, 'written_by', 'people')
    instant(table, 'written_at').notNullable()
    table.index(['recommendation_id', 'written_at'])
  })
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('recommendation_notes')
  await knex.schema.alterTable('recommendations', table => {
    table.dropIndex(['award_id', 'status'])
    table.dropIndex(['status', 'due_on'])
  })
  // knex would rebuild the table on SQLite for this
  await knex.raw('alter table recommendations drop column status_since')
}
