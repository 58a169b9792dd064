import { theService } from '../domain/actor.ts'
import type { Db, Tx } from '../db/connection.ts'
import type { UnitOfWork, Write } from '../db/unit-of-work.ts'
import type { Row } from '../db/tables.ts'
import { addMinutes, type Instant } from '../domain/time.ts'

export interface Lease {
  job: string
  generation: number
  leaseUntil: Instant
}

/** A lease that ends more than this many minutes ahead was taken while the clock was wrong, and is ignored. */
const maxMinutes = 24 * 60
const longAgo = '1970-01-01T00:00:00.000Z' as Instant

export async function leaseOf(db: Db, job: string): Promise<Row<'job_leases'> | null> {
  return (await db('job_leases').where({ job }).first()) ?? null
}

/**
 * Takes the lease of a job, if it is free.
 * @returns null while another runner has it
 */
export async function claimLease(write: Write, job: string, minutes: number, at: Instant): Promise<Lease | null> {
  return write(theService, ({ trx }) => claim(trx, job, addMinutes(at, minutes), at))
}

/** @returns false when the lease has expired and another runner has taken the job */
export const endLease = (write: Write, lease: Lease, at: Instant): Promise<boolean> =>
  updateLease(write, lease, { lease_until: at, last_ended_at: at })

/** Ends a lease without recording that the job has run, so that the job runs again today. */
export const giveBackLease = (write: Write, lease: Lease, at: Instant): Promise<boolean> =>
  updateLease(write, lease, { lease_until: at })

const updateLease = (write: Write, { job, generation }: Lease, changes: Partial<Row<'job_leases'>>): Promise<boolean> =>
  write(theService, async ({ trx }) => (await trx('job_leases').where({ job, generation }).update(changes)) === 1)

async function claim(trx: Tx, job: string, leaseUntil: Instant, at: Instant): Promise<Lease | null> {
  await trx('job_leases')
    .insert({ job, generation: 0, lease_until: longAgo, last_started_at: null, last_ended_at: null })
    .onConflict('job')
    .ignore()
  const found = await trx('job_leases').where({ job }).first()
  if (!found) return null
  const generation = found.generation + 1
  const changed = await trx('job_leases')
    .where({ job, generation: found.generation })
    .where(over => over.where('lease_until', '<=', at).orWhere('lease_until', '>', addMinutes(at, maxMinutes)))
    .update({ generation, lease_until: leaseUntil, last_started_at: at })
  return changed === 1 ? { job, generation, leaseUntil } : null
}

/** Lets the daily reminders job run again today, although it has already ended. */
export async function runRemindersAgain({ trx }: UnitOfWork): Promise<void> {
  await trx('job_leases').where({ job: 'send-reminders' }).update({ last_started_at: null })
}
