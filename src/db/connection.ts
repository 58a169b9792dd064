import type { Knex } from 'knex'
import './tables.ts'
import { openPostgres } from './postgres.ts'
import { openSqlite } from './sqlite.ts'

/** For reading. Never inside `write`: there it would see the state of before. */
export type Db = Knex
/** Inside a transaction: functions that write take this, so calling one outside does not compile. */
export type Tx = Knex.Transaction
/**
 * Opens the only kind of transaction there is; the one place that knows about locks, second tries and giving up
 * politely.
 */
export type Transaction = <Result>(act: (trx: Tx) => Promise<Result>) => Promise<Result>

export interface Database {
  /** for reading: its connections cannot write (in memory the only connection does both) */
  db: Db
  /** @throws Busy when it could not be written after three tries, or when no connection became free in time */
  transaction: Transaction
  /** what `transaction` and migrations use; for checks and tests besides, never for a feature */
  writer: Knex
  engine: 'sqlite' | 'postgres'
  close(): Promise<void>
}

/** @param where the path of a SQLite file, `:memory:`, or an address that begins with postgres:// */
export function openDatabase(where: string): Database {
  return /^postgres(ql)?:/.test(where) ? openPostgres(where) : openSqlite(where)
}
