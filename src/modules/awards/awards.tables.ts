import type { TableDescriptions, YesNo } from '../../db/tables.ts'
import type { Day, Instant } from '../../domain/time.ts'

declare module 'knex/types/tables.js' {
  interface Tables {
    awards: {
      id: string
      organisation_id: string
      stream_id: string
      code: string
      status: string
      valid_to: Day | null
      granted_on: Day
      is_recorded: YesNo
      base_valid_to: Day
      is_kept_by_renewal: YesNo
      due_on: Day
      full_reappraisal_reason: string | null
      decided_by: string | null
      source: string | null
      /** when someone outside the charity first saw a recorded award or got an email about it; null if no one has */
      first_shown_at?: Instant | null
      /** when the award was removed, because it was recorded by mistake */
      removed_at?: Instant | null
      version: number
    }
    award_branches: {
      award_id: string
      branch_id: string
      joined_on: Day
      left_on: Day | null
    }
    award_changes: {
      id: string
      award_id: string
      number: number
      move: string
      to_status: string
      from_day: Day
      valid_to: Day | null
      at: Instant
      reason: string | null
      /** why the charity received the application, for a `receive` move that no submission caused; otherwise null */
      cause?: string | null
      /** the run of the nightly job that made the change; null for all other changes */
      run_id?: string | null
      /** whether a renewal kept the award valid before that run */
      was_kept_by_renewal?: YesNo | null
      /** when the change was undone, because the clock was wrong. An undone change does not count */
      undone_at?: Instant | null
    }
    clock_undos: {
      id: string
      run_id: string
      status: string
      reason: string
      proposed_by: string
      proposed_at: Instant
      answered_by: string | null
      answered_at: Instant | null
    }
    clock_undo_awards: {
      undo_id: string
      award_id: string
      result: string
    }
    award_corrections: {
      id: string
      award_id: string
      kind: string
      status: string
      /** the facts of the award before the correction, as JSON */
      said: string
      /** the corrected facts, as JSON; null for a removal */
      says: string | null
      reason: string
      proposed_by: string
      proposed_at: Instant
      answered_by: string | null
      answered_at: Instant | null
      answer_reason: string | null
    }
    /** the actions taken on a lapsed or suspended award */
    award_follow_ups: {
      id: string
      award_id: string
      done: string
      done_by: string
      recorded_by: string
      recorded_at: Instant
    }
    /** an organisation that held the award until it was merged into another, with its name and place at that time */
    award_former_holders: {
      award_id: string
      /** the day before the merge */
      last_day: Day
      name: string
      place: string
    }
    terms: {
      id: string
      award_id: string
      number: number
      framework_version_id: string
      application_id: string | null
      anchor: Day
      starts_on: Day
      ends_on: Day
      months: number
      settings: string
    }
  }
}

export const awardsTables = {
  awards: {
    organisation: ['organisation_id'],
    text: ['full_reappraisal_reason', 'decided_by', 'source'],
    kept: 'award',
  },
  award_branches: { kept: 'award' },
  award_changes: { text: ['reason'], kept: 'award' },
  award_corrections: {
    person: ['proposed_by', 'answered_by'],
    text: ['said', 'says', 'reason', 'answer_reason'],
    kept: 'award',
  },
  award_follow_ups: { person: ['recorded_by'], text: ['done', 'done_by'], kept: 'award' },
  clock_undos: { person: ['proposed_by', 'answered_by'], text: ['reason'], kept: 'award' },
  clock_undo_awards: { kept: 'award' },
  award_former_holders: { text: ['name', 'place'], kept: 'award' },
  terms: { written: ['settings'], kept: 'award' },
} satisfies TableDescriptions<
  | 'awards'
  | 'award_branches'
  | 'award_changes'
  | 'award_corrections'
  | 'award_follow_ups'
  | 'award_former_holders'
  | 'clock_undos'
  | 'clock_undo_awards'
  | 'terms'
>
