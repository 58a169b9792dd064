import { linkSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Tx } from '../../src/db/connection.ts'

/** Tables about the service or the charity, not about libraries, so their rows are not copied. */
const sharedTables = [
  'migrations',
  'streams',
  'rounds',
  'settings',
  'wordings',
  'saved_filters',
  'job_leases',
  'limit_counters',
  'idempotency_keys',
  'sessions',
  'denials',
  'reminder_mornings',
  'imports',
  'import_rows',
]
/** Tables in which the database numbers the rows. */
const countedTables = ['events', 'access_log']
const notReferences = ['item_id', 'stream_id', 'framework_id', 'framework_version_id', 'round_id', 'version_id']
const isShared = (column: string) => `exists (select 1 from bench_shared where bench_shared.id = base.${column})`
const copied = (column: string) =>
  `case when length(base.${column}) = 20 and not ${isShared(column)}
    then substr(base.${column}, 1, 12) || copies.suffix else base.${column} end`

/** For each table, the condition for rows about the charity's own people, which are not copied. */
const left: Readonly<Record<string, string>> = {
  people: isShared('id'),
  sign_ins: isShared('person_id'),
  charity_roles: "base.role <> 'appraiser'",
  access_requests: isShared('person_id'),
  approvals: `exists (select 1 from access_requests join bench_shared on bench_shared.id = access_requests.person_id
    where access_requests.id = base.request_id)`,
  invitations: isShared('accepted_by'),
  events: `base.organisation_id is null and (base.person_id is null or ${isShared('person_id')})`,
}
/** The values of copied rows in columns that are unique, contain an id within a text, or only look like a reference. */
const changed: Readonly<Record<string, string>> = {
  'people.email': "copies.suffix || '.' || base.email",
  'people.email_key': "copies.suffix || '.' || base.email_key",
  'email_addresses.address': "copies.suffix || '.' || base.address",
  'email_addresses.address_key': "copies.suffix || '.' || base.address_key",
  'organisations.name': "base.name || ' ' || copies.copy",
  'organisations.name_key': "base.name_key || ' ' || copies.copy",
  'awards.code': "base.code || '-' || copies.copy",
  'awards.decided_by': 'base.decided_by',
  'applications.number': "base.number || '-' || copies.copy",
  'submissions.receipt': "base.receipt || '-' || copies.copy",
  // the description of a partner names evidence by its id, which the copies do not have, so these parts count as erased
  'submission_parts.salt': "case when base.name like 'partners/%' then null else base.salt end",
  'submission_parts.content': "case when base.name like 'partners/%' then null else base.content end",
  'upload_links.token_hash': 'substr(base.token_hash, 1, 56) || copies.suffix',
  'email_tokens.token_hash': 'substr(base.token_hash, 1, 56) || copies.suffix',
  'calendar_feeds.token_hash': 'substr(base.token_hash, 1, 56) || copies.suffix',
  'outbox.digest_key': "base.digest_key || '-' || copies.suffix",
  'evidence_index.place': 'base.place + 2000 * copies.copy',
  'events.facts': `case when base.facts like '{"person":"%'
    then substr(base.facts, 1, 23) || copies.suffix || substr(base.facts, 32) else base.facts end`,
}
const isReference = (name: string): boolean =>
  (/(^id|_id|_by)$/.test(name) && !notReferences.includes(name)) || name === 'merged_into'

/** Adds copies of the demo's libraries, with everything that happened to them, to a database with the demo. */
export async function copyLibraries(trx: Tx, copies: number): Promise<void> {
  const shared = trx('charity_roles').whereIn('role', ['coordinator', 'trustee', 'administrator']).distinct('person_id')
  await trx.raw('create temporary table bench_shared (id varchar(20) primary key)')
  await trx.raw('insert into bench_shared (id) select person_id from ? as shared', [shared])
  await trx.raw('create temporary table bench_copies (copy integer primary key, suffix varchar(8))')
  for (let copy = 1; copy <= copies; copy += 1)
    await trx.raw('insert into bench_copies (copy, suffix) values (?, ?)', [copy, suffixOf(copy)])
  for (const table of await tablesOf(trx)) await copyTable(trx, table)
  await trx.raw('drop table bench_copies')
}

async function copyTable(trx: Tx, table: string): Promise<void> {
  const columns = Object.keys(await trx(table).columnInfo()).filter(
    name => name !== 'sequence' || !countedTables.includes(table),
  )
  if (!columns.some(isReference)) return // the table is not about libraries
  const values = columns.map(
    name => changed[`${table}.${name}`] ?? (isReference(name) ? copied(name) : `base."${name}"`),
  )
  const order = table === 'events' ? 'order by copies.copy, base.sequence' : ''
  await trx.raw(
    `insert into ${table} (${columns.map(name => `"${name}"`).join(', ')}) select ${values.join(', ')}
      from ${table} as base cross join bench_copies as copies
      where ${left[table] ? `not (${left[table]})` : '1 = 1'} ${order}`,
  )
}

async function tablesOf(trx: Tx): Promise<string[]> {
  const names =
    trx.client.config.client === 'pg'
      ? trx('pg_tables').where({ schemaname: 'public' }).pluck<string[]>('tablename')
      : trx('sqlite_master')
          .where({ type: 'table' })
          .whereNot('name', 'like', 'sqlite_%')
          .whereNot('name', 'like', 'organisation_names%')
          .whereNot('name', 'like', 'outbox_words%')
          .pluck<string[]>('name')
  return (await names).filter(name => !/^(framework|evidence_words)/.test(name) && !sharedTables.includes(name))
}

/** Stores a hard link to the demo's file for each copied row of a file. */
export function linkFiles(uploads: string, copies: number): void {
  const files = join(uploads, 'files')
  for (const folder of readdirSync(files))
    for (const id of readdirSync(join(files, folder)))
      for (let copy = 1; copy <= copies; copy += 1)
        linkSync(join(files, folder, id), join(files, folder, id.slice(0, 12) + suffixOf(copy)))
}

const letters = 'abcdefghijklmnopqrstuvwxyz234567'
/** The last eight letters of the ids in a copy: enough that no id of the demo ends in them by chance. */
const suffixOf = (copy: number): string =>
  [7, 6, 5, 4, 3, 2, 1, 0].map(place => letters[Math.floor(copy / 32 ** place) % 32]).join('')
