import type { YesNo } from './rows.ts'
import type { Day, Instant } from '../domain/time.ts'

/** One form in the ledger of consents. */
export interface ConsentRow {
  id: string
  evidence_id: string
  person: string
  guardian: string | null
  for_panel: YesNo
  for_charity: YesNo
  for_public: YesNo
  language: string
  wording: string
  held_by: string
  held_where: string
  given_on: Day
  expires_on: Day | null
  recorded_by: string
  recorded_at: Instant
  withdrawn_at: Instant | null
  withdrawn_by: string | null
}
