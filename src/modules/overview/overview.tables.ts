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
    year_figures: {
      day: Day
      /** YearFigures as JSON: counts only, without names */
      figures: string
      counted_at: Instant
    }
  }
}

export const overviewTables = {
  manual_reminders: { person: ['sent_by'], kept: 'email' },
  year_figures: { written: ['figures'], kept: 'technical' },
} satisfies TableDescriptions<'manual_reminders' | 'year_figures'>
