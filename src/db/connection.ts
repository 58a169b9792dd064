import type { Knex } from 'knex'
import './tables.ts'
import { openPostgres } from './postgres.ts'
import { openSqlite } from './sqlite.ts'

/** For reading. Do not use it inside `write`: it would see the state before the transaction. */
export type Db = Knex
/** Inside a transaction. Functions that write take this, so calling one outside does not compile. */
export type Tx = Knex.Transaction
/** Opens a transaction. The only place that handles locks, retries and giving up. */
export type Transaction = <Result>(act: (trx: Tx) => Promise<Result>) => Promise<Result>

export interface Database {
  /** for reading: its connections cannot write (in memory there is one connection for both) */
  db: Db
  /** @throws Busy after three attempts, or when no connection became free in time */
  transaction: Transaction
  /** for `transaction`, migrations, checks and tests; modules never use it */
  writer: Knex
  engine: 'sqlite' | 'postgres'
  close(): Promise<void>
}

/** @param where the path of a SQLite file, `:memory:`, or an address that starts with postgres:// */
export function openDatabase(where: string): Database {
  return /^postgres(ql)?:/.test(where) ? openPostgres(where) : openSqlite(where)
}
