import { randomInt } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import { Busy, NoRoom } from '../domain/refusals.ts'
import type { Transaction, Tx } from './connection.ts'

/**
 * Runs a function in one transaction. `alone` is true on the last attempt, so that the database can exclude other
 * transactions.
 */
export type Transact = <Result>(act: (trx: Tx) => Promise<Result>, alone: boolean) => Promise<Result>

/** Error codes caused by other writers. Nothing was stored, so the whole transaction can be retried. */
export interface TryAgainOn {
  /** codes of lock errors; after the last attempt, Busy is thrown */
  busy: readonly string[]
  /** codes of conflicts, which may also be a bug; the last attempt throws the error unchanged */
  clash?: readonly string[]
}

const tries = 3
/** SQLite's and PostgreSQL's codes for a statement that took too long */
const tookTooLong: readonly string[] = ['SQLITE_INTERRUPT', '57014']
/** SQLite's and PostgreSQL's codes for a full disk */
const noRoom: readonly string[] = ['SQLITE_FULL', '53100']

/**
 * @returns a `transaction` that runs a function up to three times, with growing pauses. Because the function can run
 * again, it must write only through its `trx`
 */
export function transactionWith(transact: Transact, { busy, clash = [] }: TryAgainOn): Transaction {
  return async act => {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await transact(act, attempt === tries)
      } catch (problem) {
        const code = codeOf(problem)
        if (isOverload(problem)) throw new Busy('the database had no time for it', { cause: problem })
        if (noRoom.includes(code)) throw new NoRoom('the disk of the database is full', { cause: problem })
        if (![...busy, ...clash].includes(code)) throw problem
        if (attempt === tries)
          throw busy.includes(code) ? new Busy('another transaction kept writing', { cause: problem }) : problem
      }
      await wait(attempt * 10 + randomInt(attempt * 40)) // a random pause, so that two writers do not collide again
    }
  }
}

/**
 * Whether no connection became free in time, or a statement exceeded its time limit. Neither is a bug in the request.
 */
export const isOverload = (problem: unknown): boolean => ['KnexTimeoutError', ...tookTooLong].includes(codeOf(problem))

function codeOf(problem: unknown): string {
  const { code, name } = Object(problem) as { code?: unknown; name?: unknown }
  return String(code ?? name)
}
