import type { Knex } from 'knex'

/** The list for a meeting's minutes goes through decisions by their time. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.alterTable('decisions', table => table.index(['decided_at', 'id']))
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.alterTable('decisions', table => table.dropIndex(['decided_at', 'id']))
}
