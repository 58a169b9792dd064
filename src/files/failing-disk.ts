import type { Logger } from 'pino'
import type { Transaction } from '../db/connection.ts'
import { DiskFails } from '../domain/refusals.ts'
import type { FileStore } from './store.ts'

/** Linux makes a disk read-only after an error, so EROFS and SQLITE_READONLY are failures too. */
const failures = ['EIO', 'EROFS', 'SQLITE_IOERR', 'SQLITE_READONLY']

/**
 * Wraps the database and the file store so that a disk error stops all writing until a restart. After a failed sync,
 * the operating system may drop the bytes, and report that the next sync succeeded. A commit that seemed to fail may
 * show its rows after the restart, so their files must not be deleted before then.
 * @returns both, wrapped. After a disk error, everything that writes throws DiskFails, and so does `freeBytes`, which
 * the readiness check calls
 */
export function stopWritingAfterFailure({
  transaction,
  files,
  log,
}: {
  transaction: Transaction
  files: FileStore
  log: Logger
}): {
  transaction: Transaction
  files: FileStore
} {
  let failed = false
  const watched =
    <Given extends unknown[], Result>(act: (...given: Given) => Promise<Result>) =>
    async (...given: Given): Promise<Result> => {
      if (failed) throw new DiskFails()
      try {
        return await act(...given)
      } catch (problem) {
        const code = String((problem as { code?: unknown }).code)
        if (!failures.includes(code)) throw problem
        failed = true
        log.error({ code }, 'the disk fails: nothing more is written until the service is started again')
        throw new DiskFails('the disk fails', { cause: problem })
      }
    }
  return {
    transaction: act => watched(() => transaction(act))(),
    files: {
      ...files,
      stage: watched(files.stage),
      restage: watched(files.restage),
      make: watched(files.make),
      keep: watched(files.keep),
      settle: watched(files.settle),
      endKeeping: watched(files.endKeeping),
      discard: watched(files.discard),
      remove: watched(files.remove),
      recover: watched(files.recover),
      freeBytes: watched(files.freeBytes),
    },
  }
}
