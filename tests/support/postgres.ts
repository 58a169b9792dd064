import knex, { type Knex } from 'knex'
import { createConnection } from 'node:net'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { setTimeout as after } from 'node:timers/promises'
import { openDatabase, type Database } from '../../src/db/connection.ts'
import { newId } from '../../src/db/ids.ts'

const folder = process.env.TEST_FOLDER!
const socket = join(folder, 'socket')
const addressOf = (name: string): string => `postgres://postgres@localhost/${name}?host=${encodeURIComponent(socket)}`
const nameOf = (address: string): string => new URL(address).pathname.slice(1)
/** @param min 1 for a connection that stays open even when it is not used for a long time */
const connect = (address: string, min = 0): Knex => knex({ client: 'pg', connection: address, pool: { min, max: 1 } })

/** A database that tests use in turn, because emptying a database is ten times faster than creating one. */
interface Kept {
  address: string
  connection: Knex
  asMade: string
  opened: Database
}
/** Databases that tests have returned. */
const free: Kept[] = []
const lent = new Map<string, Kept>()

/**
 * A copy of a database that `make` fills once per run.
 * @returns its address, and the opened database
 */
export async function databaseLike(
  template: string,
  make: (address: string) => Promise<void>,
): Promise<{ where: string; opened: Database }> {
  const kept = free.pop() ?? (await copyOf(template, make))
  lent.set(kept.address, kept)
  return { where: kept.address, opened: openWithSharedPools(kept) }
}

interface Pool {
  used: unknown[]
  free: { resource: { processID: number } }[]
  numUsed(): number
  numPendingAcquires(): number
  numPendingCreates(): number
}
type Client = { pool: Pool | undefined }
const clientOf = (connections: Knex): Client => connections.client as Client

/** Opens a database that uses the connection pools of the kept database. `close` leaves the pools open. */
function openWithSharedPools({ address, opened }: Kept): Database {
  const own = openDatabase(address)
  const both = ['db', 'writer'] as const
  for (const which of both) clientOf(own[which]).pool = clientOf(opened[which]).pool
  return {
    ...own,
    close: async () => {
      for (const which of both) {
        await untilUnused(clientOf(own[which]).pool)
        clientOf(own[which]).pool = undefined
      }
    },
  }
}

/** Whether no connection of the pool is in use or being opened. `giveBack` would end one that is being opened. */
const isUnused = (pool: Pool): boolean => pool.numUsed() + pool.numPendingAcquires() + pool.numPendingCreates() === 0
/** Waits up to five seconds until all the pool’s connections are released. */
async function untilUnused(pool: Pool | undefined): Promise<void> {
  for (let tries = 0; tries < 1_000; tries += 1) {
    if (!pool || isUnused(pool)) return
    await after(5)
  }
}

/** @param language sorts text by the rules of this language, such as "en-GB", instead of by its bytes */
export async function emptyDatabase(language: string | null = null): Promise<string> {
  const name = `test_${newId()}`
  const order = language ? ` locale_provider icu icu_locale '${language}'` : ''
  await ask(`create database ?? template template0${order}`, [name])
  return addressOf(name)
}

/** Takes a lent database back for reuse, or drops it. Ends the connections that are not in its pools. */
export async function giveBack(address: string): Promise<void> {
  const kept = lent.get(address)
  lent.delete(address)
  if (kept) {
    const pools = [kept.opened.db, kept.opened.writer].map(each => clientOf(each).pool)
    const canBeUsedAgain = pools.every(pool => pool && isUnused(pool))
    const ours = canBeUsedAgain ? pools.flatMap(pool => pool!.free.map(({ resource }) => resource.processID)) : []
    await kept.connection.raw(
      'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> ' +
        'pg_backend_pid() and pid <> all(?)',
      [ours],
    )
    if (canBeUsedAgain && (await shapeOf(kept.connection)) === kept.asMade) {
      await empty(kept.connection)
      free.push(kept)
      return
    }
    await kept.opened.close()
    await kept.connection.destroy()
  }
  await ask('drop database if exists ?? with (force)', [nameOf(address)])
}

async function copyOf(template: string, make: (address: string) => Promise<void>): Promise<Kept> {
  await makeOnce(template, make)
  const name = `test_${newId()}`
  await ask('create database ?? template ??', [name, template])
  const connection = connect(addressOf(name))
  return {
    address: addressOf(name),
    connection,
    asMade: await shapeOf(connection),
    opened: openDatabase(addressOf(name)),
  }
}

const made = new Set<string>()

/** Test files run in several processes. The first process makes the template, and the others wait for its lock. */
async function makeOnce(template: string, make: (address: string) => Promise<void>): Promise<void> {
  if (made.has(template)) return
  await ask('select pg_advisory_lock(1)')
  try {
    const { rows } = await ask('select 1 from pg_database where datname = ?', [template])
    if (rows.length === 0) {
      const draft = `${template}_draft`
      await ask('drop database if exists ?? with (force)', [draft]) // left by a process that failed to make it
      await ask('create database ?? template template0', [draft])
      await make(addressOf(draft))
      await ask('alter database ?? rename to ??', [draft, template])
    }
  } finally {
    await ask('select pg_advisory_unlock(1)')
  }
  made.add(template)
}

let server: Promise<Knex> | undefined

/** Runs a query on the one connection that holds the lock above, because a lock belongs to a connection. */
async function ask(sql: string, values: string[] = []): Promise<{ rows: unknown[] }> {
  server ??= startedServer()
  return (await server).raw(sql, values)
}

/** Starts the server of this run when it is first needed (jest/folder-keeper.js). */
async function startedServer(): Promise<Knex> {
  const answer = await text(createConnection(join(folder, 'postgresql-please')))
  if (answer === 'ready') return connect(addressOf('postgres'), 1)
  throw new Error(
    `The tests need PostgreSQL, and neither the one of "npm ci" nor an installed one would start (${answer}).`,
  )
}

/**
 * A fingerprint of the schema, from counts and transaction ids of its parts. A database whose fingerprint a test has
 * changed is not reused.
 */
async function shapeOf(connection: Knex): Promise<string> {
  const last = (table: string, where = 'true') =>
    `(select concat(count(*), ' ', max(xmin::text::bigint)) from ${table} where ${where})`
  const { rows } = await connection.raw<{ rows: { shape: string }[] }>(
    `select concat_ws(', ', ${last('pg_attribute', `attrelid >= ${firstOfUsers}`)}, ${last('pg_constraint')},
      ${last('pg_trigger')}, (select string_agg(name, ' ' order by name) from migrations)) as shape`,
  )
  return rows[0]!.shape
}
/** The lowest id of a table that a migration made. Lower ids belong to PostgreSQL's own tables. */
const firstOfUsers = 16_384

/**
 * Deletes all rows except those of `migrations`, with triggers switched off, and restarts sequences. Migrations insert
 * no other rows (tests/feature/guards/migrations.test.ts). Tables with many pages of deleted rows are slow to read, so
 * they are vacuumed.
 */
async function empty(connection: Knex): Promise<void> {
  await connection.raw(emptied)
  const { rows } = await connection.raw<{ rows: { name: string }[] }>(
    `select relname as name from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace
      and pg_relation_size(oid) > 400000`,
  )
  if (rows.length > 0) await connection.raw(`vacuum ${rows.map(({ name }) => `"${name}"`).join(', ')}`)
}
const emptied = `do $$ declare name text; begin
  set local session_replication_role = replica;
  for name in select tablename from pg_tables where schemaname = 'public'
    and tablename <> 'migrations' loop execute format('delete from %I', name); end loop;
  for name in select sequencename from pg_sequences where schemaname = 'public'
    and last_value is not null loop execute format('alter sequence %I restart', name); end loop;
end $$`

/** Copies a database, after ending all its connections. @returns the address of the copy */
export async function copyOfDatabase(address: string): Promise<string> {
  const name = `test_${newId()}`
  await ask('select pg_terminate_backend(pid) from pg_stat_activity where datname = ?', [nameOf(address)])
  await ask('create database ?? template ?? strategy file_copy', [name, nameOf(address)])
  return addressOf(name)
}

export const dropDatabase = (address: string): Promise<unknown> =>
  ask('drop database if exists ?? with (force)', [nameOf(address)])
