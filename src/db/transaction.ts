import { randomInt } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import { Busy, NoRoom } from '../domain/refusals.ts'
import type { Transaction, Tx } from './connection.ts'

/** Runs an act in one transaction; `alone` on the last try, for a database that can keep the others out meanwhile. */
export type Transact = <Result>(act: (trx: Tx) => Promise<Result>, alone: boolean) => Promise<Result>

/**
 * Codes of what went wrong because somebody else was writing. Nothing of ours is stored then, so the whole can be done
 * again.
 */
export interface TryAgainOn {
  /** ends as Busy */
  busy: readonly string[]
  /** may be a mistake as well: the last try throws it as it is */
  clash?: readonly string[]
}

const tries = 3
/** of SQLite and of PostgreSQL: there is no room for it on the disk */
const noRoom: readonly string[] = ['SQLITE_FULL', '53100']

/**
 * @returns a `transaction` that gives an act three tries with growing pauses; an act must therefore do nothing but
 * write through its `trx`
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
      await wait(attempt * 10 + randomInt(attempt * 40)) // whoever met once should not meet again at the same distance
    }
  }
}

function codeOf(problem: unknown): string {
  const { code, name } = Object(problem) as { code?: unknown; name?: unknown }
  return String(code ?? name)
}
