import type { Instant } from '../domain/time.ts'

export interface EvidencePreviewRow {
  id: string
  file_id: string
  page: number
  scale: string
  size: number
  sha256: string
  made_at: Instant
}
