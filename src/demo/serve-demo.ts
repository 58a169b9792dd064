import type { Config } from '../config.ts'
import { addMilliseconds, systemClock, type Day, type Instant } from '../domain/time.ts'
import { recoverFiles } from '../files/recover.ts'
import { createApp } from '../app.ts'
import { listen, type Service } from '../web/server.ts'
import { demoClock } from './clock.ts'
import { demoDays, type PassingDays } from './days.ts'
import { aheadBy } from './demo.store.ts'
import { openDemo } from './open-demo.ts'

/**
 * Serves the demo as soon as it has tables. Its days begin when its libraries are there: whoever is faster reads the
 * page for signing in, and waits for the next.
 * @param today the day that it is told; null for the real one, or as far ahead of it as its clock was moved
 * @param isFresh takes what is there away first
 * @throws DemoRefused as openDemo
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
