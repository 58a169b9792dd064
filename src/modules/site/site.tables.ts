import type { TableDescriptions } from '../../db/tables.ts'
import type { Instant } from '../../domain/time.ts'

declare module 'knex/types/tables.js' {
  interface Tables {
    organisation_merges: {
      id: string
      /** the organisation that ends, and the one that stays */
      from_id: string
      into_id: string
      status: string
      reason: string
      proposed_by: string
      proposed_at: Instant
      /** what a lead of each answered; null until then, and where nobody is asked */
      from_answer: string | null
      from_answered_by: string | null
      from_answered_at: Instant | null
      into_answer: string | null
      into_answered_by: string | null
      into_answered_at: Instant | null
      ended_by: string | null
      ended_at: Instant | null
    }
  }
}

export const siteTables = {
  organisation_merges: {
    organisation: ['from_id', 'into_id'],
    person: ['proposed_by', 'from_answered_by', 'into_answered_by', 'ended_by'],
    text: ['reason'],
    kept: 'organisation',
  },
} satisfies TableDescriptions<'organisation_merges'>
