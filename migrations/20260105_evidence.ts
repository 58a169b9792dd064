import type { Knex } from 'knex'
import { day, id, instant, optionalReference, reference, version, yesNo } from '../src/db/columns.ts'

export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('evidence', table => {
    id(table)
    reference(table, 'organisation_id', 'organisations')
    table.text('title').notNullable()
    table.string('kind', 30).notNullable()
    table.text('summary').notNullable().defaultTo('')
    day(table, 'period_from').nullable()
    day(table, 'period_to').nullable()
    table.string('language', 12).notNullable().defaultTo('en')
    table.string('sensitivity', 20).notNullable().defaultTo('ordinary')
    reference(table, 'owner_id', 'people')
    instant(table, 'received_at').notNullable()
    instant(table, 'removed_at').nullable()
    day(table, 'erase_on').nullable()
    instant(table, 'erased_at').nullable()
    version(table)
    table.integer('shows_people').nullable()
    day(table, 'panel_until').nullable().defaultTo('9999-12-31')
    day(table, 'council_until').nullable()
    yesNo(table, 'consent_withdrawn')
    day(table, 'expires_on').nullable()
    yesNo(table, 'to_complete')
    yesNo(table, 'distressing')
    table.index(['organisation_id', 'expires_on'])
    table.index(['organisation_id', 'panel_until'])
    table.index(['organisation_id', 'council_until', 'id'])
    table.index(['organisation_id', 'received_at', 'id'])
    table.index(['organisation_id', 'erase_on', 'id'])
    table.index(['erase_on'])
  })
  await knex.raw('create index evidence_to_complete on evidence (organisation_id) where to_complete = 1')
  // A covering index for the renewals page, because the rows of `evidence` are long. Its day is the last day of the
  // evidence's period or, without a period, the day on which the evidence was received.
  await knex.raw(
    `create index evidence_by_day on evidence
      (organisation_id, coalesce(period_to, substr(received_at, 1, 10)), panel_until, expires_on, removed_at, id)`,
  )
  await knex.schema.createTable('evidence_branches', table => {
    reference(table, 'evidence_id', 'evidence')
    reference(table, 'branch_id', 'branches')
    table.primary(['evidence_id', 'branch_id'])
    table.index(['branch_id'])
  })
  // The framework items that evidence is for. An item has the same id in every version.
  await knex.schema.createTable('evidence_items', table => {
    reference(table, 'evidence_id', 'evidence')
    table.string('item_id', 60).notNullable()
    table.primary(['evidence_id', 'item_id'])
    table.index(['item_id'])
  })
  await knex.schema.createTable('evidence_files', table => {
    id(table)
    reference(table, 'evidence_id', 'evidence')
    table.text('name').notNullable()
    table.string('type', 100).notNullable()
    table.bigInteger('size').notNullable()
    table.string('sha256', 64).notNullable()
    table.string('state', 20).notNullable()
    table.string('scanned_by', 20).nullable()
    instant(table, 'scanned_at').nullable()
    reference(table, 'uploaded_by', 'people')
    instant(table, 'uploaded_at').notNullable()
    optionalReference(table, 'replaces_id', 'evidence_files').unique()
    instant(table, 'removed_at').nullable()
    day(table, 'erase_on').nullable()
    table.index(['erase_on'])
    table.text('caption').notNullable().defaultTo('')
    table.text('alternative').notNullable().defaultTo('')
    table.integer('pages').nullable()
    table.integer('drawn').nullable()
    optionalReference(table, 'redacts_file_id', 'evidence_files')
    instant(table, 'replaced_at').nullable()
    // When the file was marked as needing a redacted copy.
    // Null once the copy is added, or when a lead keeps the file as it is.
    instant(table, 'to_redact_at').nullable()
    // For a redacted copy made by this service: the areas that are black, and those left readable. Contains no text.
    table.text('redaction').nullable()
    table.index(['redacts_file_id'])
    table.index(['to_redact_at'])
    table.index(['drawn', 'type', 'state', 'uploaded_at'])
    table.index(['evidence_id', 'uploaded_at', 'id'])
    fileCheck(table)
    table.index(['state', 'checked_on', 'uploaded_at', 'id'])
  })
  await knex.schema.createTable('evidence_previews', table => {
    id(table)
    reference(table, 'file_id', 'evidence_files')
    table.integer('page').notNullable()
    table.string('scale', 10).notNullable()
    table.bigInteger('size').notNullable()
    table.string('sha256', 64).notNullable()
    instant(table, 'made_at').notNullable()
    table.unique(['file_id', 'page', 'scale'])
    fileCheck(table)
    table.index(['checked_on', 'made_at', 'id'])
  })
  await knex.schema.createTable('evidence_links', table => {
    id(table)
    reference(table, 'evidence_id', 'evidence')
    table.text('address').notNullable()
    day(table, 'seen_on').notNullable()
    instant(table, 'added_at').notNullable()
    table.index(['evidence_id'])
  })
  await knex.schema.createTable('evidence_notes', table => {
    id(table)
    reference(table, 'evidence_id', 'evidence')
    table.text('body').notNullable()
    reference(table, 'written_by', 'people')
    instant(table, 'written_at').notNullable()
    table.index(['evidence_id'])
  })
  // One person's consent. The row changes only when the consent is withdrawn. It can be deleted if it was a mistake.
  await knex.schema.createTable('consents', table => {
    id(table)
    reference(table, 'evidence_id', 'evidence')
    table.text('person').notNullable()
    table.text('guardian').nullable()
    yesNo(table, 'for_panel')
    yesNo(table, 'for_charity')
    yesNo(table, 'for_council')
    yesNo(table, 'for_public')
    table.string('language', 12).notNullable()
    table.text('wording').notNullable()
    table.text('held_by').notNullable()
    table.text('held_where').notNullable()
    day(table, 'given_on').notNullable()
    day(table, 'expires_on').nullable()
    reference(table, 'recorded_by', 'people')
    instant(table, 'recorded_at').notNullable()
    instant(table, 'withdrawn_at').nullable()
    optionalReference(table, 'withdrawn_by', 'people')
    table.index(['evidence_id', 'recorded_at', 'id'])
    table.index(['expires_on', 'evidence_id'])
  })
  // Files that are kept until the person answers the check for personal details. They are deleted after a day.
  await knex.schema.createTable('held_files', table => {
    id(table)
    reference(table, 'person_id', 'people')
    reference(table, 'organisation_id', 'organisations')
    table.text('name').notNullable()
    table.string('type', 100).notNullable()
    table.bigInteger('size').notNullable()
    table.string('sha256', 64).notNullable()
    instant(table, 'held_at').notNullable()
    table.text('properties').notNullable().defaultTo('[]')
    table.index(['held_at'])
    table.index(['person_id', 'held_at'])
  })
  // A link that lets people at one branch send evidence without an account. Only a hash of its secret is stored.
  await knex.schema.createTable('upload_links', table => {
    id(table)
    reference(table, 'organisation_id', 'organisations')
    reference(table, 'branch_id', 'branches')
    table.string('token_hash', 64).notNullable().unique()
    reference(table, 'made_by', 'people')
    instant(table, 'made_at').notNullable()
    day(table, 'ends_on').notNullable()
    instant(table, 'ended_at').nullable()
    optionalReference(table, 'ended_by', 'people')
    table.index(['organisation_id', 'made_at', 'id'])
  })
  // Uploads in the evidence inbox. A row is deleted once a lead has used or deleted the upload, or after 180 days.
  await knex.schema.createTable('inbox_items', table => {
    id(table)
    reference(table, 'link_id', 'upload_links')
    reference(table, 'organisation_id', 'organisations')
    reference(table, 'branch_id', 'branches')
    table.text('words').notNullable()
    table.text('sender').notNullable().defaultTo('')
    table.string('people', 10).notNullable()
    instant(table, 'arrived_at').notNullable()
    instant(table, 'emailed_at').nullable()
    table.index(['arrived_at'])
    table.index(['emailed_at', 'organisation_id'])
    table.index(['organisation_id', 'arrived_at', 'id'])
  })
  await knex.schema.createTable('inbox_files', table => {
    id(table)
    reference(table, 'inbox_item_id', 'inbox_items')
    table.text('name').notNullable()
    table.string('type', 100).notNullable()
    table.bigInteger('size').notNullable()
    table.string('sha256', 64).notNullable()
    table.string('state', 20).notNullable()
    table.string('scanned_by', 20).nullable()
    instant(table, 'scanned_at').nullable()
    instant(table, 'uploaded_at').notNullable()
    table.integer('drawn').nullable()
    table.string('small_id', 20).nullable().unique()
    table.bigInteger('small_size').nullable()
    table.string('small_sha256', 64).nullable()
    table.text('properties').notNullable().defaultTo('[]')
    table.index(['drawn', 'type', 'state', 'uploaded_at'])
    table.index(['state', 'uploaded_at'])
    table.unique(['inbox_item_id', 'sha256'])
    fileCheck(table)
    table.index(['state', 'checked_on', 'uploaded_at', 'id'])
  })
  // The row of each item of evidence in the full-text index. `folding` is the version of the rules that normalised its
  // words; rows with an older version are indexed again.
  await knex.schema.createTable('evidence_index', table => {
    table.bigIncrements('place')
    reference(table, 'evidence_id', 'evidence').unique()
    table.integer('folding').notNullable()
  })
  // An organisation that a library works with, never one person.
  await knex.schema.createTable('partners', table => {
    id(table)
    reference(table, 'organisation_id', 'organisations')
    table.text('name').notNullable()
    table.text('name_key').notNullable()
    table.string('language', 12).notNullable()
    table.text('english_name').notNullable().defaultTo('')
    table.string('kind', 30).notNullable()
    table.text('place').notNullable().defaultTo('')
    day(table, 'since').notNullable()
    day(table, 'until').nullable()
    table.text('agreed').notNullable().defaultTo('')
    table.text('contact').notNullable().defaultTo('')
    instant(table, 'added_at').notNullable()
    instant(table, 'removed_at').nullable()
    version(table)
    table.index(['organisation_id', 'name_key', 'id'])
  })
  await knex.schema.createTable('partner_activities', table => {
    id(table)
    reference(table, 'partner_id', 'partners')
    table.text('title').notNullable()
    day(table, 'from_day').notNullable()
    day(table, 'to_day').nullable()
    version(table)
    table.index(['partner_id', 'from_day', 'id'])
  })
  await knex.schema.createTable('partner_evidence', table => {
    reference(table, 'partner_id', 'partners')
    reference(table, 'evidence_id', 'evidence')
    instant(table, 'attached_at').notNullable()
    table.primary(['partner_id', 'evidence_id'])
    table.index(['evidence_id'])
  })
  // The answers to the check for personal details: the kinds it asked about, never the details it found.
  await knex.schema.createTable('personal_data_answers', table => {
    id(table)
    optionalReference(table, 'evidence_id', 'evidence')
    table.text('kinds').notNullable()
    table.string('answer', 20).notNullable()
    table.text('reason').notNullable().defaultTo('')
    reference(table, 'answered_by', 'people')
    instant(table, 'answered_at').notNullable()
    optionalReference(table, 'partner_id', 'partners')
    table.index(['partner_id'])
    table.index(['evidence_id'])
  })
  // Regular evidence, with its frequency and the person responsible.
  await knex.schema.createTable('recurring_evidence', table => {
    id(table)
    reference(table, 'organisation_id', 'organisations')
    table.text('title').notNullable()
    table.text('what').notNullable().defaultTo('')
    table.string('kind', 30).nullable()
    optionalReference(table, 'branch_id', 'branches')
    table.string('every', 12).notNullable()
    day(table, 'anchor_on').notNullable()
    table.integer('anchor_number').notNullable()
    table.integer('next_number').notNullable()
    day(table, 'next_due').notNullable()
    instant(table, 'due_since').notNullable()
    reference(table, 'asked_id', 'people')
    instant(table, 'set_up_at').notNullable()
    instant(table, 'ended_at').nullable()
    version(table)
    table.index(['asked_id'])
    table.index(['organisation_id', 'ended_at', 'next_due', 'id'])
  })
  await knex.schema.createTable('recurring_items', table => {
    reference(table, 'recurring_id', 'recurring_evidence')
    table.string('item_id', 60).notNullable()
    table.primary(['recurring_id', 'item_id'])
  })
  // An occurrence that got evidence or was skipped. Open occurrences have no row.
  await knex.schema.createTable('occurrences', table => {
    reference(table, 'recurring_id', 'recurring_evidence')
    table.integer('occurrence').notNullable()
    day(table, 'due_on').notNullable()
    day(table, 'period_from').notNullable()
    day(table, 'period_to').notNullable()
    table.string('state', 12).notNullable()
    table.text('reason').nullable()
    reference(table, 'closed_by', 'people')
    instant(table, 'closed_at').notNullable()
    table.primary(['recurring_id', 'occurrence'])
  })
  await knex.schema.createTable('occurrence_evidence', table => {
    reference(table, 'recurring_id', 'recurring_evidence')
    table.integer('occurrence').notNullable()
    reference(table, 'evidence_id', 'evidence')
    instant(table, 'attached_at').notNullable()
    table.primary(['recurring_id', 'occurrence', 'evidence_id'])
    table.index(['evidence_id'])
  })
  // Redacted copies that are being made or that failed. A row is deleted when its copy exists.
  // Rows contain the areas to black out, never the text under them.
  await knex.schema.createTable('redactions', table => {
    id(table)
    reference(table, 'file_id', 'evidence_files').unique()
    reference(table, 'evidence_id', 'evidence')
    table.text('name').notNullable()
    table.text('areas').notNullable()
    table.text('readable').notNullable().defaultTo('[]')
    table.integer('pages').nullable()
    table.integer('pages_made').notNullable().defaultTo(0)
    table.string('failed', 20).nullable()
    reference(table, 'asked_by', 'people')
    instant(table, 'asked_at').notNullable()
    instant(table, 'lease_until').nullable()
    table.integer('lease_generation').notNullable().defaultTo(0)
    table.index(['failed', 'asked_at'])
    table.index(['evidence_id'])
  })
  await bulkChanges(knex)
  await makeFullTextIndex(knex)
}

/** Adds the columns that record the last check of a stored file. */
function fileCheck(table: Knex.CreateTableBuilder): void {
  day(table, 'checked_on').nullable()
  yesNo(table, 'damaged')
  table.index(['damaged', 'id'])
}

/** Bulk changes of evidence. Each item is changed in its own transaction, which also records the result. */
async function bulkChanges(knex: Knex): Promise<void> {
  await knex.schema.createTable('bulk_changes', table => {
    id(table)
    reference(table, 'organisation_id', 'organisations')
    reference(table, 'started_by', 'people')
    instant(table, 'started_at').notNullable()
    instant(table, 'ended_at').nullable()
    optionalReference(table, 'undone_by', 'people')
    instant(table, 'undone_at').nullable()
    table.string('kind', 20).notNullable()
    optionalReference(table, 'owner_id', 'people')
    table.text('tags').notNullable().defaultTo('[]')
    table.string('status', 20).notNullable()
    instant(table, 'lease_until').nullable()
    table.integer('lease_generation').notNullable().defaultTo(0)
    table.index(['organisation_id', 'kind', 'started_at', 'id'])
    table.index(['status', 'started_at'])
  })
  await knex.schema.createTable('bulk_change_items', table => {
    reference(table, 'change_id', 'bulk_changes')
    reference(table, 'evidence_id', 'evidence')
    table.integer('number').notNullable()
    table.integer('version_seen').notNullable()
    table.integer('version_after').nullable()
    optionalReference(table, 'owner_before', 'people')
    table.text('tags_before').nullable()
    yesNo(table, 'to_complete_before')
    table.string('result', 20).nullable()
    table.string('undo_result', 20).nullable()
    table.primary(['change_id', 'evidence_id'])
    table.index(['change_id', 'number'])
    table.index(['evidence_id'])
  })
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('drop table evidence_words')
  for (const table of [
    'bulk_change_items',
    'bulk_changes',
    'redactions',
    'occurrence_evidence',
    'occurrences',
    'recurring_items',
    'recurring_evidence',
    'personal_data_answers',
    'partner_evidence',
    'partner_activities',
    'partners',
    'evidence_index',
    'inbox_files',
    'inbox_items',
    'upload_links',
    'held_files',
    'consents',
    'evidence_notes',
    'evidence_links',
    'evidence_previews',
    'evidence_files',
    'evidence_items',
    'evidence_branches',
    'evidence',
  ])
    await knex.schema.dropTable(table)
}

/** The full-text index of evidence; each database has its own format. The job `index-evidence` can rebuild it. */
async function makeFullTextIndex(knex: Knex): Promise<void> {
  if (knex.client.config.client === 'pg') {
    await knex.raw('create table evidence_words (place bigint primary key, words tsvector not null)')
    await knex.raw('create index evidence_words_found on evidence_words using gin (words)')
    return
  }
  // Stores which words occur, without text or positions.
  // Without the prefix indexes, a search for the start of a word would read every word with that start.
  await knex.raw(
    "create virtual table evidence_words using fts5(words, content = '', contentless_delete = 1, detail = none, " +
      "tokenize = 'ascii', prefix = '2 3 4 5 6 7 8')",
  )
  // Deleted words are overwritten on disk.
  await knex.raw("insert into evidence_words (evidence_words, rank) values ('secure-delete', 1)")
}
