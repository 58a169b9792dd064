import type { Day, Instant } from '../domain/time.ts'

export interface RecurringEvidenceRow {
  id: string
  organisation_id: string
  title: string
  what: string
  kind: string | null
  branch_id: string | null
  every: string
  anchor_on: Day
  anchor_number: number
  next_number: number
  next_due: Day
  due_since: Instant
  asked_id: string
  set_up_at: Instant
  ended_at: Instant | null
  version: number
}

export interface RecurringItemRow {
  recurring_id: string
  item_id: string
}

export interface OccurrenceRow {
  recurring_id: string
  occurrence: number
  due_on: Day
  period_from: Day
  period_to: Day
  state: string
  reason: string | null
  closed_by: string
  closed_at: Instant
}

export interface OccurrenceEvidenceRow {
  recurring_id: string
  occurrence: number
  evidence_id: string
  attached_at: Instant
}
