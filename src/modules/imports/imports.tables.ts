import type { TableDescriptions } from '../../db/tables.ts'
import type { Instant } from '../../domain/time.ts'

declare module 'knex/types/tables.js' {
  interface Tables {
    imports: {
      id: string
      kind: string
      file_name: string
      status: string
      headings: string
      made_by: string
      made_at: Instant
      started_by: string | null
      started_at: Instant | null
      ended_at: Instant | null
      undone_at: Instant | null
      rows_kept: number
      rows_deleted_at: Instant | null
      lease_until: Instant | null
      lease_generation: number
      version: number
    }
    import_rows: {
      import_id: string
      number: number
      part: number
      parent: number | null
      kind: string
      title: string
      place: string
      find_key: string
      cells: string
      given: string
      result: string
      reasons: string
      match_id: string | null
      choice: string | null
      state: string
      organisation_id: string | null
      record_id: string | null
      record_version: number | null
      before: string | null
    }
    prepared_people: {
      id: string
      organisation_id: string
      name: string
      email: string
      email_key: string
      role: string
      made_at: Instant
      import_id: string | null
      invitation_id: string | null
      invited_at: Instant | null
    }
  }
}

export const importsTables = {
  imports: { person: ['made_by', 'started_by'], text: ['file_name', 'headings'], kept: 'technical' },
  import_rows: {
    organisation: ['organisation_id'],
    text: ['title', 'place', 'find_key', 'cells', 'given', 'reasons', 'before'],
    kept: 'until sorted',
  },
  prepared_people: {
    organisation: ['organisation_id'],
    text: ['name', 'email', 'email_key'],
    kept: 'organisation',
  },
} satisfies TableDescriptions<'imports' | 'import_rows' | 'prepared_people'>
