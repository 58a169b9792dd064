import type { Logger } from 'pino'
import { errorCode } from '../domain/error-code.ts'

/** For each log during an outage: the number of failures since its last line. */
const outages = new WeakMap<Logger, { failures: number }>()

/**
 * Logs the first failure to reach the database, then the number of failures once a minute, and lastly that a minute has
 * passed without one. A line for each failure would fill the log: every request fails, and some jobs fail every second.
 * @param where the route or the job that failed first
 */
export function logDatabaseDown(
  log: Logger,
  problem: unknown,
  where: { route: string | null } | { job: string },
  everyMs = 60_000,
): void {
  const known = outages.get(log)
  if (known) {
    known.failures += 1
    return
  }
  const outage = { failures: 0 }
  outages.set(log, outage)
  const { cause = problem } = Object(problem) as { cause?: unknown }
  log.error({ ...where, problem: errorCode(cause) }, 'the database cannot be reached')
  const timer = setInterval(() => {
    const { failures } = outage
    outage.failures = 0
    if (failures > 0) return log.error({ failures }, 'the database still cannot be reached')
    clearInterval(timer)
    outages.delete(log)
    log.info({}, 'the database has not failed for a minute')
  }, everyMs).unref()
}
