import { theService } from '../domain/actor.ts'
import {
  addDays,
  dayOf,
  instantAt,
  millisecondsBetween,
  systemClock,
  weekdayOf,
  type Day,
  type Instant,
} from '../domain/time.ts'
import { startJobs, runWhenDue } from '../jobs/runner.ts'
import { timetable, type Job } from '../jobs/timetable.ts'
import type { Parts } from '../parts.ts'
import type { MovingClock } from './clock.ts'
import { keepAheadBy, takeAlongSignIns } from './demo.store.ts'

/** Jobs at work, and the days that they live through when the clock is moved on. */
export interface PassingDays {
  moveTo(at: Instant): Promise<void>
  stop(): Promise<void>
}

/**
 * Starts the jobs. While days pass nothing else of them is at work: a job that began on one day and ended on another,
 * or a letter whose lease ran out because the clock was set, would never happen otherwise.
 */
export function passingDays(parts: Parts, clock: MovingClock): PassingDays {
  let jobs = startJobs(parts)
  return {
    async moveTo(at) {
      await jobs.stop()
      try {
        for (let day = dayOf(clock.now()); day <= dayOf(at); day = addDays(day, 1)) await live(parts, clock, day, at)
        clock.set(at)
        await runAll(parts, timetable)
      } finally {
        jobs = startJobs(parts)
      }
    },
    stop: () => jobs.stop(),
  }
}

/** As the demo has them: how far the clock was moved is kept for its next start. */
export function demoDays(parts: Parts, clock: MovingClock): PassingDays {
  const days = passingDays(parts, clock)
  return {
    stop: days.stop,
    async moveTo(at) {
      await parts.write(theService, ({ trx }) => takeAlongSignIns(trx, at)) // before a job on the way could end them
      await days.moveTo(at)
      await parts.write(theService, ({ trx }) => keepAheadBy(trx, millisecondsBetween(systemClock.now(), at)))
    },
  }
}

/**
 * Every morning at the hour of reminders: what the calendar moves, what is reminded of, and the letters; once a week
 * what tidies up besides.
 */
async function live(parts: Parts, clock: MovingClock, day: Day, until: Instant): Promise<void> {
  const morning = instantAt(day, parts.config.remindersAt)
  if (morning <= clock.now() || morning > until) return
  clock.set(morning)
  await runAll(
    parts,
    weekdayOf(day) === monday ? timetable : timetable.filter(({ name }) => everyMorning.includes(name)),
  )
}

const everyMorning = ['move-awards', 'expire-questions', 'send-reminders']
const monday = 1

/** As the runner does it, one job after the other; and then the letters go out that they wrote. */
async function runAll(parts: Parts, jobs: readonly Job[]): Promise<void> {
  const { signal } = new AbortController()
  for (const job of [...jobs, ...timetable.filter(({ name }) => name === 'send-emails')])
    await runWhenDue(parts, job, signal)
}
