import type { Knex } from 'knex'
import './tables.ts'
import { openPostgres } from './postgres.ts'
import { openSqlite } from './sqlite.ts'

/** For reading. Do not use it inside `write`: it would see the state before the transaction. */
export type Db = Knex
/** A transaction. Functions that write take it, so that calling them outside a transaction does not compile. */
export type Tx = Knex.Transaction
/** Runs `act` in a transaction. Callers do not handle locks or retries themselves. */
export type Transaction = <Result>(act: (trx: Tx) => Promise<Result>) => Promise<Result>

export interface Database {
  /** for reading: its connections cannot write, except in memory, where one connection does both */
  db: Db
  /** for slow reads, on connections of its own, so that other pages never wait for a slow read */
  slowDb: Db
  /**
   * @throws Busy after three attempts, or when no connection is free or a statement takes too long; DatabaseDown when
   * the database cannot be reached, or the connection was lost, perhaps after the commit; NoRoom when the disk is full
   */
  transaction: Transaction
  /** for `transaction`, migrations, checks and tests; modules never use it */
  writer: Knex
  engine: 'sqlite' | 'postgres'
  close(): Promise<void>
}

/**
 * Time limits of read statements in milliseconds, for `db` and for `slowDb`. The database cancels a longer statement.
 */
export interface TimeLimits {
  db: number
  slowDb: number
}

const usualLimits: TimeLimits = { db: 10_000, slowDb: 30_000 }

/** No time limits, for checks of a whole database. */
export const noLimits: TimeLimits = { db: 0, slowDb: 0 }

/**
 * @param where the path of a SQLite file, `:memory:`, or a URL that starts with postgres://
 * @param limits time limits for reading; 0 means no limit
 */
export function openDatabase(where: string, limits = usualLimits): Database {
  return /^postgres(ql)?:/.test(where) ? openPostgres(where, limits) : openSqlite(where, limits)
}

/** Returns the parts with `slowDb` as `db`, for routes that read a lot: the history, reports, packs and downloads. */
export const readingSlowly = <Parts extends { db: Db; slowDb: Db }>(parts: Parts): Parts => ({
  ...parts,
  db: parts.slowDb,
})
