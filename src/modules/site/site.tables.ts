import type { TableDescriptions } from '../../db/tables.ts'
import type { Instant } from '../../domain/time.ts'

declare module 'knex/types/tables.js' {
  interface Tables {
    organisation_merges: {
      id: string
      /** the organisation that is merged into the other */
      from_id: string
      /** the surviving organisation */
      into_id: string
      status: string
      reason: string
      proposed_by: string
      proposed_at: Instant
      /** the answer of a lead of the merged organisation; null before the answer, or when no agreement is needed */
      from_answer: string | null
      from_answered_by: string | null
      from_answered_at: Instant | null
      /** the answer of a lead of the surviving organisation; null before the answer, or when no agreement is needed */
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
