import type { Knex } from 'knex'
import { day, yesNo } from '../src/db/columns.ts'

export async function up(knex: Knex): Promise<void> {
  await knex.schema.alterTable('awards', table => {
    // The last valid day when nothing is with us: the end of the term or of an extension, or a later day that a `not yet` gave.
    day(table, 'base_valid_to').notNullable().defaultTo('1000-01-01')
    yesNo(table, 'is_kept_by_renewal')
    // The first day on which the calendar may have something to do here; a day long gone has the award looked at in the next run.
    day(table, 'due_on').notNullable().defaultTo('1000-01-01')
    table.text('full_reappraisal_reason').nullable()
    // From paper: who decided, and where it is written.
    table.text('decided_by').nullable()
    table.text('paper').nullable()
    table.index(['due_on', 'id'])
  })
  await knex('awards').update({ base_valid_to: knex.raw("coalesce(valid_to, '1000-01-01')") })
  await knex.schema.alterTable('award_changes', table => void table.text('reason').nullable())
  await knex.schema.alterTable('applications', table => void table.index(['award_id']))
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.alterTable('applications', table => void table.dropIndex(['award_id']))
  await knex.schema.alterTable('award_changes', table => void table.dropColumn('reason'))
  await knex.schema.alterTable('awards', table => void table.dropIndex(['due_on', 'id']))
  await knex.schema.alterTable(
    'awards',
    table =>
      void table.dropColumns(
        'paper',
        'decided_by',
        'full_reappraisal_reason',
        'due_on',
        'is_kept_by_renewal',
        'base_valid_to',
      ),
  )
}
