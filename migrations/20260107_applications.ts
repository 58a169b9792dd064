import type { Knex } from 'knex'
import { day, id, instant, optionalReference, reference, version, yesNo } from '../src/db/columns.ts'

export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('applications', table => {
    id(table)
    table.string('number', 20).notNullable().unique()
    reference(table, 'organisation_id', 'organisations')
    reference(table, 'stream_id', 'streams')
    reference(table, 'framework_version_id', 'framework_versions')
    optionalReference(table, 'round_id', 'rounds')
    optionalReference(table, 'award_id', 'awards')
    table.string('kind', 20).notNullable()
    table.string('status', 30).notNullable()
    table.string('status_before', 30).nullable()
    instant(table, 'status_since').notNullable()
    table.text('summary').notNullable().defaultTo('')
    yesNo(table, 'may_be_shared')
    instant(table, 'contacts_confirmed_at').nullable()
    day(table, 'until').nullable()
    table.text('reasons').nullable()
    table.text('items_asked').notNullable().defaultTo('[]')
    instant(table, 'submitted_at').nullable()
    instant(table, 'decision_letter_released_at').nullable()
    reference(table, 'started_by', 'people')
    instant(table, 'started_at').notNullable()
    version(table)
    optionalReference(table, 'previous_application_id', 'applications')
    instant(table, 'unchanged_confirmed_at').nullable()
    table.text('panel_reason').nullable()
    optionalReference(table, 'coordinator_id', 'people')
    table.index(['status', 'until'])
    table.index(['award_id', 'started_at'])
    table.index(['award_id'])
    table.index(['status', 'status_since', 'id'])
    table.index(['submitted_at', 'id'])
    table.index(['status', 'decision_letter_released_at', 'id'])
    table.index(['organisation_id', 'started_at'])
    table.index(['round_id'])
    table.index(['framework_version_id', 'status'])
  })
  await knex.raw(
    `create index applications_before_release on applications (status, status_since, id)
      where decision_letter_released_at is null`,
  )
  // For counts of the applications under way with a framework version. The values come before the columns for the
  // reason given at `award_corrections_waiting`.
  await knex.raw(
    `create index applications_under_way on applications (framework_version_id)
      where 'withdrawn' <> status and ('decided' <> status or decision_letter_released_at is null)`,
  )
  // For the list of applications that a meeting can discuss. `is true` keeps SQLite from considering this index for
  // `status in (?, …)`.
  await knex.raw(
    `create index applications_with_panel on applications (submitted_at, id)
      where (status in ('checked', 'with the panel', 'more evidence asked', 'resubmitted')) is true`,
  )
  await knex.schema.createTable('application_branches', table => {
    reference(table, 'application_id', 'applications')
    reference(table, 'branch_id', 'branches')
    table.primary(['application_id', 'branch_id'])
    table.index(['branch_id'])
  })
  // The partners that an application shows as evidence, and the items for which it shows them.
  await knex.schema.createTable('application_partners', table => {
    reference(table, 'application_id', 'applications')
    table.string('item_id', 60).notNullable()
    reference(table, 'partner_id', 'partners')
    instant(table, 'attached_at').notNullable()
    table.primary(['application_id', 'item_id', 'partner_id'])
    table.index(['partner_id'])
  })
  await knex.schema.createTable('answers', table => {
    id(table)
    reference(table, 'application_id', 'applications')
    table.string('item_id', 60).notNullable()
    table.text('narrative').notNullable().defaultTo('')
    table.string('own_rating', 20).nullable()
    optionalReference(table, 'written_by', 'people')
    instant(table, 'written_at').notNullable()
    yesNo(table, 'carried') // copied from an earlier application, and not changed since
    version(table)
    table.unique(['application_id', 'item_id'])
  })
  await knex.schema.createTable('answer_evidence', table => {
    reference(table, 'answer_id', 'answers')
    reference(table, 'evidence_id', 'evidence')
    instant(table, 'attached_at').notNullable()
    table.primary(['answer_id', 'evidence_id'])
    table.index(['evidence_id'])
  })
  // The assignment of an item to a colleague, with its date. Only the library sees it.
  await knex.schema.createTable('assignments', table => {
    id(table)
    reference(table, 'application_id', 'applications')
    table.string('item_id', 60).notNullable()
    reference(table, 'person_id', 'people')
    day(table, 'due_on').nullable()
    table.string('status', 20).notNullable()
    instant(table, 'status_since').notNullable()
    reference(table, 'assigned_by', 'people')
    instant(table, 'assigned_at').notNullable()
    version(table)
    table.unique(['application_id', 'item_id'])
    table.index(['person_id'])
  })
  // Comments between members of the library about an item. Nobody outside the library sees them.
  await knex.schema.createTable('comments', table => {
    id(table)
    reference(table, 'application_id', 'applications')
    table.string('item_id', 60).notNullable()
    table.text('body').notNullable()
    reference(table, 'written_by', 'people')
    instant(table, 'written_at').notNullable()
    instant(table, 'edited_at').nullable()
    table.text('from_author').nullable() // the comment's author in Word; `written_by` is the person who imported it
    // hash of an imported Word comment, so that the same comment is never imported twice
    table.string('fingerprint', 64).nullable()
    version(table)
    table.unique(['application_id', 'fingerprint'])
    table.index(['application_id', 'item_id', 'written_at', 'id'])
    table.index(['application_id', 'written_at', 'id'])
    table.index(['written_by', 'written_at'])
  })
  await knex.schema.createTable('comment_mentions', table => {
    id(table)
    reference(table, 'comment_id', 'comments')
    reference(table, 'person_id', 'people')
    day(table, 'mentioned_on').notNullable()
    table.unique(['comment_id', 'person_id'])
    table.index(['person_id'])
    table.index(['mentioned_on'])
  })
  // The contents of a Word document, until the person who imports it has chosen what to save.
  await knex.schema.createTable('word_imports', table => {
    id(table)
    reference(table, 'application_id', 'applications')
    reference(table, 'person_id', 'people')
    instant(table, 'downloaded_at').notNullable()
    instant(table, 'made_at').notNullable()
    table.text('contents').notNullable()
    table.unique(['application_id', 'person_id'])
    table.index(['person_id'])
    table.index(['made_at'])
  })
  // The sign-off of an application by an observer, with the text that they read.
  await knex.schema.createTable('sign_offs', table => {
    id(table)
    reference(table, 'application_id', 'applications').unique()
    reference(table, 'asked_by', 'people')
    instant(table, 'asked_at').notNullable()
    optionalReference(table, 'signed_by', 'people')
    instant(table, 'signed_at').nullable()
    instant(table, 'changed_at').nullable()
    table.text('seen').nullable()
  })
  // A library's targets. They belong to the organisation, because they outlast an application.
  await knex.schema.createTable('targets', table => {
    id(table)
    reference(table, 'organisation_id', 'organisations')
    table.text('body').notNullable()
    reference(table, 'owner_id', 'people')
    day(table, 'due_on').notNullable()
    table.string('status', 20).notNullable()
    table.text('progress').notNullable().defaultTo('')
    instant(table, 'progress_at').nullable()
    optionalReference(table, 'progress_by', 'people')
    reference(table, 'made_by', 'people')
    instant(table, 'made_at').notNullable()
    version(table)
    table.index(['organisation_id', 'due_on', 'id'])
    table.index(['organisation_id', 'progress_at', 'id'])
    table.index(['owner_id', 'due_on'])
  })
  // A local group's endorsement, asked for by email and given through a private link.
  // `shared` is the text that the link shows.
  await knex.schema.createTable('endorsements', table => {
    id(table)
    reference(table, 'application_id', 'applications')
    table.text('group_name').notNullable()
    table.text('email').notNullable()
    table.text('shared').notNullable()
    reference(table, 'asked_by', 'people')
    instant(table, 'asked_at').notNullable()
    instant(table, 'cancelled_at').nullable()
    instant(table, 'answered_at').nullable()
    table.string('answer', 20).nullable()
    table.text('name').nullable()
    table.text('role').nullable()
    table.text('words').nullable()
    table.index(['application_id', 'asked_at', 'id'])
  })
  await knex.schema.createTable('pledges', table => {
    reference(table, 'application_id', 'applications').primary()
    table.text('signed_by').notNullable()
    table.text('role').notNullable()
    day(table, 'signed_on').notNullable()
    table.text('wording').notNullable()
    reference(table, 'saved_by', 'people')
    instant(table, 'saved_at').notNullable()
    version(table)
  })
  await knex.schema.createTable('submissions', table => {
    id(table)
    reference(table, 'application_id', 'applications')
    table.integer('number').notNullable()
    table.string('receipt', 30).notNullable().unique()
    reference(table, 'submitted_by', 'people')
    instant(table, 'submitted_at').notNullable()
    table.string('sha256', 64).notNullable()
    table.text('manifest').notNullable()
    table.unique(['application_id', 'number'])
  })
  // Each part of a submission has its own salt, so that one part can be erased and the receipt can still be verified.
  await knex.schema.createTable('submission_parts', table => {
    reference(table, 'submission_id', 'submissions')
    table.string('name', 120).notNullable()
    table.integer('position').notNullable()
    table.string('salt', 64).nullable()
    table.text('content').nullable()
    table.primary(['submission_id', 'name'])
  })
  // The evidence in a submission. It cannot be removed, and its files are kept, because the submission shows them.
  await knex.schema.createTable('submission_evidence', table => {
    reference(table, 'submission_id', 'submissions')
    reference(table, 'evidence_id', 'evidence')
    table.primary(['submission_id', 'evidence_id'])
    table.index(['evidence_id'])
  })
  await knex.schema.createTable('questions', table => {
    id(table)
    reference(table, 'application_id', 'applications')
    table.string('item_id', 60).notNullable()
    reference(table, 'asked_by', 'people')
    table.text('body').notNullable()
    day(table, 'reply_by').notNullable()
    table.string('status', 20).notNullable()
    instant(table, 'asked_at').notNullable()
    instant(table, 'closed_at').nullable()
    table.text('reply').nullable()
    table.text('kept_reason').notNullable().defaultTo('')
    optionalReference(table, 'replied_by', 'people')
    instant(table, 'replied_at').nullable()
    version(table)
    table.index(['application_id', 'status'])
  })
  await knex.schema.createTable('reply_evidence', table => {
    reference(table, 'question_id', 'questions')
    reference(table, 'evidence_id', 'evidence')
    table.primary(['question_id', 'evidence_id'])
    table.index(['evidence_id'])
  })
  // The texts that people entered for moves, such as returns, requests for more evidence and holds. Later moves do not
  // delete them.
  await knex.schema.createTable('move_reasons', table => {
    id(table)
    reference(table, 'application_id', 'applications')
    table.string('move', 20).notNullable()
    table.text('body').notNullable()
    table.text('items').notNullable().defaultTo('[]')
    day(table, 'until').nullable()
    reference(table, 'made_by', 'people')
    instant(table, 'made_at').notNullable()
    table.index(['application_id', 'made_at'])
  })
  await knex.schema.createTable('councillor_pages', table => {
    reference(table, 'application_id', 'applications').primary()
    table.text('costs').notNullable()
    table.integer('hours_to_apply').nullable()
    table.integer('hours_to_renew').nullable()
    table.text('paid_from').notNullable()
    table.text('request').notNullable()
    table.text('numbers').notNullable()
    table.text('period').notNullable()
    table.text('contact').notNullable()
    reference(table, 'saved_by', 'people')
    instant(table, 'saved_at').notNullable()
    version(table)
  })
  await knex.schema.createTable('councillor_quotes', table => {
    reference(table, 'application_id', 'applications')
    table.integer('place').notNullable()
    reference(table, 'evidence_id', 'evidence')
    table.text('words').notNullable()
    table.text('who').notNullable()
    table.primary(['application_id', 'place'])
    table.index(['evidence_id'])
  })
  // `terms` has foreign keys to awards and applications, so it is created after both of those tables.
  await knex.schema.createTable('terms', table => {
    id(table)
    reference(table, 'award_id', 'awards')
    table.integer('number').notNullable()
    reference(table, 'framework_version_id', 'framework_versions')
    optionalReference(table, 'application_id', 'applications')
    day(table, 'anchor').notNullable()
    day(table, 'starts_on').notNullable()
    day(table, 'ends_on').notNullable()
    table.integer('months').notNullable()
    table.text('settings').notNullable()
    table.unique(['award_id', 'number'])
    table.index(['framework_version_id'])
  })
  // The reasons that people gave for opening the original of a file with a redacted copy. Readers of an application and
  // observers must give one.
  await knex.schema.createTable('unredacted_views', table => {
    id(table)
    reference(table, 'file_id', 'evidence_files')
    reference(table, 'evidence_id', 'evidence')
    optionalReference(table, 'application_id', 'applications')
    reference(table, 'person_id', 'people')
    table.text('reason').notNullable()
    instant(table, 'opened_at').notNullable()
    table.index(['file_id', 'person_id'])
    table.index(['evidence_id', 'opened_at'])
  })
}

export async function down(knex: Knex): Promise<void> {
  for (const table of [
    'unredacted_views',
    'terms',
    'councillor_quotes',
    'councillor_pages',
    'move_reasons',
    'reply_evidence',
    'questions',
    'submission_evidence',
    'submission_parts',
    'submissions',
    'word_imports',
    'pledges',
    'endorsements',
    'targets',
    'sign_offs',
    'comment_mentions',
    'comments',
    'assignments',
    'answer_evidence',
    'answers',
    'application_partners',
    'application_branches',
    'applications',
  ])
    await knex.schema.dropTable(table)
}
