import type { Parts } from '../parts.ts'
import { rowStatesOf } from './file.store.ts'
import { previewStatesOf } from './preview.store.ts'

/**
 * Runs at start and every hour. Deletes unfinished uploads, files without a database row, and files whose row says that
 * they were removed or refused, with their previews.
 */
export async function recoverFiles({ db, files, log }: Pick<Parts, 'db' | 'files' | 'log'>): Promise<void> {
  const recovered = await files.recover(
    async ids => new Map([...(await previewStatesOf(db, ids)), ...(await rowStatesOf(db, ids))]),
  )
  if (recovered.staged + recovered.objects > 0) log.info(recovered, 'cleared up after files that were not finished')
}
