import type { TableDescriptions, YesNo } from '../../db/tables.ts'
import type { Day, Instant } from '../../domain/time.ts'

declare module 'knex/types/tables.js' {
  interface Tables {
    organisations: {
      id: string
      name: string
      name_key: string
      kind: string
      place: string
      place_key?: string
      role_mailbox: string | null
      language: string
      sign_off_wanted: YesNo
      created_at: Instant
      /** when a lead confirmed who can read the evidence, before the first was added */
      readers_confirmed_at?: Instant | null
      readers_confirmed_by?: string | null
      closed_at?: Instant | null
      closed_reason?: string | null
      /** the organisation that it is now part of */
      merged_into?: string | null
      merged_at?: Instant | null
      version: number
    }
    organisation_notes: {
      id: string
      organisation_id: string
      person_id: string
      body: string
      made_at: Instant
    }
    branches: {
      id: string
      organisation_id: string
      name: string
      kind: string
      place: string | null
      opened_on: Day | null
      closed_on: Day | null
      version: number
    }
  }
}

export const organisationsTables = {
  organisations: {
    organisation: ['id', 'merged_into'],
    person: ['readers_confirmed_by'],
    text: ['name', 'name_key', 'place', 'place_key', 'role_mailbox', 'closed_reason'],
    kept: 'organisation',
  },
  organisation_notes: {
    organisation: ['organisation_id'],
    person: ['person_id'],
    text: ['body'],
    kept: 'organisation',
  },
  branches: { organisation: ['organisation_id'], text: ['name', 'place'], kept: 'organisation' },
} satisfies TableDescriptions<'organisations' | 'organisation_notes' | 'branches'>
