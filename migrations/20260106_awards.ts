import type { Knex } from 'knex'
import { day, id, instant, optionalReference, reference, version, yesNo } from '../src/db/columns.ts'

export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('awards', table => {
    id(table)
    reference(table, 'organisation_id', 'organisations')
    reference(table, 'stream_id', 'streams')
    table.string('code', 20).notNullable().unique()
    table.string('status', 20).notNullable()
    day(table, 'valid_to').nullable()
    day(table, 'granted_on').notNullable()
    yesNo(table, 'is_recorded')
    version(table)
    day(table, 'base_valid_to').notNullable().defaultTo('1000-01-01')
    yesNo(table, 'is_kept_by_renewal')
    day(table, 'due_on').notNullable().defaultTo('1000-01-01')
    table.text('full_reappraisal_reason').nullable()
    table.text('decided_by').nullable()
    table.text('source').nullable()
    instant(table, 'first_shown_at').nullable()
    instant(table, 'removed_at').nullable()
    table.index(['due_on', 'id'])
    table.index(['status', 'valid_to', 'id'])
    table.index(['organisation_id'])
  })
  await knex.schema.createTable('award_branches', table => {
    reference(table, 'award_id', 'awards')
    reference(table, 'branch_id', 'branches')
    day(table, 'joined_on').notNullable()
    day(table, 'left_on').nullable()
    table.primary(['award_id', 'branch_id', 'joined_on'])
    table.index(['branch_id'])
  })
  // Every change to an award's state or last valid day.
  // These rows determine whether the award was valid on a given day.
  await knex.schema.createTable('award_changes', table => {
    id(table)
    reference(table, 'award_id', 'awards')
    table.integer('number').notNullable()
    table.string('move', 30).notNullable()
    table.string('to_status', 20).notNullable()
    day(table, 'from_day').notNullable()
    day(table, 'valid_to').nullable()
    instant(table, 'at').notNullable()
    table.text('reason').nullable()
    table.string('cause', 20).nullable()
    // the run of the nightly job that made the move; null for other moves. If the clock was wrong, all moves of a run
    // can be undone together
    table.string('run_id', 20).nullable()
    table.integer('was_kept_by_renewal').nullable()
    instant(table, 'undone_at').nullable()
    table.unique(['award_id', 'number'])
    table.index(['at', 'award_id', 'number', 'move', 'undone_at'], 'award_changes_by_time')
    table.index(['run_id'])
  })
  // Corrections and removals of recorded awards. `said` has the facts before the change, `says` the facts after it, or
  // null for a removal.
  // An award can have only one correction or removal that is waiting for a trustee's answer.
  await knex.schema.createTable('award_corrections', table => {
    id(table)
    reference(table, 'award_id', 'awards')
    table.string('kind', 20).notNullable()
    table.string('status', 20).notNullable()
    table.text('said').notNullable()
    table.text('says').nullable()
    table.text('reason').notNullable()
    reference(table, 'proposed_by', 'people')
    instant(table, 'proposed_at').notNullable()
    optionalReference(table, 'answered_by', 'people')
    instant(table, 'answered_at').nullable()
    table.text('answer_reason').nullable()
    table.index(['award_id', 'proposed_at'])
    table.index(['status', 'proposed_at', 'id'])
  })
  // The condition is written as `value = column`, so that SQLite does not consider this index for `status = ?`.
  // If it did, SQLite would plan that query again for each bound value.
  await knex.raw(
    "create unique index award_corrections_waiting on award_corrections (award_id) where 'waiting' = status",
  )
  // The actions taken on lapsed or suspended awards. Until one is recorded, the award is on the coordinators' home
  // page. A suspended award is on the trustees' home page even after that.
  await knex.schema.createTable('award_follow_ups', table => {
    id(table)
    reference(table, 'award_id', 'awards')
    table.text('done').notNullable()
    table.text('done_by').notNullable()
    reference(table, 'recorded_by', 'people')
    instant(table, 'recorded_at').notNullable()
    table.index(['award_id', 'recorded_at'])
  })
  // Organisations that held an award before they were merged into another, with the name and place that they had then.
  await knex.schema.createTable('award_former_holders', table => {
    reference(table, 'award_id', 'awards')
    day(table, 'last_day').notNullable()
    table.text('name').notNullable()
    table.text('place').notNullable()
    table.primary(['award_id', 'last_day'])
  })
  // Requests to undo the moves that one run of the nightly job made. An administrator asks, and a trustee confirms.
  // A job then undoes the moves of one award at a time.
  await knex.schema.createTable('clock_undos', table => {
    id(table)
    table.string('run_id', 20).notNullable()
    table.string('status', 20).notNullable()
    table.text('reason').notNullable()
    reference(table, 'proposed_by', 'people')
    instant(table, 'proposed_at').notNullable()
    optionalReference(table, 'answered_by', 'people')
    instant(table, 'answered_at').nullable()
    table.index(['run_id', 'proposed_at'])
  })
  await knex.raw(
    "create unique index clock_undos_open on clock_undos (run_id) where status in ('waiting', 'confirmed')",
  )
  await knex.schema.createTable('clock_undo_awards', table => {
    reference(table, 'undo_id', 'clock_undos')
    reference(table, 'award_id', 'awards')
    table.string('result', 20).notNullable()
    table.primary(['undo_id', 'award_id'])
  })
  // The renewals board lists current awards by their last day. Past awards would only make the index grow.
  await knex.raw(
    'create index awards_on_board on awards (coalesce(valid_to, base_valid_to), id) ' +
      "where status not in ('lapsed', 'ended')",
  )
  await knex.raw(
    'create index awards_of_stream_on_board on awards (stream_id, coalesce(valid_to, base_valid_to), id) ' +
      "where status not in ('lapsed', 'ended')",
  )
  await knex.raw("create index awards_by_last_day on awards (coalesce(valid_to, '0000-00-00'), id)")
  await knex.raw(
    "create index awards_of_stream_by_last_day on awards (stream_id, coalesce(valid_to, '0000-00-00'), id)",
  )
}

export async function down(knex: Knex): Promise<void> {
  for (const table of [
    'clock_undo_awards',
    'clock_undos',
    'award_former_holders',
    'award_follow_ups',
    'award_corrections',
    'award_changes',
    'award_branches',
    'awards',
  ])
    await knex.schema.dropTable(table)
}
