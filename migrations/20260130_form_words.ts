import type { Knex } from 'knex'

/** What a form said when it was done, as a hash: sent again with other words it is not the same. Null for forms that are not asked, and those done before. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw('alter table idempotency_keys add column words varchar(64)')
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('alter table idempotency_keys drop column words')
}
