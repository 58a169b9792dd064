import type { Instant } from '../domain/time.ts'

export interface HeldFileRow {
  id: string
  person_id: string
  organisation_id: string
  name: string
  type: string
  size: number
  sha256: string
  held_at: Instant
  properties?: string
}

export interface PersonalDataAnswerRow {
  id: string
  evidence_id: string | null
  partner_id: string | null
  kinds: string
  answer: string
  reason: string
  answered_by: string
  answered_at: Instant
}

export interface UnredactedOpeningRow {
  id: string
  file_id: string
  evidence_id: string
  application_id: string
  person_id: string
  reason: string
  opened_at: Instant
}
