import type { Logger } from 'pino'
import { errorCode } from '../domain/error-code.ts'
import { DatabaseDown, DiskFails, NoRoom } from '../domain/refusals.ts'
import { isConnectionLost } from './transaction.ts'

/** The log lines for each kind of outage: at its start, while it continues, and after its end. */
const lines = {
  database: [
    'the database cannot be reached',
    'the database still cannot be reached',
    'the database has not failed for a minute',
  ],
  'full disk': ['the disk is full', 'the disk is still full', 'no write has found the disk full for a minute'],
  'failed disk': [
    'nothing can be written since the disk failed',
    'nothing can be written yet since the disk failed',
    'no write has been tried for a minute since the disk failed',
  ],
} as const
type Outage = keyof typeof lines

type Place = { route: string | null } | { job: string }

/** The current outages in each log: the number of failures since the last line, and where the latest failure was. */
const outages = new WeakMap<Logger, Map<Outage, { failures: number; latest: Place }>>()

/**
 * Logs the first failure of an outage, then the number of failures once a minute. After a minute without a failure,
 * logs the end of the outage. A line for each failure would fill the log.
 * @param where the route or the job that failed
 * @returns false, and logs nothing, when the problem is not an outage
 */
export function logOutage(log: Logger, problem: unknown, where: Place, everyMs = 60_000): boolean {
  const outage = outageOf(problem)
  if (!outage) return false
  const all = outages.get(log) ?? new Map<Outage, { failures: number; latest: Place }>()
  outages.set(log, all)
  const known = all.get(outage)
  if (known) {
    known.failures += 1
    known.latest = where
    return true
  }
  const counter = { failures: 0, latest: where }
  all.set(outage, counter)
  const [begins, continues, hasEnded] = lines[outage]
  const { cause = problem } = Object(problem) as { cause?: unknown }
  log.error({ ...where, problem: errorCode(cause) }, begins)
  const timer = setInterval(() => {
    const { failures, latest } = counter
    counter.failures = 0
    if (failures > 0) return log.error({ ...latest, failures }, continues)
    clearInterval(timer)
    all.delete(outage)
    log.info({}, hasEnded)
  }, everyMs).unref()
  return true
}

function outageOf(problem: unknown): Outage | null {
  if (isDatabaseDown(problem)) return 'database'
  if (problem instanceof NoRoom) return 'full disk'
  return problem instanceof DiskFails ? 'failed disk' : null
}

export const isDatabaseDown = (problem: unknown): boolean =>
  problem instanceof DatabaseDown || isConnectionLost(problem)
