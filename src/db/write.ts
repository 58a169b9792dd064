import type { Knex } from 'knex'
import { setTimeout as wait } from 'node:timers/promises'
import { Busy } from '../domain/refusals.ts'
import type { Write } from './connection.ts'

/** Somebody else was writing. Nothing of ours is stored, so the whole of it can be done again. */
const worthAnotherTry = new Set(['SQLITE_BUSY', '40001', '40P01'])
const tries = 5

/** @throws Busy when it could not be written after several tries with growing pauses, or when no connection became free in time */
export function writeThrough(writer: Knex, config: Knex.TransactionConfig = {}): Write {
  return async act => {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await writer.transaction(act, config)
      } catch (problem) {
        if (problem instanceof Error && problem.name === 'KnexTimeoutError') throw new Busy('no connection became free', { cause: problem })
        if (!worthAnotherTry.has(codeOf(problem))) throw problem
        if (attempt === tries) throw new Busy('somebody else kept writing', { cause: problem })
        await wait(attempt * (10 + jitter(40)))
      }
    }
  }
}

const codeOf = (problem: unknown): string => String((problem as { code?: unknown } | null)?.code ?? '')

/** Two writers that met once should not meet again at the same distance. */
const jitter = (most: number): number => Number(process.hrtime.bigint() % BigInt(most))
