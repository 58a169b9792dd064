import type { Knex } from 'knex'
import { day, reference } from '../src/db/columns.ts'

/**
 * Evidence is found by words. `evidence_index` says at which place a piece stands, counted by when it was received; `evidence_words` is the
 * full-text index of the database itself, and each has its own kind. What they hold is made from the pieces, by `index-evidence` too.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.alterTable('evidence', table => {
    day(table, 'expires_on').nullable()
    table.index(['organisation_id', 'expires_on'])
  })
  await knex.schema.createTable('evidence_index', table => {
    table.bigIncrements('place')
    reference(table, 'evidence_id', 'evidence').unique()
    // The way of folding by which its words were made: those of an older one are made again.
    table.integer('folding').notNullable()
  })
  if (knex.client.config.client === 'pg') {
    await knex.raw('create table evidence_words (place bigint primary key, words tsvector not null)')
    await knex.raw('create index evidence_words_found on evidence_words using gin (words)')
  } else {
    // Words come folded and parted by spaces. Only whether a word is there is kept, neither text nor position, and what goes is overwritten.
    await knex.raw(
      "create virtual table evidence_words using fts5(words, content = '', contentless_delete = 1, detail = none, tokenize = 'ascii', prefix = '2 3')",
    )
    await knex.raw("insert into evidence_words (evidence_words, rank) values ('secure-delete', 1)")
  }
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('drop table evidence_words')
  await knex.schema.dropTable('evidence_index')
  await knex.schema.alterTable('evidence', table => {
    table.dropIndex(['organisation_id', 'expires_on'])
    table.dropColumn('expires_on')
  })
}
