import type { Knex } from 'knex'
import { id, instant, reference } from '../src/db/columns.ts'

/** Pictures of files, made by us from them, and the words that go with a picture. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.alterTable('evidence_files', table => {
    table.text('caption').notNullable().defaultTo('')
    table.text('alternative').notNullable().defaultTo('')
    table.integer('pages').nullable() // of a document, as far as we could tell
    table.integer('drawn').nullable() // how many of them there are pictures of; null until somebody tried
    table.index(['drawn', 'type', 'state', 'uploaded_at'])
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
  })
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('evidence_previews')
  await knex.schema.alterTable('evidence_files', table => {
    table.dropIndex(['drawn', 'type', 'state', 'uploaded_at'])
    table.dropColumns('caption', 'alternative', 'pages', 'drawn')
  })
}
