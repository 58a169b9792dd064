import { randomInt } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import { Busy, DatabaseDown, NoRoom } from '../domain/refusals.ts'
import type { Transaction, Tx } from './connection.ts'

/**
 * Runs a function in one transaction. `alone` is true on the last attempt, so that the database can exclude other
 * transactions.
 */
export type Transact = <Result>(act: (trx: Tx) => Promise<Result>, alone: boolean) => Promise<Result>

/** Codes of errors that other writers cause. Nothing was stored, so the whole transaction can be retried. */
export interface TryAgainOn {
  /** codes of lock errors; after the last attempt, Busy is thrown */
  busy: readonly string[]
  /** codes of duplicate keys; a bug can cause them too, so the last attempt throws the error unchanged */
  clash?: readonly string[]
}

const tries = 3
/** SQLite's and PostgreSQL's codes for a statement that took too long */
const tookTooLong: readonly string[] = ['SQLITE_INTERRUPT', '57014']
/** SQLite's and PostgreSQL's codes for a full disk */
const noRoom: readonly string[] = ['SQLITE_FULL', '53100']
/** the codes of PostgreSQL while it stops, crashes or starts, and of the network when a connection is lost */
const lost: readonly string[] = ['57P01', '57P02', '57P03', '08006', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT']
/** The driver's errors for a lost connection have no code, only these messages. knex puts the SQL in front. */
const lostMessage = /(^| )(Connection terminated( unexpectedly)?|is not queryable)$/

/**
 * @returns a `transaction` that runs a function up to three times, with growing pauses. Because the function can run
 * again, it must write only through its `trx`
 */
export function transactionWith(transact: Transact, { busy, clash = [] }: TryAgainOn): Transaction {
  return async act => {
    for (let attempt = 1; ; attempt += 1) {
      const progress = { isLast: attempt === tries, isCommitting: false }
      const acting = async (trx: Tx) => {
        const result = await act(trx)
        progress.isCommitting = true
        return result
      }
      try {
        return await transact(acting, progress.isLast)
      } catch (problem) {
        if (!mayRunAgain(problem, progress, [...busy, ...clash])) throw refusalFor(problem, busy)
      }
      await wait(attempt * 10 + randomInt(attempt * 40)) // a random pause, so that two writers do not collide again
    }
  }
}

/**
 * Whether the transaction can be retried.
 * @param isCommitting whether the function has ended. If the connection is lost then, nobody knows whether the
 * transaction was committed, so it must not run again
 * @param codes the error codes after which nothing was stored
 */
function mayRunAgain(
  problem: unknown,
  { isLast, isCommitting }: { isLast: boolean; isCommitting: boolean },
  codes: readonly string[],
): boolean {
  if (isLast) return false
  return isConnectionLost(problem) ? !isCommitting : codes.includes(codeOf(problem))
}

/** The error to throw when the transaction is not retried. */
function refusalFor(problem: unknown, busy: readonly string[]): unknown {
  const code = codeOf(problem)
  if (isConnectionLost(problem)) return new DatabaseDown('the connection to the database was lost', { cause: problem })
  if (isOverload(problem)) return new Busy('the database had no time for it', { cause: problem })
  if (noRoom.includes(code)) return new NoRoom('the disk of the database is full', { cause: problem })
  return busy.includes(code) ? new Busy('another transaction kept writing', { cause: problem }) : problem
}

/**
 * Whether no connection became free in time, or a statement exceeded its time limit. Neither is a bug in the request.
 */
export const isOverload = (problem: unknown): boolean => ['KnexTimeoutError', ...tookTooLong].includes(codeOf(problem))

/** Whether the server of the database cannot be reached, or ended the connection. */
export function isConnectionLost(problem: unknown): boolean {
  const { message, syscall } = Object(problem) as { message?: unknown; syscall?: unknown }
  const isUnreached = syscall === 'connect' || syscall === 'getaddrinfo' // no connection, or host name not found
  return isUnreached || lost.includes(codeOf(problem)) || lostMessage.test(String(message))
}

function codeOf(problem: unknown): string {
  const { code, name } = Object(problem) as { code?: unknown; name?: unknown }
  return String(code ?? name)
}
