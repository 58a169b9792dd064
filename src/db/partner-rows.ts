import type { Day, Instant } from '../domain/time.ts'

export interface PartnerRow {
  id: string
  organisation_id: string
  name: string
  name_key: string
  language: string
  english_name: string
  kind: string
  place: string
  since: Day
  until: Day | null
  agreed: string
  contact: string
  added_at: Instant
  removed_at: Instant | null
  version: number
}

export interface PartnerActivityRow {
  id: string
  partner_id: string
  title: string
  from_day: Day
  to_day: Day | null
  version: number
}

export interface PartnerEvidenceRow {
  partner_id: string
  evidence_id: string
  attached_at: Instant
}

export interface ApplicationPartnerRow {
  application_id: string
  item_id: string
  partner_id: string
  attached_at: Instant
}
