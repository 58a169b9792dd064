import type { Instant } from '../domain/time.ts'

export interface CaptureLinkRow {
  id: string; organisation_id: string; branch_id: string; token_hash: string; made_by: string; made_at: Instant; expires_at: Instant
  ended_at: Instant | null; ended_by: string | null; last_used_at: Instant | null
}

export interface CaptureRow {
  id: string; organisation_id: string; link_id: string; branch_id: string; title: string; note: string; sender: string; people: string
  form_id: string; sent_at: Instant
}

export interface CaptureFileRow {
  id: string; capture_id: string; name: string; type: string; size: number; sha256: string; state: string; scanned_by: string | null
  scanned_at: Instant | null; uploaded_at: Instant
}
