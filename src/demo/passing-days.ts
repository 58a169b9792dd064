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
import { saveAheadBy, keepSignInsOpen } from './demo.store.ts'

export interface PassingDays {
  moveTo(at: Instant): Promise<void>
  stop(): Promise<void>
}

/** Starts the jobs. They pause while the clock moves, so that no job starts on one day and ends on another. */
export function passingDays(parts: Parts, clock: MovingClock): PassingDays {
  let jobs = startJobs(parts)
  return {
    async moveTo(at) {
      await jobs.stop()
      try {
        for (let day = dayOf(clock.now()); day <= dayOf(at); day = addDays(day, 1)) await live(parts, clock, day, at)
        clock.set(at)
        await runAll(parts, passingJobs)
      } finally {
        jobs = startJobs(parts)
      }
    },
    stop: () => jobs.stop(),
  }
}

/** Like `passingDays`, but also stores how far the clock was moved, for the next start. */
export function demoDays(parts: Parts, clock: MovingClock): PassingDays {
  const days = passingDays(parts, clock)
  return {
    stop: days.stop,
    async moveTo(at) {
      await parts.write(theService, ({ trx }) => keepSignInsOpen(trx, at)) // otherwise a job ends the open sign-ins
      await days.moveTo(at)
      await parts.write(theService, ({ trx }) => saveAheadBy(trx, millisecondsBetween(systemClock.now(), at)))
    },
  }
}

/**
 * Sets the clock to the morning of a day and runs its jobs, unless that time has passed or is after `until`. On
 * Mondays, runs all `passingJobs`.
 */
async function live(parts: Parts, clock: MovingClock, day: Day, until: Instant): Promise<void> {
  const morning = instantAt(day, parts.config.remindersAt)
  if (morning <= clock.now() || morning > until) return
  clock.set(morning)
  await runAll(
    parts,
    weekdayOf(day) === monday ? passingJobs : passingJobs.filter(({ name }) => everyMorning.includes(name)),
  )
}

const everyMorning = [
  'move-awards',
  'expire-questions',
  'expire-seat-offers',
  'expire-invitations',
  'release-letters',
  'send-reminders',
  'remind-of-meetings',
  'remind-invited-people',
]
const monday = 1

/**
 * The jobs that run while the clock moves. `watch-service` is left out, because it would report jobs that run only on
 * Mondays as missed.
 */
const passingJobs = timetable.filter(({ name }) => name !== 'watch-service')

/** Runs the jobs that are due, one after another, and then sends their emails. */
async function runAll(parts: Parts, jobs: readonly Job[]): Promise<void> {
  const { signal } = new AbortController()
  for (const job of [...jobs, ...timetable.filter(({ name }) => name === 'send-emails')])
    await runWhenDue(parts, job, signal)
}
