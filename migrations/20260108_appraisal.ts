import type { Knex } from 'knex'
import { day, id, instant, optionalReference, reference, version, yesNo } from '../src/db/columns.ts'

export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('declarations', table => {
    id(table)
    reference(table, 'application_id', 'applications')
    reference(table, 'person_id', 'people')
    table.string('says', 20).notNullable()
    table.text('reason').nullable()
    table.integer('independent').nullable()
    instant(table, 'made_at').notNullable()
    // this index is unique only so that SQLite prefers it to the next index, which does not contain `says`
    table.unique(['person_id', 'says', 'application_id'])
    table.unique(['application_id', 'person_id'])
  })
  await knex.raw(
    'create index declarations_not_independent on declarations (application_id, person_id) where independent = 0',
  )
  // Conflicts that were declared by mistake and lifted. The person must then declare again.
  await knex.schema.createTable('lifted_conflicts', table => {
    id(table)
    reference(table, 'application_id', 'applications')
    reference(table, 'person_id', 'people')
    table.text('reason').nullable()
    instant(table, 'declared_at').notNullable()
    reference(table, 'lifted_by', 'people')
    instant(table, 'lifted_at').notNullable()
    table.text('lift_reason').notNullable()
    table.index(['application_id'])
  })
  // The offer of a seat is also an invitation: it is sent to an address, and accepting it creates an account if there
  // is none.
  await knex.schema.createTable('seats', table => {
    id(table)
    reference(table, 'application_id', 'applications')
    optionalReference(table, 'person_id', 'people')
    table.text('offered_to_name').notNullable()
    table.text('offered_to_email').notNullable()
    table.string('kind', 30).notNullable()
    yesNo(table, 'independent')
    yesNo(table, 'chairs')
    table.string('status', 20).notNullable()
    table.text('shown_name').nullable()
    table.text('declined_reason').nullable()
    reference(table, 'offered_by', 'people')
    instant(table, 'offered_at').notNullable()
    day(table, 'answer_counted_from').nullable()
    instant(table, 'answered_at').nullable()
    instant(table, 'set_aside_at').nullable()
    instant(table, 'withdrawn_at').nullable()
    // The person whom the invited person suggested when declining.
    table.text('suggested_name').nullable()
    table.text('suggested_email').nullable()
    version(table)
    table.index(['person_id', 'status', 'application_id'])
    table.index(['application_id', 'status'])
    table.index(['status', 'answered_at'])
  })
  await knex.schema.createTable('seat_helpers', table => {
    id(table)
    reference(table, 'seat_id', 'seats')
    optionalReference(table, 'person_id', 'people')
    table.string('kind', 20).notNullable()
    table.text('name').notNullable()
    table.text('email').notNullable()
    reference(table, 'recorded_by', 'people')
    instant(table, 'recorded_at').notNullable()
    instant(table, 'ended_at').nullable()
    table.index(['seat_id'])
    table.index(['person_id'])
  })
  // The details that appraisers enter about themselves. Lists are JSON.
  await knex.schema.createTable('appraiser_profiles', table => {
    reference(table, 'person_id', 'people')
    table.text('kinds').notNullable()
    table.text('expertise').notNullable()
    table.text('needs').notNullable()
    table.text('weekdays').notNullable()
    day(table, 'away_from').nullable()
    day(table, 'away_until').nullable()
    table.integer('seats_a_year').notNullable()
    table.text('council_area').notNullable()
    instant(table, 'saved_at').notNullable()
    version(table)
    table.primary(['person_id'])
  })
  await knex.schema.createTable('past_employers', table => {
    id(table)
    reference(table, 'person_id', 'people')
    optionalReference(table, 'organisation_id', 'organisations')
    table.text('name').notNullable()
    table.text('name_key').notNullable()
    table.integer('place').notNullable()
    table.index(['person_id'])
    table.index(['organisation_id'])
  })
  // Random samples of the branches in scope. The panel reads the newest sample of an application.
  await knex.schema.createTable('branch_samples', table => {
    id(table)
    reference(table, 'application_id', 'applications')
    table.integer('number').notNullable()
    table.string('seed', 40).notNullable()
    table.integer('branches').notNullable()
    table.text('reason').nullable()
    reference(table, 'drawn_by', 'people')
    instant(table, 'drawn_at').notNullable()
    table.unique(['application_id', 'number'])
  })
  await knex.schema.createTable('sampled_branches', table => {
    reference(table, 'sample_id', 'branch_samples')
    reference(table, 'branch_id', 'branches')
    table.integer('place').notNullable()
    yesNo(table, 'is_added')
    table.primary(['sample_id', 'branch_id'])
    table.index(['branch_id'])
  })
  // The day by which the members of a panel must give their findings.
  await knex.schema.createTable('panels', table => {
    reference(table, 'application_id', 'applications')
    day(table, 'read_by').notNullable()
    version(table)
    table.primary(['application_id'])
    table.index(['read_by', 'application_id'])
  })
  await knex.schema.createTable('findings', table => {
    id(table)
    reference(table, 'seat_id', 'seats')
    table.string('item_id', 60).notNullable()
    table.string('judgement', 20).nullable()
    table.text('reason').notNullable().defaultTo('')
    table.text('commendation').notNullable().defaultTo('')
    table.text('private_note').notNullable().defaultTo('')
    instant(table, 'written_at').notNullable()
    instant(table, 'given_at').nullable()
    instant(table, 'reopened_at').nullable()
    version(table)
    table.unique(['seat_id', 'item_id'])
  })
  await knex.schema.createTable('agreed_findings', table => {
    id(table)
    reference(table, 'application_id', 'applications')
    table.string('item_id', 60).notNullable()
    table.string('judgement', 20).notNullable()
    table.text('reason').notNullable()
    reference(table, 'recorded_by', 'people')
    instant(table, 'recorded_at').notNullable()
    version(table)
    table.unique(['application_id', 'item_id'])
  })
  // An application has at most one open proposal.
  // A proposal that is sent back is closed, and the next proposal is a new row.
  await knex.schema.createTable('proposals', table => {
    id(table)
    reference(table, 'application_id', 'applications')
    table.string('status', 20).notNullable()
    table.string('outcome', 40).nullable()
    table.text('outcome_reason').notNullable().defaultTo('')
    table.text('decision_letter').notNullable().defaultTo('')
    optionalReference(table, 'made_by', 'people')
    instant(table, 'made_at').nullable()
    optionalReference(table, 'sent_back_by', 'people')
    instant(table, 'sent_back_at').nullable()
    table.text('sent_back_reason').nullable()
    instant(table, 'started_at').notNullable()
    version(table)
    table.index(['application_id', 'status'])
  })
  await knex.schema.createTable('decisions', table => {
    id(table)
    reference(table, 'application_id', 'applications')
    optionalReference(table, 'proposal_id', 'proposals')
    table.string('outcome', 40).notNullable()
    table.text('decision_letter').notNullable()
    table.text('letter_opening').notNullable().defaultTo('')
    table.text('letter_closing').notNullable().defaultTo('')
    // The opening and closing of the letter's template, as they were when the decision was made.
    table.text('template_opening').notNullable().defaultTo('')
    table.text('template_closing').notNullable().defaultTo('')
    optionalReference(table, 'letter_edited_by', 'people')
    instant(table, 'letter_edited_at').nullable()
    table.integer('letter_version').notNullable().defaultTo(1)
    // The full text of the decision letter, as it was released; null before that.
    table.text('letter_released').nullable()
    optionalReference(table, 'release_set_by', 'people')
    reference(table, 'decided_by', 'people')
    instant(table, 'decided_at').notNullable()
    instant(table, 'release_at').nullable()
    instant(table, 'released_at').nullable()
    optionalReference(table, 'released_by', 'people')
    instant(table, 'reversed_at').nullable()
    // a covering index for the yearly report, which would otherwise read rows that contain whole letters
    table.index(['decided_at', 'id', 'application_id', 'reversed_at', 'outcome', 'released_at'], 'decisions_by_time')
    table.index(['released_at', 'release_at'])
    table.index(['application_id', 'released_at', 'id'])
  })
  // For the progress shown during a release. It counts the letters already released of those that one coordinator
  // scheduled for the same time.
  await knex.raw(
    'create index decisions_released_together on decisions (release_set_by, release_at) where released_at is not null',
  )
  // A copy of the agreed findings, made when the decision letter was released.
  // The originals in `agreed_findings` can change if the application is reopened.
  await knex.schema.createTable('decision_findings', table => {
    reference(table, 'decision_id', 'decisions')
    table.string('item_id', 60).notNullable()
    table.string('judgement', 20).notNullable()
    table.text('reason').notNullable()
    table.primary(['decision_id', 'item_id'])
  })
  // Requests to change a decision: a review that the library asks for, or a correction that a coordinator asks for.
  await knex.schema.createTable('decision_requests', table => {
    id(table)
    reference(table, 'application_id', 'applications')
    reference(table, 'decision_id', 'decisions')
    table.string('kind', 20).notNullable()
    table.string('status', 20).notNullable()
    table.text('reason').notNullable()
    reference(table, 'asked_by', 'people')
    instant(table, 'asked_at').notNullable()
    table.string('answer', 20).nullable()
    table.text('answer_reason').nullable()
    optionalReference(table, 'answered_by', 'people')
    instant(table, 'answered_at').nullable()
    version(table)
    table.index(['application_id', 'status'])
    table.index(['status', 'asked_at'])
  })
  // A recommendation refers to its proposal, so this table is created after `proposals`.
  await knex.schema.createTable('recommendations', table => {
    id(table)
    reference(table, 'organisation_id', 'organisations')
    reference(table, 'application_id', 'applications')
    optionalReference(table, 'proposal_id', 'proposals')
    optionalReference(table, 'decision_id', 'decisions')
    optionalReference(table, 'award_id', 'awards')
    table.string('item_id', 60).nullable()
    table.string('kind', 20).notNullable()
    table.text('body').notNullable()
    table.text('owner').notNullable().defaultTo('')
    day(table, 'due_on').nullable()
    table.string('status', 20).notNullable()
    instant(table, 'made_at').notNullable()
    version(table)
    instant(table, 'status_since').nullable()
    table.index(['status', 'due_on'])
    table.index(['status', 'status_since', 'id'])
    table.index(['award_id', 'status'])
    table.index(['application_id'])
    table.index(['organisation_id', 'status'])
    table.index(['proposal_id'])
  })
  // The library's answers to recommendations, and the charity's notes on closing them or keeping them open.
  await knex.schema.createTable('recommendation_notes', table => {
    id(table)
    reference(table, 'recommendation_id', 'recommendations')
    table.string('says', 20).notNullable()
    table.text('body').notNullable()
    reference(table, 'written_by', 'people')
    instant(table, 'written_at').notNullable()
    table.index(['recommendation_id', 'written_at'])
  })
  // A meeting of one or more panels. `sequence` is the sequence number of its calendar entry.
  // Every change that people at the meeting see increases `live`, so that their open pages notice the change.
  await knex.schema.createTable('meetings', table => {
    id(table)
    instant(table, 'starts_at').notNullable()
    instant(table, 'ends_at').notNullable()
    table.text('place').notNullable().defaultTo('')
    table.text('link').notNullable().defaultTo('')
    table.string('status', 20).notNullable()
    table.integer('sequence').notNullable().defaultTo(0)
    table.integer('live').notNullable().defaultTo(1)
    reference(table, 'called_by', 'people')
    instant(table, 'called_at').notNullable()
    instant(table, 'started_at').nullable()
    instant(table, 'ended_at').nullable()
    version(table)
    table.index(['status', 'starts_at'])
    table.index(['starts_at', 'id'])
  })
  // The agenda, with the minutes of each item. An application is on an agenda only once.
  await knex.schema.createTable('meeting_items', table => {
    reference(table, 'meeting_id', 'meetings')
    reference(table, 'application_id', 'applications')
    table.integer('place').notNullable()
    instant(table, 'started_at').nullable()
    instant(table, 'ended_at').nullable()
    table.text('minutes').notNullable().defaultTo('')
    optionalReference(table, 'minutes_by', 'people')
    instant(table, 'minutes_at').nullable()
    version(table)
    table.primary(['meeting_id', 'application_id'])
    table.index(['application_id'])
  })
  // The people who were sent a calendar entry for a meeting, with the sequence number of the last one.
  await knex.schema.createTable('meeting_invitations', table => {
    reference(table, 'meeting_id', 'meetings')
    reference(table, 'person_id', 'people')
    yesNo(table, 'invited')
    table.integer('sequence').notNullable()
    instant(table, 'sent_at').notNullable()
    table.primary(['meeting_id', 'person_id'])
    table.index(['person_id'])
  })
  // When people came to a meeting, left and returned, in order.
  await knex.schema.createTable('meeting_movements', table => {
    reference(table, 'meeting_id', 'meetings')
    table.integer('number').notNullable()
    reference(table, 'person_id', 'people')
    table.string('says', 10).notNullable()
    table.string('because', 20).notNullable()
    optionalReference(table, 'application_id', 'applications')
    instant(table, 'at').notNullable()
    reference(table, 'recorded_by', 'people')
    table.primary(['meeting_id', 'number'])
    table.index(['person_id'])
    table.index(['application_id'])
  })
  await knex.schema.createTable('visit_notes', table => {
    id(table)
    reference(table, 'application_id', 'applications')
    day(table, 'visited_on').notNullable()
    table.text('body').notNullable()
    reference(table, 'written_by', 'people')
    instant(table, 'written_at').notNullable()
    version(table)
    table.index(['application_id', 'visited_on'])
  })
  // A library's agreement that appraisers can practise on its application. It is kept after withdrawal, as proof.
  await knex.schema.createTable('calibration_agreements', table => {
    id(table)
    reference(table, 'application_id', 'applications')
    reference(table, 'given_by', 'people')
    instant(table, 'given_at').notNullable()
    optionalReference(table, 'withdrawn_by', 'people')
    instant(table, 'withdrawn_at').nullable()
    table.index(['application_id'])
  })
  // One case for each application. Its text is a copy, from which names are removed before it is published.
  // The case is deleted when the library withdraws its agreement, or the application is reopened.
  await knex.schema.createTable('calibration_cases', table => {
    id(table)
    reference(table, 'application_id', 'applications')
    reference(table, 'framework_version_id', 'framework_versions')
    reference(table, 'prepared_by', 'people')
    instant(table, 'prepared_at').notNullable()
    optionalReference(table, 'published_by', 'people')
    instant(table, 'published_at').nullable()
    version(table)
    table.unique(['application_id'])
    table.index(['published_at'])
  })
  await knex.schema.createTable('calibration_criteria', table => {
    id(table)
    reference(table, 'case_id', 'calibration_cases')
    table.integer('place').notNullable()
    table.string('item_id', 60).notNullable()
    table.text('answer').notNullable()
    table.string('panel_judgement', 20).notNullable()
    table.text('panel_reason').notNullable()
    // The editor's reason for keeping possible personal details in these texts; empty when none were kept.
    table.text('kept_reason').notNullable().defaultTo('')
    optionalReference(table, 'edited_by', 'people')
    instant(table, 'edited_at').nullable()
    version(table)
    table.unique(['case_id', 'item_id'])
  })
  // The judgements of appraisers who practise on a case. Other appraisers see only how many chose each judgement.
  await knex.schema.createTable('calibration_findings', table => {
    id(table)
    reference(table, 'criterion_id', 'calibration_criteria')
    reference(table, 'person_id', 'people')
    table.string('judgement', 20).notNullable()
    table.text('reason').notNullable()
    instant(table, 'judged_at').notNullable()
    table.unique(['criterion_id', 'person_id'])
    table.index(['person_id'])
  })
  await knex.schema.createTable('calibrations', table => {
    reference(table, 'person_id', 'people')
    table.integer('year').notNullable()
    instant(table, 'done_at').notNullable()
    table.primary(['person_id', 'year'])
  })
  // How a library shares an application with other libraries.
  // Without a row, the answer in the application form applies.
  await knex.schema.createTable('example_choices', table => {
    id(table)
    reference(table, 'application_id', 'applications')
    table.string('sharing', 10).notNullable()
    reference(table, 'chosen_by', 'people')
    instant(table, 'chosen_at').notNullable()
    table.unique(['application_id'])
  })
  // One example for each application. Its text is a copy.
  // The example is deleted when the library stops sharing, or the application is reopened.
  await knex.schema.createTable('examples', table => {
    id(table)
    reference(table, 'application_id', 'applications')
    reference(table, 'framework_version_id', 'framework_versions')
    table.string('region', 30).notNullable()
    table.integer('branches').notNullable()
    reference(table, 'prepared_by', 'people')
    instant(table, 'prepared_at').notNullable()
    optionalReference(table, 'published_by', 'people')
    instant(table, 'published_at').nullable()
    table.unique(['application_id'])
    table.index(['published_at', 'id'])
  })
  await knex.schema.createTable('example_texts', table => {
    id(table)
    reference(table, 'example_id', 'examples')
    table.integer('place').notNullable()
    table.string('item_id', 60).notNullable()
    table.text('answer').notNullable()
    // Why the editor kept possible personal details in the answer; empty when the editor kept none.
    table.text('kept_reason').notNullable().defaultTo('')
    optionalReference(table, 'edited_by', 'people')
    instant(table, 'edited_at').nullable()
    version(table)
    table.unique(['example_id', 'item_id'])
    table.index(['item_id'])
  })
}

export async function down(knex: Knex): Promise<void> {
  for (const table of [
    'example_texts',
    'examples',
    'example_choices',
    'calibrations',
    'calibration_findings',
    'calibration_criteria',
    'calibration_cases',
    'calibration_agreements',
    'visit_notes',
    'meeting_movements',
    'meeting_invitations',
    'meeting_items',
    'meetings',
    'recommendation_notes',
    'recommendations',
    'decision_requests',
    'decision_findings',
    'decisions',
    'proposals',
    'agreed_findings',
    'findings',
    'panels',
    'sampled_branches',
    'branch_samples',
    'past_employers',
    'appraiser_profiles',
    'seat_helpers',
    'seats',
    'lifted_conflicts',
    'declarations',
  ])
    await knex.schema.dropTable(table)
}
