import type { Knex } from 'knex'

/** What is said of a partner is asked about as well: an answer is about a piece of evidence or about a partner. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.alterTable('personal_data_answers', table => table.setNullable('evidence_id'))
  await knex.raw('alter table personal_data_answers add column partner_id varchar(20) references partners (id)')
  await knex.raw('create index harm_answers_partner on personal_data_answers (partner_id)')
}

export async function down(knex: Knex): Promise<void> {
  await knex('personal_data_answers').whereNull('evidence_id').delete()
  await knex.raw('drop index harm_answers_partner')
  await knex.raw('alter table personal_data_answers drop column partner_id')
  await knex.schema.alterTable('personal_data_answers', table => table.dropNullable('evidence_id'))
}
