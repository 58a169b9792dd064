import { decideDate } from '../clock/clock.store.ts'
import type { Config } from '../config.ts'
import { theService } from '../domain/actor.ts'
import { addMilliseconds, systemClock, type Day, type Instant } from '../domain/time.ts'
import { recoverFiles } from '../files/recover.ts'
import { createApp } from '../app.ts'
import { listen, type Service } from '../web/server.ts'
import { demoClock } from './clock.ts'
import { demoDays, type PassingDays } from './passing-days.ts'
import { aheadBy } from './demo.store.ts'
import { openDemo } from './open-demo.ts'

/**
 * Serves the demo. Until the database is filled, jobs do not run, and most pages wait.
 * @param today null for the real date, plus the time by which visitors have moved the clock
 * @param isFresh deletes the existing demo first
 * @throws DemoRefused as `openDemo` does
 */
export async function serveDemo(
  config: Config,
  today: Day | null,
  isFresh = false,
): Promise<{ service: Service; filled: Promise<void> }> {
  const clock = demoClock(today)
  const { parts, database, ...opened } = await openDemo(config, clock, isFresh)
  if (today === null) clock.set(addMilliseconds(systemClock.now(), await aheadBy(parts.db)))
  let days: PassingDays | undefined
  const filled = opened.filled.then(async () => {
    // accept the date of the clock, because the demo may have been stopped for weeks
    await parts.write(theService, ({ trx }) => decideDate(trx, clock.now(), null))
    await recoverFiles(parts)
    days = demoDays(parts, clock)
  })
  filled.catch(() => {})
  const demoParts = { ...parts, filled, moveTo: async (at: Instant) => days?.moveTo(at) }
  const service = await listen({
    parts: demoParts,
    database,
    createApp: state => createApp(demoParts, state),
    startJobs: () => ({ stop: async () => days?.stop() }),
  })
  return { service, filled }
}
