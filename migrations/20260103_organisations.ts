import type { Knex } from 'knex'
import { day, id, instant, optionalReference, reference, version, yesNo } from '../src/db/columns.ts'

export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('organisations', table => {
    id(table)
    table.text('name').notNullable()
    table.text('name_key').notNullable()
    table.string('kind', 30).notNullable()
    table.text('place').notNullable()
    table.text('place_key').notNullable().defaultTo('')
    table.text('role_mailbox').nullable()
    table.text('imported_mailbox').nullable()
    table.string('language', 12).notNullable().defaultTo('en')
    yesNo(table, 'sign_off_wanted')
    optionalReference(table, 'coordinator_id', 'people')
    instant(table, 'created_at').notNullable()
    instant(table, 'emails_started_at').nullable()
    instant(table, 'closed_at').nullable()
    table.text('closed_reason').nullable()
    optionalReference(table, 'merged_into', 'organisations')
    instant(table, 'merged_at').nullable()
    version(table)
    table.index(['name', 'id'])
    table.index(['name_key', 'id'])
    table.index(['place_key', 'id'])
  })
  // A partial index of merged organisations only, so that the query planner never uses it for lists of other
  // organisations.
  await knex.raw('create index organisations_merged on organisations (merged_into) where merged_into is not null')
  await knex.raw(
    'create index organisations_not_emailed on organisations (id) ' +
      'where emails_started_at is null and closed_at is null and merged_into is null',
  )
  // a covering index for searches that go through the list of organisations in order
  await knex.raw(
    'create index organisations_listed on organisations (name_key, id, closed_at) where merged_into is null',
  )
  await makeNameIndex(knex)
  // Notes of the charity team. The library never sees them.
  await knex.schema.createTable('organisation_notes', table => {
    id(table)
    reference(table, 'organisation_id', 'organisations')
    reference(table, 'person_id', 'people')
    table.text('body').notNullable()
    instant(table, 'made_at').notNullable()
    table.index(['organisation_id', 'made_at'])
  })
  // Enquiries from organisations that would like to apply. An answered enquiry is never deleted: only the sender's
  // details and message are erased.
  await knex.schema.createTable('enquiries', table => {
    id(table)
    table.text('name').notNullable()
    table.string('kind', 30).notNullable()
    table.text('place').notNullable()
    table.text('contact_name').nullable()
    table.text('contact_role').nullable()
    table.text('email').nullable()
    table.text('message').nullable()
    instant(table, 'asked_at').notNullable()
    table.string('status', 20).notNullable()
    optionalReference(table, 'organisation_id', 'organisations')
    optionalReference(table, 'answered_by', 'people')
    instant(table, 'answered_at').nullable()
    table.text('reason').nullable()
    instant(table, 'erased_at').nullable()
    table.index(['status', 'asked_at', 'id'])
    table.index(['erased_at', 'answered_at'])
    table.index(['organisation_id'])
  })
  await knex.schema.createTable('branches', table => {
    id(table)
    reference(table, 'organisation_id', 'organisations')
    table.text('name').notNullable()
    table.string('kind', 20).notNullable()
    table.text('place').nullable()
    table.text('address').nullable()
    table.text('postcode').nullable()
    table.text('contact_email').nullable()
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
  // Invitations to a role in the charity or an organisation. Offers of a seat on a panel are in `seats`.
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
    // Both are about the last time that the invitation was sent: when the person was reminded, and when the link
    // expired.
    instant(table, 'reminded_at').nullable()
    instant(table, 'expired_at').nullable()
    table.index(['organisation_id'])
  })
  await knex.raw(
    'create index invitations_expired on invitations (organisation_id, expired_at, id) ' +
      'where expired_at is not null and accepted_at is null and revoked_at is null',
  )
  await knex.raw(
    'create index invitations_of_charity on invitations (created_at desc, id) ' +
      'where organisation_id is null and accepted_at is null and revoked_at is null',
  )
  // A role that a person accepted. It is in `memberships` or `charity_roles` only after enough people have approved it.
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
    table.index(['organisation_id', 'status', 'asked_at', 'id'])
    table.index(['person_id', 'status', 'asked_at', 'id'])
    table.index(['decided_at', 'id'])
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
  for (const table of [
    'approvals',
    'access_requests',
    'invitations',
    'memberships',
    'branches',
    'enquiries',
    'organisation_notes',
    'organisations',
  ])
    await knex.schema.dropTable(table)
  if (knex.client.config.client !== 'pg') await knex.raw('drop table organisation_names')
}

/**
 * An index for searches for any part of a name, of at least three characters. On SQLite, triggers keep it up to date.
 */
async function makeNameIndex(knex: Knex): Promise<void> {
  if (knex.client.config.client === 'pg') {
    await knex.raw('create extension if not exists pg_trgm')
    await knex.raw('create index organisation_names on organisations using gin (name_key gin_trgm_ops)')
    return
  }
  await knex.raw(
    "create virtual table organisation_names using fts5(organisation_id unindexed, name_key, tokenize = 'trigram')",
  )
  const insert = 'insert into organisation_names (organisation_id, name_key) values (new.id, new.name_key)'
  const forget = 'delete from organisation_names where organisation_id = old.id'
  await knex.raw(`create trigger organisation_named after insert on organisations begin ${insert}; end`)
  await knex.raw(
    `create trigger organisation_renamed after update of name_key on organisations begin ${forget}; ${insert}; end`,
  )
  await knex.raw(`create trigger organisation_deleted after delete on organisations begin ${forget}; end`)
}
