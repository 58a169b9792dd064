import type { Knex } from 'knex'
import { day, id, instant, optionalReference, reference } from '../src/db/columns.ts'

export async function up(knex: Knex): Promise<void> {
  // Everything due to one reader on one morning is one letter.
  await knex.schema.alterTable('outbox', table => {
    table.string('digest_key', 40).nullable()
    table.unique(['digest_key'])
  })
  // One line of a ladder for one reader. Planning only adds; what became of a line is told by its letter, or by why it was not sent.
  await knex.schema.createTable('reminders', table => {
    id(table)
    table.string('kind', 20).notNullable()
    table.string('entity_id', 20).notNullable()
    day(table, 'about').notNullable()
    table.integer('step').notNullable()
    table.string('recipient_id', 20).notNullable()
    table.string('recipient', 20).notNullable()
    reference(table, 'organisation_id', 'organisations')
    table.string('application_id', 20).nullable()
    day(table, 'due_on').notNullable()
    table.string('status', 20).notNullable()
    table.string('not_sent_reason', 40).nullable()
    optionalReference(table, 'email_id', 'outbox')
    instant(table, 'planned_at').notNullable()
    instant(table, 'closed_at').nullable()
    table.unique(['kind', 'entity_id', 'about', 'step', 'recipient_id'])
    table.index(['status', 'due_on', 'id'])
    table.index(['email_id'])
    table.index(['closed_at', 'id'])
  })
  // Mornings: what was written on each, and one that waits for a click.
  await knex.schema.createTable('reminder_mornings', table => {
    day(table, 'morning').primary()
    table.string('status', 20).notNullable()
    table.integer('people').notNullable()
    table.string('reason', 40).nullable()
    instant(table, 'started_at').notNullable()
    optionalReference(table, 'released_by', 'people')
    instant(table, 'ended_at').nullable()
  })
  // Kinds of reminder that somebody does not want.
  await knex.schema.createTable('reminder_opt_outs', table => {
    reference(table, 'person_id', 'people')
    table.string('kind', 20).notNullable()
    instant(table, 'since').notNullable()
    table.primary(['person_id', 'kind'])
  })
}

export async function down(knex: Knex): Promise<void> {
  for (const table of ['reminder_opt_outs', 'reminder_mornings', 'reminders']) await knex.schema.dropTable(table)
  await knex.schema.alterTable('outbox', table => table.dropUnique(['digest_key']))
  await knex.raw('alter table outbox drop column digest_key')
}
