import type { Parts } from '../parts.ts'
import { rowStatesOf } from './file.store.ts'
import { previewStatesOf } from './preview.store.ts'

/** Runs at start and every hour. Deletes files that were never confirmed to a person, and files marked for deletion. */
export async function recoverFiles({ db, files, log }: Pick<Parts, 'db' | 'files' | 'log'>): Promise<void> {
  const recovered = await files.recover(
    async ids => new Map([...(await previewStatesOf(db, ids)), ...(await rowStatesOf(db, ids))]),
  )
  if (recovered.staged + recovered.objects > 0) log.info(recovered, 'cleared up after files that were not finished')
}
