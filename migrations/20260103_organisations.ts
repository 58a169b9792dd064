import type { Knex } from 'knex'
import { day, id, instant, optionalReference, reference, version, yesNo } from '../src/db/columns.ts'

export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('organisations', table => {
    id(table)
    table.text('name').notNullable()
    table.text('name_key').notNullable()
    table.string('kind', 30).notNullable()
    table.text('place').notNullable()
    table.text('role_mailbox').nullable()
    table.string('language', 12).notNullable().defaultTo('en')
    yesNo(table, 'sign_off_wanted')
    instant(table, 'created_at').notNullable()
    version(table)
    table.index(['name_key', 'id'])
  })
  await knex.schema.createTable('branches', table => {
    id(table)
    reference(table, 'organisation_id', 'organisations')
    table.text('name').notNullable()
    table.string('kind', 20).notNullable()
    table.text('place').nullable()
    day(table, 'opened_on').nullable()
    day(table, 'closed_on').nullable()
    version(table)
    table.index(['organisation_id', 'name', 'id'])
  })
  await knex.schema.createTable('memberships', table => {
    id(table)
    reference(table, 'person_id', 'people')
    reference(table, 'organisation_id', 'organisations')
    table.string('role', 20).notNullable()
    instant(table, 'started_at').notNullable()
    instant(table, 'ended_at').nullable()
    instant(table, 'readers_confirmed_at').nullable()
    table.index(['organisation_id', 'role'])
    table.index(['person_id'])
  })
  // An invitation gives a role in the charity or a membership of an organisation. A seat offer is stored in `seats`
  // instead. An invitation refers to an organisation, so this table is created after `organisations`.
  await knex.schema.createTable('invitations', table => {
    id(table)
    table.text('name').notNullable()
    table.text('email').notNullable()
    table.string('language', 12).notNullable().defaultTo('en')
    table.string('role', 20).notNullable()
    optionalReference(table, 'organisation_id', 'organisations')
    optionalReference(table, 'invited_by', 'people')
    instant(table, 'created_at').notNullable()
    instant(table, 'accepted_at').nullable()
    optionalReference(table, 'accepted_by', 'people')
    instant(table, 'revoked_at').nullable()
    table.index(['organisation_id'])
  })
  // A role that a person accepted. It is in `memberships` or `charity_roles` only once enough people have approved it.
  await knex.schema.createTable('access_requests', table => {
    id(table)
    reference(table, 'person_id', 'people')
    optionalReference(table, 'organisation_id', 'organisations')
    table.string('role', 20).notNullable()
    optionalReference(table, 'invited_by', 'people')
    yesNo(table, 'through_seat')
    instant(table, 'asked_at').notNullable()
    table.string('status', 20).notNullable()
    instant(table, 'decided_at').nullable()
    version(table)
    table.index(['status', 'asked_at', 'id'])
    table.index(['organisation_id', 'status'])
    table.index(['person_id', 'status'])
  })
  await knex.schema.createTable('approvals', table => {
    id(table)
    reference(table, 'request_id', 'access_requests')
    reference(table, 'approver_id', 'people')
    table.string('answer', 20).notNullable()
    yesNo(table, 'by_invitation')
    table.text('note').nullable()
    instant(table, 'at').notNullable()
    table.unique(['request_id', 'approver_id'])
  })
}

export async function down(knex: Knex): Promise<void> {
  for (const table of ['approvals', 'access_requests', 'invitations', 'memberships', 'branches', 'organisations'])
    await knex.schema.dropTable(table)
}
