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
      /** YearFigures as JSON: counts, without names of people or libraries */
      figures: string
      counted_at: Instant
    }
    date_moves: {
      id: string
      started_by: string
      started_at: Instant
      ended_at: Instant | null
      reason: string
      /** the plan as the query string of /capacity */
      plan: string
      status: string
      lease_until: Instant | null
      lease_generation: number
    }
    date_move_awards: {
      move_id: string
      award_id: string
      number: number
      /** the version of the award that the person saw */
      award_version: number
      valid_to_before: Day | null
      until: Day
      /** null until the award has been extended or skipped */
      result: string | null
    }
  }
}

export const overviewTables = {
  manual_reminders: { person: ['sent_by'], kept: 'email' },
  year_figures: { written: ['figures'], kept: 'technical' },
  date_moves: { person: ['started_by'], text: ['reason'], written: ['plan'], kept: 'award' },
  date_move_awards: { kept: 'award' },
} satisfies TableDescriptions<'manual_reminders' | 'year_figures' | 'date_moves' | 'date_move_awards'>
