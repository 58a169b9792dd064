import knex, { type Knex } from 'knex'
import { createConnection } from 'node:net'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { newId } from '../../src/db/ids.ts'

const folder = process.env.TEST_FOLDER!
const socket = join(folder, 'socket')
const addressOf = (name: string): string => `postgres://postgres@localhost/${name}?host=${encodeURIComponent(socket)}`
const nameOf = (address: string): string => new URL(address).pathname.slice(1)
const connect = (address: string): Knex => knex({ client: 'pg', connection: address, pool: { min: 0, max: 1 } })

/** A database that a test gave back is used again, because emptying one is ten times faster than making one. */
interface Kept {
  address: string
  connection: Knex
  asMade: string
}
const free: Kept[] = []
const lent = new Map<string, Kept>()

/**
 * A copy of a database that `make` fills once per run.
 * @returns its address
 */
export async function databaseLike(template: string, make: (address: string) => Promise<void>): Promise<string> {
  const kept = free.pop() ?? (await copyOf(template, make))
  lent.set(kept.address, kept)
  return kept.address
}

export async function emptyDatabase(): Promise<string> {
  const name = `test_${newId()}`
  await ask('create database ?? template template0', [name])
  return addressOf(name)
}

/** Gives back a database. Open connections to it are closed. */
export async function giveBack(address: string): Promise<void> {
  const kept = lent.get(address)
  lent.delete(address)
  if (kept) {
    await kept.connection.raw(
      'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> ' +
        'pg_backend_pid()',
    )
    if ((await shapeOf(kept.connection)) === kept.asMade) {
      await kept.connection.raw(emptied)
      free.push(kept)
      return
    }
    await kept.connection.destroy()
  }
  await ask('drop database if exists ?? with (force)', [nameOf(address)])
}

async function copyOf(template: string, make: (address: string) => Promise<void>): Promise<Kept> {
  await makeOnce(template, make)
  const name = `test_${newId()}`
  await ask('create database ?? template ??', [name, template])
  const connection = connect(addressOf(name))
  return { address: addressOf(name), connection, asMade: await shapeOf(connection) }
}

const made = new Set<string>()

/** Test files run in several processes. The first makes the template, and the others wait for its lock. */
async function makeOnce(template: string, make: (address: string) => Promise<void>): Promise<void> {
  if (made.has(template)) return
  await ask('select pg_advisory_lock(1)')
  const { rows } = await ask('select 1 from pg_database where datname = ?', [template])
  if (rows.length === 0) {
    await ask('create database ?? template template0', [`${template}_draft`])
    await make(addressOf(`${template}_draft`))
    await ask('alter database ?? rename to ??', [`${template}_draft`, template])
  }
  await ask('select pg_advisory_unlock(1)')
  made.add(template)
}

let server: Promise<Knex> | undefined

/** Runs a query on the one connection to the server, because the lock above belongs to a connection. */
async function ask(sql: string, values: string[] = []): Promise<{ rows: unknown[] }> {
  server ??= startedServer()
  return (await server).raw(sql, values)
}

/** Starts the server of this run when it is first needed (jest/folder-keeper.js). */
async function startedServer(): Promise<Knex> {
  const answer = await text(createConnection(join(folder, 'postgresql-please')))
  if (answer === 'ready') return connect(addressOf('postgres'))
  throw new Error(
    `The tests need PostgreSQL, and neither the one of "npm ci" nor an installed one would start (${answer}).`,
  )
}

/** Columns, constraints, triggers and migrations as one text. If a test changed it, the database is not used again. */
async function shapeOf(connection: Knex): Promise<string> {
  const { rows } = await connection.raw<{
    rows: { shape: string }[]
  }>(`select md5(string_agg(line, ',' order by line)) as shape from (
    select concat('a', attrelid, attname, attnotnull, atttypid, attisdropped) as line from pg_attribute
      join pg_class on pg_class.oid = attrelid where relnamespace = 'public'::regnamespace
    union all select concat('c', conrelid, pg_get_constraintdef(oid)) from pg_constraint
      where connamespace = 'public'::regnamespace
    union all select concat('t', tgrelid, tgname, tgenabled) from pg_trigger
    union all select name from migrations) as lines`)
  return rows[0]!.shape
}

/**
 * Deletes all rows without triggers and restarts sequences. Migrations insert no rows
 * (tests/feature/guards/migrations).
 */
const emptied = `do $$ declare name text; begin
  set local session_replication_role = replica;
  for name in select tablename from pg_tables where schemaname = 'public'
    and tablename <> 'migrations' loop execute format('delete from %I', name); end loop;
  for name in select sequencename from pg_sequences where schemaname = 'public'
    and last_value is not null loop execute format('alter sequence %I restart', name); end loop;
end $$`
