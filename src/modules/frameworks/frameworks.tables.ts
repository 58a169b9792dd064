import type { TableDescriptions, YesNo } from '../../db/tables.ts'
import type { Instant } from '../../domain/time.ts'

declare module 'knex/types/tables.js' {
  interface Tables {
    /** the streams of the Sanctuary Awards, such as libraries */
    streams: { id: string; name: string; is_demo: YesNo; retired_at: Instant | null }
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
      published_by: string | null
      based_on_id: string | null
      revision: number
      changed_at: Instant | null
      changed_by: string | null
      retired_at: Instant | null
    }
    framework_translations: {
      version_id: string
      language: string
      document: string | null
      version: number
      saved_at: Instant
      saved_by: string | null
    }
    framework_mappings: { version_id: string; entries: string; version: number }
    rounds: {
      id: string
      name: string
      stream_id: string
      framework_version_id: string
      opens_at: Instant
      closes_at: Instant
      accepts_until: Instant
      version: number
    }
    round_extensions: {
      id: string
      round_id: string
      /** the library that gets more time; null for all libraries */
      organisation_id: string | null
      closes_at: Instant
      accepts_until: Instant
      reason: string
      extended_by: string
      extended_at: Instant
    }
  }
}

export const frameworksTables = {
  streams: { written: ['name'], kept: 'reference' },
  frameworks: { kept: 'reference' },
  // the charity's own texts about criteria, which contain no names of people
  framework_versions: { person: ['published_by', 'changed_by'], written: ['label', 'document'], kept: 'reference' },
  framework_translations: { person: ['saved_by'], written: ['document'], kept: 'reference' },
  framework_mappings: { written: ['entries'], kept: 'reference' },
  rounds: { text: ['name'], kept: 'reference' },
  round_extensions: {
    organisation: ['organisation_id'],
    person: ['extended_by'],
    text: ['reason'],
    kept: 'reference',
  },
} satisfies TableDescriptions<
  | 'streams'
  | 'frameworks'
  | 'framework_versions'
  | 'framework_translations'
  | 'framework_mappings'
  | 'rounds'
  | 'round_extensions'
>
