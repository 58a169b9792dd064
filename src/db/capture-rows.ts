import type { Day, Instant } from '../domain/time.ts'

export interface UploadLinkRow {
  id: string
  organisation_id: string
  branch_id: string
  token_hash: string
  made_by: string
  made_at: Instant
  ends_on: Day
  ended_at: Instant | null
  ended_by: string | null
}

export interface InboxItemRow {
  id: string
  link_id: string
  organisation_id: string
  branch_id: string
  words: string
  sender: string
  people: string
  arrived_at: Instant
  emailed_at: Instant | null
}

export interface InboxFileRow {
  id: string
  inbox_item_id: string
  name: string
  type: string
  size: number
  sha256: string
  state: string
  scanned_by: string | null
  scanned_at: Instant | null
  uploaded_at: Instant
  properties?: string
  drawn: number | null
  small_id: string | null
  small_size: number | null
  small_sha256: string | null
}
