import knex, { type Knex } from 'knex'
import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import './tables.ts'
import { openSqlite } from './sqlite-client.ts'
import { writeThrough } from './write.ts'

/** For reading. Never inside `write`: there it would see the state of before. */
export type Db = Knex
/** Inside a transaction: functions that write take this, so calling one outside does not compile. */
export type Tx = Knex.Transaction
/** Opens the only kind of transaction there is; the one place that knows about locks, second tries and giving up politely. */
export type Write = <Result>(act: (trx: Tx) => Promise<Result>) => Promise<Result>

export interface Database {
  /** for reading: on a SQLite file three connections that cannot write, so that a page never waits for somebody's transaction */
  db: Db
  /** the connection that writes; for migrations and checks, everything else goes through `write` */
  writer: Knex
  write: Write
  engine: 'sqlite' | 'postgres'
  close(): Promise<void>
}

const always = ['foreign_keys = on', 'busy_timeout = 250', 'secure_delete = on']
const onDisk = [...always, 'journal_mode = wal', 'synchronous = full']

/** @param where a path of a SQLite file, `:memory:`, or an address that begins with postgres:// */
export function openDatabase(where: string): Database {
  if (/^postgres(ql)?:/.test(where)) return openPostgres(where)
  if (where === ':memory:') {
    const db = openSqlite(where, 1, always)
    return { db, writer: db, write: writeThrough(db), engine: 'sqlite', close: () => db.destroy() }
  }
  mkdirSync(dirname(where), { recursive: true })
  const writer = openSqlite(where, 1, onDisk)
  const db = openSqlite(where, 3, [...always, 'query_only = on'])
  return {
    db, writer, write: writeThrough(writer), engine: 'sqlite',
    close: async () => {
      await db.destroy()
      await writer.destroy()
    },
  }
}

/** Transactions are serializable, so that check and act are one: whoever is second is refused by the database and tried again. */
function openPostgres(address: string): Database {
  const db = knex({ client: 'pg', connection: address, compileSqlOnError: false, acquireConnectionTimeout: 5_000, pool: { min: 0, max: 10 } })
  return { db, writer: db, write: writeThrough(db, { isolationLevel: 'serializable' }), engine: 'postgres', close: () => db.destroy() }
}
