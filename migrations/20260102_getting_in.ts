import type { Knex } from 'knex'
import { id, instant, optionalReference, reference } from '../src/db/columns.ts'

export async function up(knex: Knex): Promise<void> {
  // The authority over sessions: a session only carries the id of its row here.
  await knex.schema.createTable('sign_ins', table => {
    id(table)
    reference(table, 'person_id', 'people')
    instant(table, 'started_at').notNullable()
    instant(table, 'last_seen_at').notNullable()
    instant(table, 'ended_at').nullable()
    table.string('end_reason', 40).nullable()
    table.text('browser').nullable()
    table.index(['person_id', 'ended_at'])
  })
  await knex.schema.createTable('sessions', table => {
    table.string('id_hash', 64).primary()
    table.text('data').notNullable()
    instant(table, 'saved_at').notNullable()
    instant(table, 'expires_at').notNullable().index()
  })
  // Links in mails: made at the moment of sending, kept as a hash only.
  await knex.schema.createTable('email_tokens', table => {
    id(table)
    table.string('kind', 30).notNullable()
    table.string('token_hash', 64).notNullable().unique()
    table.string('about_id', 20).nullable()
    optionalReference(table, 'person_id', 'people')
    instant(table, 'made_at').notNullable()
    instant(table, 'expires_at').notNullable()
    instant(table, 'used_at').nullable()
    table.index(['kind', 'about_id'])
  })
  await knex.schema.createTable('limit_counters', table => {
    table.string('counted', 120).notNullable()
    instant(table, 'window_started_at').notNullable()
    table.integer('count').notNullable()
    table.primary(['counted', 'window_started_at'])
    table.index(['window_started_at'])
  })
  // A form that creates or decides is done once: its second post is led to the first one's result.
  await knex.schema.createTable('idempotency_keys', table => {
    table.string('person_id', 20).notNullable()
    table.string('key', 40).notNullable()
    table.text('result').notNullable()
    instant(table, 'done_at').notNullable().index()
    table.primary(['person_id', 'key'])
  })
  await knex.schema.createTable('denials', table => {
    id(table)
    instant(table, 'at').notNullable().index()
    table.string('person_id', 20).nullable()
    table.string('permission', 60).notNullable()
    table.text('address').notNullable()
  })
}

export async function down(knex: Knex): Promise<void> {
  for (const table of ['denials', 'idempotency_keys', 'limit_counters', 'email_tokens', 'sessions', 'sign_ins'])
    await knex.schema.dropTable(table)
}
