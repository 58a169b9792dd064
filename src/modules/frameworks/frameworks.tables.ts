import type { TableDescriptions, YesNo } from '../../db/tables.ts'
import type { Instant } from '../../domain/time.ts'

declare module 'knex/types/tables.js' {
  interface Tables {
    /** the name of a stream of the Sanctuary Awards, such as libraries */
    streams: { id: string }
    frameworks: {
      id: string
      slug: string
      stream_id: string
    }
    framework_versions: {
      id: string
      framework_id: string
      version: string
      label: string
      issued: YesNo
      document: string
      published_at: Instant | null
    }
    rounds: {
      id: string
      name: string
      stream_id: string
      framework_version_id: string
      opens_at: Instant
      closes_at: Instant
      grace_minutes: number
      version: number
    }
  }
}

export const frameworksTables = {
  streams: { kept: 'reference' },
  frameworks: { kept: 'reference' },
  framework_versions: { written: ['label', 'document'], kept: 'reference' },
  rounds: { text: ['name'], kept: 'reference' },
} satisfies TableDescriptions<'streams' | 'frameworks' | 'framework_versions' | 'rounds'>
