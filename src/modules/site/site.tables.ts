import type { TableDescriptions } from '../../db/tables.ts'
import type { Instant } from '../../domain/time.ts'

declare module 'knex/types/tables.js' {
  interface Tables {
    organisation_merges: {
      id: string
      /** the organisation that is merged into the other; `into_id` is the surviving organisation */
      from_id: string
      into_id: string
      status: string
      reason: string
      proposed_by: string
      proposed_at: Instant
      /** the answer of each organisation's leads; null until they answer, and when their agreement is not needed */
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
