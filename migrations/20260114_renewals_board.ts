import type { Knex } from 'knex'
import { day, instant, reference } from '../src/db/columns.ts'

export async function up(knex: Knex): Promise<void> {
  // A short letter that a coordinator sent by hand: one for an award and day.
  await knex.schema.createTable('manual_reminders', table => {
    reference(table, 'award_id', 'awards')
    day(table, 'day').notNullable()
    reference(table, 'sent_by', 'people')
    instant(table, 'sent_at').notNullable()
    table.primary(['award_id', 'day'])
  })
  // The board goes through what runs by its end; what is over only grows, and stays out of it.
  await knex.raw(
    "create index awards_on_board on awards (coalesce(valid_to, base_valid_to), id) where status not in ('lapsed', 'ended')",
  )
  await knex.schema.alterTable('outbox', table => table.index(['person_id', 'queued_at'], 'outbox_to_person'))
  await knex.schema.alterTable('applications', table => table.index(['status', 'until'], 'applications_until'))
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.alterTable('applications', table => table.dropIndex(['status', 'until'], 'applications_until'))
  await knex.schema.alterTable('outbox', table => table.dropIndex(['person_id', 'queued_at'], 'outbox_to_person'))
  await knex.raw('drop index awards_on_board')
  await knex.schema.dropTable('manual_reminders')
}
