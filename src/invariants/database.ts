import type { Knex } from 'knex'
import { openDatabase, type Database } from '../db/connection.ts'
import { migrateToLatest, migrationNames } from '../db/migrate.ts'
import { addMinutes } from '../domain/time.ts'
import { brokenBy, type Check } from './broken.ts'

type Found = { entity: string; what: string }[]

/** I6: the database is intact. On PostgreSQL, only checks that every constraint has been validated. */
export const soundDatabase: Check = async ({ database: { db, engine } }) =>
  brokenBy('I6', engine === 'sqlite' ? await sqliteProblems(db) : await postgresProblems(db))

/**
 * The full-text queries refresh what SQLite's FTS5 (3.52) caches per connection. Without them, the integrity check does
 * not notice changes by other connections.
 */
async function sqliteProblems(db: Knex): Promise<Found> {
  const integrity: { integrity_check: string }[] = await db.raw(
    `select integrity_check from (select count(*) from evidence_words)
      join (select count(*) from organisation_names where organisation_names match 'abc')
      join (select count(*) from outbox_words where outbox_words match 'abc') join pragma_integrity_check`,
  )
  const dangling: { table: string; rowid: number | null; parent: string }[] = await db.raw('pragma foreign_key_check')
  return [
    ...integrity
      .filter(({ integrity_check }) => integrity_check !== 'ok')
      .map(({ integrity_check }) => ({ entity: 'database', what: integrity_check })),
    ...dangling.map(({ table, rowid, parent }) => ({
      entity: `${table} row ${rowid ?? '?'}`,
      what: `refers to no row of ${parent}`,
    })),
  ]
}

async function postgresProblems(db: Knex): Promise<Found> {
  const { rows } = await db.raw<{ rows: { name: string; on: string }[] }>(
    'select conname as name, conrelid::regclass::text as "on" from pg_constraint where not convalidated',
  )
  return rows.map(({ name, on }) => ({ entity: `table ${on}`, what: `the constraint ${name} was never validated` }))
}

/** I14: all migrations of this build have run, and the columns match those of a new database. */
export const schemaIsExpected: Check = async ({ database }) => {
  const run = await database.db('migrations').orderBy('name').pluck<string[]>('name')
  const expected = await freshColumns()
  const live = await columnsOf(database)
  return brokenBy('I14', [
    ...differences(run, migrationNames()).map(name => ({
      entity: `migration ${name}`,
      what: run.includes(name) ? 'is not in this build' : 'has not run',
    })),
    ...differences(live, expected).map(column => ({
      entity: `column ${column}`,
      what: live.includes(column) ? 'is not expected' : 'is missing',
    })),
  ])
}

/**
 * Columns that can contain a time in the future. The last four, in `clock_holds`, are about a clock that may be wrong.
 */
const ahead = [
  'expires_at',
  'lease_until',
  'next_try_at',
  'opens_at',
  'closes_at',
  'accepts_until',
  'starts_at',
  'ends_at',
  'release_at',
  'first_read_at',
  'last_read_at',
  'compared_with',
  'seen_read_at',
]

/** I15: every time is in UTC and, except in the columns of `ahead`, at most five minutes in the future. */
export const timesHavePassed: Check = async ({ database, now }) => {
  const found: Found = []
  for (const column of await columnsOf(database, 24)) {
    const [table, name] = column.split('.') as [string, string]
    const rows = await database
      .db(table as 'people')
      .whereNotNull(name as 'id')
      .where(wrong => {
        wrong.whereNot(name as 'id', 'like', '____-__-__T__:__:__.___Z')
        if (!ahead.includes(name)) wrong.orWhere(name as 'id', '>', addMinutes(now, 5))
      })
      .limit(20)
      .pluck<string[]>(name)
    found.push(...rows.map(moment => ({ entity: column, what: `${moment} is in the future, or not a time in UTC` })))
  }
  return brokenBy('I15', found)
}

let expectedColumns: Promise<string[]> | null = null
const freshColumns = (): Promise<string[]> => (expectedColumns ??= readFreshColumns())

async function readFreshColumns(): Promise<string[]> {
  const fresh = openDatabase(':memory:')
  try {
    await migrateToLatest(fresh)
    return await columnsOf(fresh)
  } finally {
    await fresh.close()
  }
}

/**
 * The columns as table.column, sorted, except those of the full-text indexes, which differ between the databases.
 * @param width lists only text columns of that width: 24 selects the columns with times
 */
async function columnsOf(
  { db, engine }: Pick<Database, 'db' | 'engine'>,
  width: number | null = null,
): Promise<string[]> {
  const all = engine === 'sqlite' ? await sqliteColumns(db) : await postgresColumns(db)
  return all
    .filter(({ type }) => width === null || type === `varchar(${width})`)
    .map(({ table, name }) => `${table}.${name}`)
    .toSorted()
}

interface Column {
  table: string
  name: string
  type: string
}

async function sqliteColumns(db: Knex): Promise<Column[]> {
  return db.raw(`select m.name as "table", c.name as name, lower(c.type) as type from sqlite_master m
    join pragma_table_info(m.name) c
    where m.type = 'table' and m.name not like 'sqlite_%' and m.name not like 'evidence_words%'
      and m.name not like 'organisation_names%' and m.name not like 'outbox_words%'`)
}

async function postgresColumns(db: Knex): Promise<Column[]> {
  const { rows } = await db.raw<{ rows: Column[] }>(`select table_name as "table", column_name as name,
    case when data_type = 'character varying' then 'varchar(' || character_maximum_length || ')'
      else data_type end as type
    from information_schema.columns where table_schema = current_schema() and table_name <> 'evidence_words'`)
  return rows
}

const differences = (one: readonly string[], other: readonly string[]): string[] =>
  [...new Set([...one, ...other])].filter(each => one.includes(each) !== other.includes(each))
