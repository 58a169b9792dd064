import { setMaxListeners } from 'node:events'
import { setTimeout as after } from 'node:timers/promises'
import { isDatabaseDown, logOutage } from '../db/outage-log.ts'
import { errorCode } from '../domain/error-code.ts'
import { dayOf, londonTimeOf, type Instant } from '../domain/time.ts'
import type { Parts } from '../parts.ts'
import { isDateRight } from '../clock/right-date.ts'
import { claimLease, endLease, giveBackLease, leaseOf, type Lease } from './lease.store.ts'
import { timetable, type Job } from './timetable.ts'

/** How many minutes a daily job can run before another process takes it over. */
const leaseMinutes = 30
const checkEverySeconds = 30

export interface Jobs {
  /** Starts no more jobs, and waits for the running ones. */
  stop(): Promise<void>
}

/** Starts all scheduled jobs in this process. */
export function startJobs(parts: Parts, jobs: readonly Job[] = timetable): Jobs {
  const stopping = new AbortController()
  setMaxListeners(0, stopping.signal) // no limit, because every job listens to this signal
  const loops = jobs.filter(job => job.every !== 'by hand').map(job => loop(parts, job, stopping.signal))
  return {
    async stop() {
      stopping.abort()
      await Promise.all(loops)
    },
  }
}

async function loop(parts: Parts, job: Job, stop: AbortSignal): Promise<void> {
  const seconds = typeof job.every === 'object' && 'seconds' in job.every ? job.every.seconds : checkEverySeconds
  while (!stop.aborted) {
    await runWhenDue(parts, job, stop).catch((problem: unknown) => {
      if (!logOutage(parts.log, problem, { job: job.name })) logFailure(parts, job, problem)
    })
    await after(seconds * 1000, null, { ref: false, signal: stop }).catch(() => null)
  }
}

const logFailure = ({ log }: Parts, { name }: Job, problem: unknown): void =>
  log.error({ job: name, problem: errorCode(problem) }, 'job')

/**
 * Runs a job if it is due. If the database becomes unreachable during the first run of a day, the job runs again once
 * the database is back. After any other failure, a daily job runs again when its lease has expired.
 * @throws whatever the job throws, unless the database became unreachable during the first run of a day
 */
export async function runWhenDue(parts: Parts, job: Job, stop: AbortSignal): Promise<void> {
  const now = parts.clock.now()
  if (job.every === 'by hand') return
  if ('seconds' in job.every) {
    if (await mayRun(parts, job, now)) await job.run(parts, dayOf(now), stop)
    return
  }
  const { dayAt } = job.every
  if (londonTimeOf(now) < (typeof dayAt === 'string' ? dayAt : dayAt(parts.config))) return
  const before = await runOfToday(parts, job, now)
  if (before === 'ended') return
  if (!(await mayRun(parts, job, now))) return
  const lease = await claimLease(parts.write, job.name, leaseMinutes, now)
  if (!lease) return
  try {
    await job.run(parts, dayOf(now), stop)
    const end = stop.aborted ? giveBackLease : endLease
    await end(parts.write, lease, parts.clock.now())
  } catch (problem) {
    if (before === 'begun' || !isDatabaseDown(problem)) throw problem
    logFailure(parts, job, problem)
    await giveBackWhenPossible(parts, lease, stop)
  }
}

/** Gives a lease back once the database can be reached, so that the job need not wait until the lease expires. */
async function giveBackWhenPossible({ write, clock }: Parts, lease: Lease, stop: AbortSignal): Promise<void> {
  while (!stop.aborted && clock.now() < lease.leaseUntil) {
    const isDone = await giveBackLease(write, lease, clock.now()).then(
      () => true,
      () => false,
    )
    if (isDone) return
    await after(checkEverySeconds * 1000, null, { ref: false, signal: stop }).catch(() => null)
  }
}

const mayRun = async (parts: Parts, { needsRightDate }: Job, now: Instant): Promise<boolean> =>
  needsRightDate === undefined || (await isDateRight(parts, now))

/** Whether the run of today has started or ended. A run that started yesterday counts as yesterday's. */
async function runOfToday({ db }: Parts, { name }: Job, now: Instant): Promise<'none' | 'begun' | 'ended'> {
  const { last_started_at: started = null, last_ended_at: ended = null } = (await leaseOf(db, name)) ?? {}
  if (started === null || dayOf(started) !== dayOf(now)) return 'none'
  return ended !== null && ended >= started ? 'ended' : 'begun'
}
