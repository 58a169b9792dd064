import { theService } from '../domain/actor.ts'
import type { Db, Tx } from '../db/connection.ts'
import type { Write } from '../db/unit-of-work.ts'
import type { Row } from '../db/tables.ts'
import { addMinutes, type Instant } from '../domain/time.ts'

export interface Lease {
  job: string
  generation: number
  leaseUntil: Instant
}

/** No job holds a lease for so long: one that lasts longer was taken by a clock that was wrong. */
const longestMinutes = 24 * 60
const longAgo = '1970-01-01T00:00:00.000Z' as Instant

export async function leaseOf(db: Db, job: string): Promise<Row<'job_leases'> | null> {
  return (await db('job_leases').where({ job }).first()) ?? null
}

/**
 * Takes a job for one runner. Any number may ask: the conditional update lets one through.
 * @returns null while somebody else has it
 */
export async function claimLease(write: Write, job: string, minutes: number, at: Instant): Promise<Lease | null> {
  return write(theService, ({ trx }) => claim(trx, job, addMinutes(at, minutes), at))
}

/** @returns false when the lease ran out meanwhile and somebody else took the job */
export async function endLease(write: Write, { job, generation }: Lease, at: Instant): Promise<boolean> {
  return write(
    theService,
    async ({ trx }) =>
      (await trx('job_leases').where({ job, generation }).update({ lease_until: at, last_ended_at: at })) === 1,
  )
}

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
    .where(over => over.where('lease_until', '<=', at).orWhere('lease_until', '>', addMinutes(at, longestMinutes)))
    .update({ generation, lease_until: leaseUntil, last_started_at: at })
  return changed === 1 ? { job, generation, leaseUntil } : null
}
