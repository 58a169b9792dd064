import type { TableDescriptions } from '../../db/tables.ts'
import type { Day, Instant } from '../../domain/time.ts'

declare module 'knex/types/tables.js' {
  interface Tables {
    manual_reminders: {
      award_id: string
      day: Day
      sent_by: string
      sent_at: Instant
    }
  }
}

export const overviewTables = {
  manual_reminders: { person: ['sent_by'], kept: 'email' },
} satisfies TableDescriptions<'manual_reminders'>
