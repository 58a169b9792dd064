import type { Knex } from 'knex'

/**
 * The beginning of a word is looked up where an index of beginnings is kept: a longer one would go through all words that begin so, and
 * lay their lists together each time. The words themselves come back by `index-evidence`.
 */
export async function up(knex: Knex): Promise<void> {
  if (knex.client.config.client === 'pg') return
  await knex.raw('drop table evidence_words')
  await knex.raw(
    "create virtual table evidence_words using fts5(words, content = '', contentless_delete = 1, detail = none, tokenize = 'ascii', prefix = '2 3 4 5 6 7 8')",
  )
  await overwriteWhatGoes(knex)
}

export async function down(knex: Knex): Promise<void> {
  if (knex.client.config.client === 'pg') return
  await knex.raw('drop table evidence_words')
  await knex.raw(
    "create virtual table evidence_words using fts5(words, content = '', contentless_delete = 1, detail = none, tokenize = 'ascii', prefix = '2 3')",
  )
  await overwriteWhatGoes(knex)
}

const overwriteWhatGoes = (knex: Knex) =>
  knex.raw("insert into evidence_words (evidence_words, rank) values ('secure-delete', 1)")
