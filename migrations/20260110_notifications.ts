import type { Knex } from 'knex'
import { day, id, instant, optionalReference, reference } from '../src/db/columns.ts'

export async function up(knex: Knex): Promise<void> {
  // One reminder about one date for one recipient, with the email that contains it or the reason why it was not sent.
  // The job that plans reminders never deletes a row.
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
    table.index(['closed_at', 'id'])
    table.index(['email_id'])
    table.index(['organisation_id', 'email_id'])
    table.index(['status', 'not_sent_reason', 'due_on', 'id'])
    table.index(['status', 'due_on', 'id'])
    table.index(['due_on', 'id'])
    table.unique(['kind', 'entity_id', 'about', 'step', 'recipient_id'])
  })
  // For the list in which administrators see reminders that were not sent, by reason. It leaves out reminders about
  // applications.
  await knex.raw(
    'create index reminders_without_application on reminders (status, not_sent_reason, due_on, id) ' +
      'where application_id is null',
  )
  // Each morning's reminders, as one run. A run above the sending limit waits until a coordinator or administrator
  // releases it.
  await knex.schema.createTable('reminder_mornings', table => {
    day(table, 'morning').nullable().primary()
    table.string('status', 20).notNullable()
    table.integer('people').notNullable()
    table.string('reason', 40).nullable()
    instant(table, 'started_at').notNullable()
    optionalReference(table, 'released_by', 'people')
    instant(table, 'ended_at').nullable()
    table.index(['status', 'morning'])
  })
  // One row for each time that all reminders were switched off, with the reason.
  await knex.schema.createTable('reminder_switches', table => {
    id(table)
    table.text('reason').notNullable()
    reference(table, 'switched_by', 'people')
    instant(table, 'switched_at').notNullable()
    table.index('switched_at')
  })
  // The kinds of reminder that a person has turned off.
  await knex.schema.createTable('reminder_opt_outs', table => {
    reference(table, 'person_id', 'people')
    table.string('kind', 20).notNullable()
    instant(table, 'since').notNullable()
    table.primary(['person_id', 'kind'])
  })
  // A person's calendar feed. A new address replaces the previous one.
  await knex.schema.createTable('calendar_feeds', table => {
    reference(table, 'person_id', 'people')
    table.string('token_hash', 64).notNullable().unique()
    instant(table, 'made_at').notNullable()
    instant(table, 'last_used_at').nullable()
    table.primary(['person_id'])
  })
}

export async function down(knex: Knex): Promise<void> {
  for (const table of ['calendar_feeds', 'reminder_opt_outs', 'reminder_switches', 'reminder_mornings', 'reminders'])
    await knex.schema.dropTable(table)
}
