import type { Day, Instant } from '../domain/time.ts'

export interface RecurrenceRow {
  id: string
  organisation_id: string
  title: string
  what: string
  kind: string | null
  branch_id: string | null
  every: string
  counted_from: Day
  counted_turn: number
  next_turn: number
  next_due: Day
  due_since: Instant
  asked_id: string
  set_up_at: Instant
  ended_at: Instant | null
  version: number
}

export interface RecurrenceItemRow {
  recurrence_id: string
  item_id: string
}

export interface RecurrenceTurnRow {
  recurrence_id: string
  turn: number
  due_on: Day
  period_from: Day
  period_to: Day
  state: string
  reason: string | null
  closed_by: string
  closed_at: Instant
}

export interface RecurrenceEvidenceRow {
  recurrence_id: string
  turn: number
  evidence_id: string
  attached_at: Instant
}
