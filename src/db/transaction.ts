import { randomInt } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import { Busy, NoRoom } from '../domain/refusals.ts'
import type { Transaction, Tx } from './connection.ts'

/** Runs an act in one transaction. `alone` on the last attempt, for a database that can keep others out. */
export type Transact = <Result>(act: (trx: Tx) => Promise<Result>, alone: boolean) => Promise<Result>

/** Error codes caused by another writer. Nothing was stored, so everything can be tried again. */
export interface TryAgainOn {
  /** ends as Busy */
  busy: readonly string[]
  /** may also be a bug: the last attempt throws it unchanged */
  clash?: readonly string[]
}

const tries = 3
/** SQLite's and PostgreSQL's codes for a full disk */
const noRoom: readonly string[] = ['SQLITE_FULL', '53100']

/**
 * @returns a `transaction` that tries an act three times with growing pauses. So an act only writes through its `trx`
 */
export function transactionWith(transact: Transact, { busy, clash = [] }: TryAgainOn): Transaction {
  return async act => {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await transact(act, attempt === tries)
      } catch (problem) {
        const code = codeOf(problem)
        if (code === 'KnexTimeoutError') throw new Busy('no connection became free in time', { cause: problem })
        if (noRoom.includes(code)) throw new NoRoom('the disk of the database is full', { cause: problem })
        if (![...busy, ...clash].includes(code)) throw problem
        if (attempt === tries)
          throw busy.includes(code) ? new Busy('somebody else kept writing', { cause: problem }) : problem
      }
      await wait(attempt * 10 + randomInt(attempt * 40)) // a random pause, so that two writers do not collide again
    }
  }
}

function codeOf(problem: unknown): string {
  const { code, name } = Object(problem) as { code?: unknown; name?: unknown }
  return String(code ?? name)
}
