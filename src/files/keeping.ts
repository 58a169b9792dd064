import { DatabaseDown } from '../domain/refusals.ts'
import type { FileStore, RowStates } from './store.ts'

/**
 * Calls `write`, which keeps the files and writes their rows. Then settles the files that got a row, and deletes the
 * others. After a lost connection, the rows may still be committed, so the clean-up of unfinished files deals with the
 * files an hour later.
 */
export async function keepWithRows<Result>(
  files: Pick<FileStore, 'endKeeping'>,
  { ids, rowStates }: { ids: readonly string[]; rowStates: RowStates },
  write: () => Promise<Result>,
): Promise<Result> {
  let askForRows = rowStates
  try {
    return await write()
  } catch (problem) {
    if (problem instanceof DatabaseDown) askForRows = () => Promise.reject(problem)
    throw problem
  } finally {
    // after an error, a later clean-up removes the remaining bytes
    await files.endKeeping(ids, askForRows).catch(() => {})
  }
}
