import type { Knex } from 'knex'
import { day, id, instant, reference, version, yesNo } from '../src/db/columns.ts'

export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('awards', table => {
    id(table)
    reference(table, 'organisation_id', 'organisations')
    reference(table, 'framework_id', 'frameworks')
    table.string('code', 20).notNullable().unique()
    table.string('status', 20).notNullable()
    day(table, 'valid_to').nullable()
    day(table, 'granted_on').notNullable()
    yesNo(table, 'is_recorded')
    version(table)
    table.index(['organisation_id'])
    table.index(['status', 'valid_to', 'id'])
  })
  await knex.schema.createTable('award_branches', table => {
    reference(table, 'award_id', 'awards')
    reference(table, 'branch_id', 'branches')
    day(table, 'joined_on').notNullable()
    day(table, 'left_on').nullable()
    table.primary(['award_id', 'branch_id', 'joined_on'])
    table.index(['branch_id'])
  })
  // Every change of state or of the last day, from its first civil day on: what "valid on that day" is answered from.
  await knex.schema.createTable('award_changes', table => {
    id(table)
    reference(table, 'award_id', 'awards')
    table.integer('number').notNullable()
    table.string('move', 30).notNullable()
    table.string('to_status', 20).notNullable()
    day(table, 'from_day').notNullable()
    day(table, 'valid_to').nullable()
    instant(table, 'at').notNullable()
    table.unique(['award_id', 'number'])
  })
}

export async function down(knex: Knex): Promise<void> {
  for (const table of ['award_changes', 'award_branches', 'awards']) await knex.schema.dropTable(table)
}
