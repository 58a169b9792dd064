import type { Knex } from 'knex'
import { id, instant, reference, version, yesNo } from '../src/db/columns.ts'

export async function up(knex: Knex): Promise<void> {
  // A stream of the Sanctuary Awards, such as "libraries". Frameworks, rounds, awards and applications belong to
  // one.
  await knex.schema.createTable('streams', table => {
    table.string('id', 20).primary()
  })
  await knex.schema.createTable('frameworks', table => {
    id(table)
    table.string('slug', 60).notNullable().unique()
    reference(table, 'stream_id', 'streams')
  })
  // A published version is one document that never changes.
  await knex.schema.createTable('framework_versions', table => {
    id(table)
    reference(table, 'framework_id', 'frameworks')
    table.string('version', 20).notNullable()
    table.text('label').notNullable()
    yesNo(table, 'issued')
    table.text('document').notNullable()
    instant(table, 'published_at').nullable()
    table.unique(['framework_id', 'version'])
  })
  await knex.schema.createTable('rounds', table => {
    id(table)
    table.text('name').notNullable()
    reference(table, 'stream_id', 'streams')
    reference(table, 'framework_version_id', 'framework_versions')
    instant(table, 'opens_at').notNullable()
    instant(table, 'closes_at').notNullable()
    table.integer('grace_minutes').notNullable().defaultTo(0)
    version(table)
    table.index(['closes_at', 'id'])
  })
}

export async function down(knex: Knex): Promise<void> {
  for (const table of ['rounds', 'framework_versions', 'frameworks', 'streams']) await knex.schema.dropTable(table)
}
