import { decideDate } from '../../src/clock/clock.store.ts'
import { theService } from '../../src/domain/actor.ts'
import { addMinutes } from '../../src/domain/time.ts'
import { runWhenDue } from '../../src/jobs/runner.ts'
import { timetable } from '../../src/jobs/timetable.ts'
import type { Parts } from '../../src/parts.ts'
import type { Service } from './service.ts'
import { writeOf } from './work.ts'

/** A process on another machine that uses a service's database. Its clock is ahead by `days`; behind if negative. */
export function processAhead({ parts, database }: Service, days: number): Parts {
  const clock = { now: () => addMinutes(parts.clock.now(), days * 24 * 60) }
  return { ...parts, machine: 'another', clock, write: writeOf(database, clock) }
}

/** Runs each job that is due, as the runner does, except send-emails. @returns the names of the jobs that ran */
export async function runJobs(parts: Parts): Promise<string[]> {
  const { signal } = new AbortController()
  const since = parts.clock.now()
  for (const job of timetable.filter(({ name }) => name !== 'send-emails')) await runWhenDue(parts, job, signal)
  return parts.db('job_leases').where({ last_ended_at: since }).orderBy('job').pluck('job')
}

/** Accepts the current time of a service, as an administrator would after a jump. */
export const dateIsRight = ({ parts, clock }: Pick<Service, 'parts'> & Pick<Parts, 'clock'>): Promise<void> =>
  parts.write(theService, ({ trx }) => decideDate(trx, clock.now(), null))
