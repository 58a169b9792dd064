import type { Knex } from 'knex'
import { id, instant, optionalReference, reference, version, yesNo } from '../src/db/columns.ts'

export async function up(knex: Knex): Promise<void> {
  // A stream of the Sanctuary Awards. Frameworks, rounds, awards and applications belong to a stream.
  await knex.schema.createTable('streams', table => {
    table.string('id', 20).primary()
    table.text('name').notNullable().defaultTo('')
    yesNo(table, 'is_demo')
    instant(table, 'retired_at').nullable()
  })
  await knex.schema.createTable('frameworks', table => {
    id(table)
    table.string('slug', 60).notNullable().unique()
    reference(table, 'stream_id', 'streams')
  })
  // One document for each version: a draft until it is published. A trigger prevents later changes.
  // `revision` counts the changes of a draft, for optimistic locking.
  await knex.schema.createTable('framework_versions', table => {
    id(table)
    reference(table, 'framework_id', 'frameworks')
    table.string('version', 20).notNullable()
    table.text('label').notNullable()
    yesNo(table, 'issued')
    table.text('document').notNullable()
    instant(table, 'published_at').nullable()
    optionalReference(table, 'published_by', 'people')
    optionalReference(table, 'based_on_id', 'framework_versions')
    table.integer('revision').notNullable().defaultTo(1)
    instant(table, 'changed_at').nullable()
    optionalReference(table, 'changed_by', 'people')
    instant(table, 'retired_at').nullable()
    table.unique(['framework_id', 'version'])
  })
  // The mapping from the items of a version to the items of the version that it is based on.
  await knex.schema.createTable('framework_mappings', table => {
    table.string('version_id', 20).primary().references('id').inTable('framework_versions')
    table.text('entries').notNullable()
    version(table)
  })
  // Translations of a published version.
  // A removed translation keeps its row, without `document`, so that no `version` is used twice.
  await knex.schema.createTable('framework_translations', table => {
    reference(table, 'version_id', 'framework_versions')
    table.string('language', 10).notNullable()
    table.text('document').nullable()
    version(table)
    instant(table, 'saved_at').notNullable()
    optionalReference(table, 'saved_by', 'people')
    table.primary(['version_id', 'language'])
  })
  await knex.schema.createTable('rounds', table => {
    id(table)
    table.text('name').notNullable()
    reference(table, 'stream_id', 'streams')
    reference(table, 'framework_version_id', 'framework_versions')
    instant(table, 'opens_at').notNullable()
    instant(table, 'closes_at').notNullable()
    instant(table, 'accepts_until').notNullable()
    version(table)
    table.index(['closes_at', 'id'])
  })
  // More time to submit in a round. An extension for all libraries also changes the closing time of the round.
  await knex.schema.createTable('round_extensions', table => {
    id(table)
    reference(table, 'round_id', 'rounds')
    optionalReference(table, 'organisation_id', 'organisations')
    instant(table, 'closes_at').notNullable()
    instant(table, 'accepts_until').notNullable()
    table.text('reason').notNullable()
    reference(table, 'extended_by', 'people')
    instant(table, 'extended_at').notNullable()
    table.index(['round_id', 'organisation_id', 'closes_at'])
    table.index(['organisation_id', 'closes_at'])
  })
  await refuseChangesOfPublishedVersions(knex)
}

export async function down(knex: Knex): Promise<void> {
  for (const table of [
    'round_extensions',
    'rounds',
    'framework_translations',
    'framework_mappings',
    'framework_versions',
  ])
    await knex.schema.dropTable(table)
  for (const table of ['frameworks', 'streams']) await knex.schema.dropTable(table)
  if (knex.client.config.client === 'pg') await knex.raw('drop function refuse_version_change()')
}

const message = 'a published version is never changed'
const changed = `new.framework_id is distinct from old.framework_id or new.version is distinct from old.version
  or new.label is distinct from old.label or new.issued is distinct from old.issued
  or new.document is distinct from old.document or new.published_at is distinct from old.published_at
  or new.based_on_id is distinct from old.based_on_id`

/** Makes the database itself refuse to change or delete a published version. Such a version can only be retired. */
async function refuseChangesOfPublishedVersions(knex: Knex): Promise<void> {
  if (knex.client.config.client === 'pg') {
    await knex.raw(
      'create function refuse_version_change() returns trigger language plpgsql ' +
        `as $$ begin raise exception '${message}'; end $$`,
    )
    await knex.raw(
      'create trigger published_versions_stay_on_update before update on framework_versions for each row ' +
        `when (old.published_at is not null and (${changed})) execute function refuse_version_change()`,
    )
    await knex.raw(
      'create trigger published_versions_stay_on_delete before delete on framework_versions for each row ' +
        'when (old.published_at is not null) execute function refuse_version_change()',
    )
    return
  }
  await knex.raw(
    'create trigger published_versions_stay_on_update before update on framework_versions ' +
      `when old.published_at is not null and (${changed}) begin select raise(abort, '${message}'); end`,
  )
  await knex.raw(
    'create trigger published_versions_stay_on_delete before delete on framework_versions ' +
      `when old.published_at is not null begin select raise(abort, '${message}'); end`,
  )
}
