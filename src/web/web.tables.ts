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
      /** empty after an erasure, because the notice could name the erased evidence */
      notice: string | null
      done_at: Instant
      fields_sha256: string
    }
    working_copies: {
      person_id: string
      /** the form's address */
      address: string
      /** the page that saved the copy last, so that two windows do not overwrite each other's text */
      page: string
      fields: string
      /** the version of the record on which the text is based */
      based_on: string
      saved_at: Instant
    }
    open_folds: {
      person_id: string
      fold: string
    }
  }
}

export const webTables = {
  limit_counters: { kept: 'session' },
  idempotency_keys: { person: ['person_id'], written: ['result', 'notice'], kept: 'session' },
  working_copies: { person: ['person_id'], text: ['fields'], kept: 'session' },
  open_folds: { person: ['person_id'], kept: 'session' },
} satisfies TableDescriptions<'limit_counters' | 'idempotency_keys' | 'working_copies' | 'open_folds'>
