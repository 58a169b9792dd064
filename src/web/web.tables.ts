import type { TableDescriptions } from '../db/tables.ts'
import type { Instant } from '../domain/time.ts'

declare module 'knex/types/tables.js' {
  interface Tables {
    limit_counters: {
      counted: string
      window_started_at: Instant
      count: number
    }
    idempotency_keys: {
      person_id: string
      key: string
      result: string
      done_at: Instant
      fields_sha256: string
    }
  }
}

export const webTables = {
  limit_counters: { kept: 'session' },
  idempotency_keys: { person: ['person_id'], written: ['result'], kept: 'session' },
} satisfies TableDescriptions<'limit_counters' | 'idempotency_keys'>
