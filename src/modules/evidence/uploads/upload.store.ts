import type { Tx } from '../../../db/connection.ts'
import type { Instant } from '../../../domain/time.ts'
import type { Recognisable } from '../../../domain/upload-link.ts'
import type { StoredFile } from '../../../web/store-all.ts'

/** @returns false when the inbox already has an item with this id */
export async function insertInboxItem(
  trx: Tx,
  row: {
    id: string
    link_id: string
    organisation_id: string
    branch_id: string
    words: string
    sender: string
    people: Recognisable
    arrived_at: Instant
  },
): Promise<boolean> {
  const inserted = await trx('inbox_items')
    .insert({ ...row, emailed_at: null })
    .onConflict('id')
    .ignore()
    .returning('id')
  return inserted.length > 0
}

/** @returns the number of files that the item did not have yet */
export async function insertInboxFiles(
  trx: Tx,
  inboxItemId: string,
  files: readonly StoredFile[],
  at: Instant,
): Promise<number> {
  if (files.length === 0) return 0
  const inserted = await trx('inbox_files')
    .insert(
      files.map(({ scannedBy, scannedAt, properties = [], ...file }) => ({
        ...file,
        properties: JSON.stringify(properties),
        inbox_item_id: inboxItemId,
        scanned_by: scannedBy,
        scanned_at: scannedAt,
        uploaded_at: at,
        drawn: null,
        small_id: null,
        small_size: null,
        small_sha256: null,
      })),
    )
    .onConflict(['inbox_item_id', 'sha256'])
    .ignore()
    .returning('id')
  return inserted.length
}

export async function countInboxFiles(trx: Tx, inboxItemId: string): Promise<number> {
  const [row] = await trx('inbox_files')
    .where({ inbox_item_id: inboxItemId })
    .count<{ count: number | string }[]>('id as count')
  return Number(row?.count ?? 0)
}
