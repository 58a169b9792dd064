import type { Knex } from 'knex'
import { id, instant, optionalReference, reference } from '../src/db/columns.ts'

export async function up(knex: Knex): Promise<void> {
  // One line of one change, written in its transaction and never edited. The numbering is the database's, for order only.
  await knex.schema.createTable('events', table => {
    table.bigIncrements('sequence')
    table.string('id', 20).notNullable().unique()
    instant(table, 'at').notNullable()
    table.string('actor', 20).notNullable()
    optionalReference(table, 'person_id', 'people')
    table.string('name', 60).notNullable()
    table.string('entity', 30).notNullable()
    table.string('entity_id', 20).notNullable()
    table.string('organisation_id', 20).nullable()
    table.string('application_id', 20).nullable()
    table.text('facts').notNullable()
    table.index(['application_id', 'sequence'])
    table.index(['organisation_id', 'sequence'])
    table.index(['entity', 'entity_id', 'sequence'])
    table.index(['person_id', 'sequence'])
  })
  await knex.schema.createTable('access_log', table => {
    table.bigIncrements('sequence')
    instant(table, 'at').notNullable().index()
    reference(table, 'person_id', 'people')
    table.string('what', 30).notNullable()
    table.string('entity_id', 20).notNullable()
    table.string('evidence_id', 20).nullable()
    table.string('organisation_id', 20).nullable()
    table.string('application_id', 20).nullable()
    table.index(['evidence_id', 'sequence'])
    table.index(['person_id', 'sequence'])
  })
  // A letter, in the transaction of what it tells of. One with a token is drawn at the moment of sending, from ids.
  await knex.schema.createTable('outbox', table => {
    id(table)
    table.string('name', 60).notNullable()
    optionalReference(table, 'person_id', 'people')
    table.text('address').notNullable()
    table.string('language', 12).notNullable()
    table.string('entity', 30).notNullable()
    table.string('entity_id', 20).notNullable()
    table.string('application_id', 20).nullable()
    table.text('subject').nullable()
    table.text('body').nullable()
    table.string('status', 20).notNullable()
    table.string('not_sent_reason', 60).nullable()
    instant(table, 'queued_at').notNullable()
    instant(table, 'next_try_at').notNullable()
    table.integer('tries').notNullable().defaultTo(0)
    table.integer('resent').notNullable().defaultTo(0)
    instant(table, 'lease_until').nullable()
    table.integer('lease_generation').notNullable().defaultTo(0)
    instant(table, 'sent_at').nullable()
    table.text('failure').nullable()
    table.index(['status', 'next_try_at', 'id'])
    table.index(['queued_at', 'id'])
  })
  await knex.schema.createTable('job_leases', table => {
    table.string('job', 40).primary()
    table.integer('generation').notNullable()
    instant(table, 'lease_until').notNullable()
    instant(table, 'last_started_at').nullable()
    instant(table, 'last_ended_at').nullable()
  })
  await knex.schema.createTable('settings', table => {
    table.string('name', 60).primary()
    table.text('value').notNullable()
  })
  if (knex.client.config.client === 'pg') {
    await knex.raw(
      "create function refuse_change() returns trigger language plpgsql as $$ begin raise exception 'history is never changed'; end $$",
    )
    await knex.raw(
      'create trigger events_stay before update or delete on events for each row execute function refuse_change()',
    )
  } else {
    await knex.raw(
      "create trigger events_stay_as_written before update on events begin select raise(abort, 'history is never changed'); end",
    )
    await knex.raw(
      "create trigger events_stay before delete on events begin select raise(abort, 'history is never changed'); end",
    )
  }
}

export async function down(knex: Knex): Promise<void> {
  for (const table of ['settings', 'job_leases', 'outbox', 'access_log', 'events']) await knex.schema.dropTable(table)
  if (knex.client.config.client === 'pg') await knex.raw('drop function refuse_change()')
}
