import knex, { type Knex } from 'knex'
import { closeSync, mkdirSync, openSync } from 'node:fs'
import { dirname } from 'node:path'
import type { Database, TimeLimits } from './connection.ts'
import { SqliteClient } from './sqlite-client.ts'
import { limitTime, type SqliteConnection } from './sqlite-statements.ts'
import { transactionWith } from './transaction.ts'

// Waiting for a lock blocks a thread that file access or password checks may need. So the lock timeout is short, and
// `write` tries again.
const always = ['foreign_keys = on', 'busy_timeout = 250', 'secure_delete = on']
const writing = [...always, 'journal_mode = wal', 'synchronous = full']
const reading = [...always, 'query_only = on']

/**
 * One connection writes and three read, so that a page never waits for a transaction. A fifth is for slow reads. A
 * database in memory has only one connection, for everything.
 */
export function openSqlite(filename: string, limits: TimeLimits): Database {
  const inMemory = filename === ':memory:'
  if (!inMemory) createPrivateFile(filename)
  const writer = pool(filename, 1, inMemory ? always : writing)
  const db = inMemory ? writer : pool(filename, 3, reading, limits.db)
  const slowDb = inMemory ? writer : pool(filename, 1, reading, limits.slowDb)
  return {
    db,
    slowDb,
    writer,
    engine: 'sqlite',
    transaction: transactionWith(act => writer.transaction(act), { busy: ['SQLITE_BUSY'] }),
    close: async () => {
      await writer.destroy()
      if (inMemory) return
      await db.destroy()
      await slowDb.destroy()
    },
  }
}

/**
 * Creates the database file readable by this user only. SQLite gives its companion files the same mode. An existing
 * file keeps its mode. It is not even opened, because closing it would end this process's locks on a database that is
 * already open. Another program that closes the database could then delete its log, and recent changes with it.
 * Source: https://sqlite.org/howtocorrupt.html, section 2.2.
 */
function createPrivateFile(filename: string): void {
  mkdirSync(dirname(filename), { recursive: true })
  try {
    closeSync(openSync(filename, 'ax', 0o600))
  } catch (problem) {
    if ((problem as NodeJS.ErrnoException).code !== 'EEXIST') throw problem
  }
}

/**
 * Pragmas apply to one connection, so every new connection gets them.
 * @param limit the maximum duration of a statement in milliseconds, 0 for no limit
 */
function pool(filename: string, connections: number, pragmas: readonly string[], limit = 0): Knex {
  const settings = pragmas.map(pragma => `pragma ${pragma};`).join(' ')
  return knex({
    client: SqliteClient as unknown as typeof Knex.Client,
    connection: { filename },
    useNullAsDefault: true,
    compileSqlOnError: false,
    acquireConnectionTimeout: 5_000,
    pool: {
      min: pragmas === reading ? 0 : 1,
      max: connections,
      afterCreate: (
        connection: SqliteConnection,
        done: (problem: Error | null, connection: SqliteConnection) => void,
      ) => applySettings(limitTime(connection, limit), settings, problem => done(problem, connection)),
    },
  })
}

const longestWait = 4_000 // in milliseconds; shorter than knex waits for a connection

/**
 * Applies pragmas to a new connection. Retries for up to four seconds, because SQLite ignores `busy_timeout` when the
 * journal changes while another process creates the database.
 */
function applySettings(
  connection: SqliteConnection,
  settings: string,
  done: (problem: Error | null) => void,
  began = performance.now(),
): void {
  connection.exec(settings, problem => {
    const mayRetry = (problem as { code?: string } | null)?.code === 'SQLITE_BUSY'
    if (!mayRetry || performance.now() - began > longestWait) return done(problem)
    setTimeout(() => applySettings(connection, settings, done, began), 50)
  })
}
