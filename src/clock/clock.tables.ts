import type { TableDescriptions } from '../db/tables.ts'
import type { Instant } from '../domain/time.ts'

declare module 'knex/types/tables.js' {
  interface Tables {
    clock_state: {
      name: string
      accepted_at: Instant
      accepted_sequence: number
      minutes_ahead_of_server: number
    }
    clock_holds: {
      id: string
      why: string
      status: string
      machine: string
      first_read_at: Instant
      last_read_at: Instant
      compared_with: Instant
      seen_read_at: Instant | null
      seen_at: Instant | null
      decided_by: string | null
      decided_at: Instant | null
    }
  }
}

export const clockTables = {
  clock_state: { kept: 'technical' },
  clock_holds: { person: ['decided_by'], kept: 'history' },
} satisfies TableDescriptions<'clock_state' | 'clock_holds'>
