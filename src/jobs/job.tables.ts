import type { TableDescriptions } from '../db/tables.ts'
import type { Instant } from '../domain/time.ts'

declare module 'knex/types/tables.js' {
  interface Tables {
    job_leases: {
      job: string
      generation: number
      lease_until: Instant
      last_started_at: Instant | null
      last_ended_at: Instant | null
    }
    service_problems: {
      name: string
      since: Instant
      seen_at: Instant
      emailed_at: Instant | null
      /** the count in the last email about the problem */
      emailed_count: number | null
      facts: string
    }
  }
}

export const jobTables = {
  job_leases: { kept: 'technical' },
  service_problems: { written: ['facts'], kept: 'technical' },
} satisfies TableDescriptions<'job_leases' | 'service_problems'>
