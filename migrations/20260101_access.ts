import type { Knex } from 'knex'
import { id, instant, reference, version, yesNo } from '../src/db/columns.ts'

export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('people', table => {
    id(table)
    table.text('name').notNullable()
    table.text('name_key').notNullable()
    table.text('email').notNullable()
    table.text('email_key').notNullable().unique()
    table.text('password_hash').nullable()
    table.string('language', 12).notNullable().defaultTo('en')
    table.string('status', 20).notNullable().defaultTo('active')
    instant(table, 'created_at').notNullable()
    instant(table, 'signed_in_at').nullable()
    version(table)
    table.index(['name_key', 'id'])
  })
  await knex.schema.createTable('charity_roles', table => {
    id(table)
    reference(table, 'person_id', 'people')
    table.string('role', 20).notNullable()
    instant(table, 'started_at').notNullable()
    instant(table, 'ended_at').nullable()
    table.index(['role'])
    table.index(['person_id'])
  })
  // Filters for lists, which members of the charity team saved under a name. `query` is the query string of the list's
  // URL.
  await knex.schema.createTable('saved_filters', table => {
    id(table)
    reference(table, 'person_id', 'people')
    table.string('list', 30).notNullable()
    table.text('name').notNullable()
    table.text('query').notNullable()
    yesNo(table, 'is_shared')
    instant(table, 'saved_at').notNullable()
    table.unique(['person_id', 'list', 'name'])
    table.index(['list', 'is_shared'])
  })
  // One row for each sign-in. It decides whether the session is still valid: `sessions.data` holds only the id of the
  // sign-in.
  await knex.schema.createTable('sign_ins', table => {
    id(table)
    reference(table, 'person_id', 'people')
    instant(table, 'started_at').notNullable()
    instant(table, 'last_seen_at').notNullable()
    instant(table, 'ended_at').nullable()
    table.string('end_reason', 40).nullable()
    table.text('browser').nullable()
    instant(table, 'confirmed_at').nullable()
    table.index(['person_id', 'ended_at'])
  })
  await knex.schema.createTable('sessions', table => {
    table.string('id_hash', 64).nullable().primary()
    table.text('data').notNullable()
    instant(table, 'saved_at').notNullable()
    instant(table, 'expires_at').notNullable()
    instant(table, 'replaced_at').nullable()
    table.index(['expires_at'])
  })
  await knex.schema.createTable('denials', table => {
    id(table)
    instant(table, 'at').notNullable()
    table.string('person_id', 20).nullable()
    table.string('permission', 60).notNullable()
    table.text('address').notNullable()
    table.index(['at'])
  })
}

export async function down(knex: Knex): Promise<void> {
  for (const table of ['denials', 'sessions', 'sign_ins', 'saved_filters', 'charity_roles', 'people'])
    await knex.schema.dropTable(table)
}
