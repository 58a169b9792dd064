import type { Knex } from 'knex'
import { id, instant, optionalReference, reference, version, yesNo } from '../src/db/columns.ts'

export async function up(knex: Knex): Promise<void> {
  // The history. Each row is inserted in the transaction of its change, and never edited. `sequence` can have gaps.
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
    table.index(['person_id', 'sequence'])
    table.index(['entity', 'entity_id', 'sequence'])
    table.index(['organisation_id', 'sequence'])
    table.index(['application_id', 'sequence'])
  })
  await knex.schema.createTable('access_log', table => {
    table.bigIncrements('sequence')
    instant(table, 'at').notNullable()
    reference(table, 'person_id', 'people')
    table.string('what', 30).notNullable()
    table.string('entity_id', 20).notNullable()
    table.string('evidence_id', 20).nullable()
    table.string('organisation_id', 20).nullable()
    table.string('application_id', 20).nullable()
    table.text('filters').nullable()
    table.index(['person_id', 'sequence'])
    table.index(['evidence_id', 'sequence'])
    table.index(['at'])
  })
  // One row for each version of a text that coordinators can edit. A text without a row comes from `src/words`.
  // `is_ours` means that a coordinator went back to the text in `src/words`.
  await knex.schema.createTable('wordings', table => {
    id(table)
    table.string('name', 60).notNullable()
    table.string('language', 12).notNullable()
    table.integer('number').notNullable()
    yesNo(table, 'is_ours')
    table.text('opening').notNullable()
    table.text('closing').notNullable()
    reference(table, 'written_by', 'people')
    instant(table, 'written_at').notNullable()
    table.unique(['name', 'language', 'number'])
  })
  // An email is stored in the transaction of the change that it reports.
  // Some emails, such as those with a token, get their text only when they are sent.
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
    // When the email was first queued; null if `queued_at` has that time. A person whose role ended at exactly this
    // time still gets the email.
    instant(table, 'roles_at').nullable()
    instant(table, 'next_try_at').notNullable()
    table.integer('tries').notNullable().defaultTo(0)
    table.integer('resent').notNullable().defaultTo(0)
    instant(table, 'lease_until').nullable()
    table.integer('lease_generation').notNullable().defaultTo(0)
    instant(table, 'sent_at').nullable()
    table.text('failure').nullable()
    instant(table, 'failed_at').nullable()
    table.string('digest_key', 40).nullable().unique()
    table.string('organisation_id', 20).nullable()
    table.string('bounce', 10).nullable()
    instant(table, 'bounced_at').nullable()
    table.index(['person_id', 'address', 'queued_at', 'id'])
    table.index(['address', 'queued_at', 'id'])
    table.index(['organisation_id', 'queued_at', 'id'])
    table.index(['name', 'queued_at', 'id'])
    table.index(['entity_id', 'status'])
    table.index(['sent_at'])
    table.index(['queued_at', 'id'])
    table.index(['status', 'next_try_at', 'id'])
    table.index(['status', 'queued_at', 'id'])
  })
  // An index of the emails that did not arrive. The condition is written as `value = column`. Otherwise SQLite would
  // consider this index for `status = ?`, and plan that query again for each bound value.
  await knex.raw(
    "create index outbox_undelivered on outbox (queued_at, id) where 'failed' = status or 'bounced' = status",
  )
  await knex.raw(
    'create index outbox_stopped on outbox (queued_at, id) ' +
      "where 'not sent' = status and 'address suppressed' = not_sent_reason",
  )
  // One row for each email address: how many emails to it bounced, and when, why and by whom emails to it were stopped.
  await knex.schema.createTable('email_addresses', table => {
    id(table)
    table.text('address').notNullable()
    table.text('address_key').notNullable().unique()
    table.integer('hard').notNullable().defaultTo(0)
    table.integer('soft').notNullable().defaultTo(0)
    instant(table, 'bounces_since').nullable()
    instant(table, 'last_bounced_at').nullable()
    table.text('last_answer').nullable()
    instant(table, 'suppressed_at').nullable()
    optionalReference(table, 'suppressed_by', 'people')
    table.text('suppressed_because').nullable()
    version(table)
    table.index(['bounces_since', 'id'])
    table.index(['suppressed_at', 'id'])
  })
  // One row for each problem with the service: when it began, when it was last seen, and when the last email about it
  // was queued.
  await knex.schema.createTable('service_problems', table => {
    table.string('name', 40).notNullable().primary()
    instant(table, 'since').notNullable()
    instant(table, 'seen_at').notNullable()
    instant(table, 'emailed_at').nullable()
    table.integer('emailed_count').nullable()
    table.text('facts').notNullable()
  })
  // Tokens of secret links, in emails or for new administrators. A link in an email gets its token when the email is
  // sent. Only the hash of a token is stored.
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
  // One row for each form that was submitted. If the same form is submitted again, the service returns the first
  // result. `fields_sha256` shows whether the form had other content the second time.
  await knex.schema.createTable('idempotency_keys', table => {
    table.string('person_id', 20).notNullable()
    table.string('key', 40).notNullable()
    table.text('result').notNullable()
    table.text('notice').nullable()
    instant(table, 'done_at').notNullable()
    table.string('fields_sha256', 64).notNullable()
    table.primary(['person_id', 'key'])
    table.index(['done_at'])
  })
  // Unsaved text that a person entered in a form: one row per person and form.
  await knex.schema.createTable('working_copies', table => {
    reference(table, 'person_id', 'people')
    table.string('address', 200).notNullable()
    table.string('page', 20).notNullable()
    table.text('fields').notNullable()
    table.string('based_on', 20).notNullable()
    instant(table, 'saved_at').notNullable()
    table.primary(['person_id', 'address'])
    table.index(['saved_at'])
    table.index(['address', 'saved_at'])
  })
  // The collapsible sections that a person left open. A section without a row is closed.
  await knex.schema.createTable('open_folds', table => {
    reference(table, 'person_id', 'people')
    table.string('fold', 30).notNullable()
    table.primary(['person_id', 'fold'])
  })
  await knex.schema.createTable('job_leases', table => {
    table.string('job', 40).nullable().primary()
    table.integer('generation').notNullable()
    instant(table, 'lease_until').notNullable()
    instant(table, 'last_started_at').nullable()
    instant(table, 'last_ended_at').nullable()
  })
  await knex.schema.createTable('settings', table => {
    table.string('name', 60).nullable().primary()
    table.text('value').notNullable()
  })
  // The last clock time that a job or an administrator accepted as correct, and the newest `events.sequence` at that
  // time.
  await knex.schema.createTable('clock_state', table => {
    table.string('name', 20).notNullable().primary()
    instant(table, 'accepted_at').notNullable()
    table.bigInteger('accepted_sequence').notNullable()
    table.integer('minutes_ahead_of_server').notNullable()
  })
  // Clocks that seemed wrong. A process with such a clock runs no jobs that depend on the date until an administrator
  // accepts the clock, or the clock is right again.
  await knex.schema.createTable('clock_holds', table => {
    id(table)
    table.string('why', 20).notNullable()
    table.string('status', 20).notNullable()
    table.string('machine', 255).notNullable()
    instant(table, 'first_read_at').notNullable()
    instant(table, 'last_read_at').notNullable()
    instant(table, 'compared_with').notNullable()
    // the last value of `last_read_at` that a process with a right clock saw, and when it first saw that value. If the
    // value stays the same for long enough, the hold ends
    instant(table, 'seen_read_at').nullable()
    instant(table, 'seen_at').nullable()
    optionalReference(table, 'decided_by', 'people')
    instant(table, 'decided_at').nullable()
    table.index(['status', 'last_read_at'])
  })
  await makeEmailIndex(knex)
  await refuseChangesOfHistory(knex)
}

export async function down(knex: Knex): Promise<void> {
  if (knex.client.config.client !== 'pg') await knex.raw('drop table outbox_words')
  if (knex.client.config.client !== 'pg') await knex.raw('drop table outbox_words_places')
  for (const table of [
    'service_problems',
    'email_addresses',
    'clock_holds',
    'clock_state',
    'settings',
    'job_leases',
    'open_folds',
    'working_copies',
    'idempotency_keys',
    'limit_counters',
    'email_tokens',
    'outbox',
    'wordings',
    'access_log',
    'events',
  ])
    await knex.schema.dropTable(table)
  if (knex.client.config.client === 'pg') await knex.raw('drop function refuse_change()')
}

/**
 * An index for searches for any part of an address or subject, of at least three characters. On SQLite, triggers update
 * it.
 */
async function makeEmailIndex(knex: Knex): Promise<void> {
  if (knex.client.config.client === 'pg') {
    await knex.raw('create extension if not exists pg_trgm')
    await knex.raw(
      "create index outbox_words on outbox using gin (lower(address || ' ' || coalesce(subject, '')) gin_trgm_ops)",
    )
    return
  }
  // `place` numbers the emails permanently, because SQLite may renumber the rows of a table without an integer key.
  await knex.raw('create table outbox_words_places (place integer primary key, email_id varchar(20) not null unique)')
  await knex.raw("create virtual table outbox_words using fts5(address, subject, tokenize = 'trigram')")
  const add = 'insert into outbox_words_places (email_id) values (new.id)'
  const insert = `insert into outbox_words (rowid, address, subject)
    select place, new.address, new.subject from outbox_words_places where email_id = new.id`
  const forget = `delete from outbox_words
    where rowid = (select place from outbox_words_places where email_id = old.id)`
  const forgetPlace = 'delete from outbox_words_places where email_id = old.id'
  await knex.raw(`create trigger outbox_added after insert on outbox begin ${add}; ${insert}; end`)
  await knex.raw(
    `create trigger outbox_written after update of address, subject on outbox
      when new.subject is not old.subject or new.address is not old.address begin ${forget}; ${insert}; end`,
  )
  await knex.raw(`create trigger outbox_deleted after delete on outbox begin ${forget}; ${forgetPlace}; end`)
}

/** Makes the database itself refuse to change or delete a row of the history. */
async function refuseChangesOfHistory(knex: Knex): Promise<void> {
  if (knex.client.config.client === 'pg') {
    await knex.raw(
      'create function refuse_change() returns trigger language plpgsql ' +
        "as $$ begin raise exception 'history is never changed'; end $$",
    )
    await knex.raw(
      'create trigger events_stay before update or delete on events for each row execute function refuse_change()',
    )
    return
  }
  for (const change of ['update', 'delete'] as const)
    await knex.raw(
      `create trigger events_stay_on_${change} before ${change} on events ` +
        "begin select raise(abort, 'history is never changed'); end",
    )
}
