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
      role_mailbox: string | null
      language: string
      sign_off_wanted: YesNo
      created_at: Instant
      version: number
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
    organisation: ['id'],
    text: ['name', 'name_key', 'place', 'role_mailbox'],
    kept: 'organisation',
  },
  branches: { organisation: ['organisation_id'], text: ['name', 'place'], kept: 'organisation' },
} satisfies TableDescriptions<'organisations' | 'branches'>
