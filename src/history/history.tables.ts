import type { TableDescriptions } from '../db/tables.ts'
import type { Instant } from '../domain/time.ts'

declare module 'knex/types/tables.js' {
  interface Tables {
    events: {
      sequence: number
      id: string
      at: Instant
      actor: string
      person_id: string | null
      name: string
      entity: string
      entity_id: string
      organisation_id: string | null
      application_id: string | null
      facts: string
    }
    access_log: {
      sequence: number
      at: Instant
      person_id: string
      what: string
      entity_id: string
      evidence_id: string | null
      organisation_id: string | null
      application_id: string | null
      /** the filters of a downloaded list as a query string, without text that someone typed; null without filters */
      filters?: string | null
    }
    denials: {
      id: string
      at: Instant
      person_id: string | null
      permission: string
      address: string
    }
  }
}

export const historyTables = {
  events: { organisation: ['organisation_id'], person: ['person_id'], written: ['facts'], kept: 'history' },
  access_log: { organisation: ['organisation_id'], person: ['person_id'], written: ['filters'], kept: 'access log' },
  denials: { person: ['person_id'], written: ['address'], kept: 'session' },
} satisfies TableDescriptions<'events' | 'access_log' | 'denials'>
