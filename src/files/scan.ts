import { Readable } from 'node:stream'
import { theService } from '../domain/actor.ts'
import type { Config } from '../config.ts'
import type { UnitOfWork } from '../db/unit-of-work.ts'
import type { FileState } from '../domain/evidence.ts'
import type { Instant } from '../domain/time.ts'
import type { Parts } from '../parts.ts'
import { scanWithClamd, type Verdict } from './clamd.ts'
import { idsToScan, updateScanned } from './file.store.ts'

/**
 * The initial state of a file: waiting for the scanner or, if the operator has configured no scanner, available and
 * marked as not scanned.
 */
export function initialState(
  scanner: Config['scanner'],
  at: Instant,
): { state: FileState; scannedBy: string | null; scannedAt: Instant | null } {
  return scanner === 'none'
    ? { state: 'ready', scannedBy: 'none', scannedAt: at }
    : { state: 'scanning', scannedBy: null, scannedAt: null }
}

/** For each store, the files that this process scanned without a result, the latest last. */
const withoutResult = new WeakMap<Parts['files'], Set<string>>()

/**
 * Scans each waiting file. A file without a result waits for the next run. The run ends early when the scanner cannot
 * scan even a short text. The next run begins with other files, so that a file at which the scanner crashes does not
 * stop all scanning.
 * @param tell called in the transaction in which a file gets its result
 */
export async function scanWaitingFiles(
  parts: Pick<Parts, 'config' | 'db' | 'write' | 'files' | 'clock' | 'log'>,
  tell?: (work: UnitOfWork, fileId: string, state: 'ready' | 'refused') => Promise<void>,
  stop?: AbortSignal,
): Promise<void> {
  const waiting: { file: string; reason: string }[] = []
  const tried = withoutResult.get(parts.files) ?? new Set<string>()
  withoutResult.set(parts.files, tried)
  for await (const id of untriedFirst(idsToScan(parts.db), tried)) {
    if (stop?.aborted) break
    const verdict = await verdictOn(parts, id, stop)
    tried.delete(id)
    if (verdict.says === 'not yet') {
      if (stop?.aborted) break
      tried.add(id)
      waiting.push({ file: id, reason: verdict.reason })
      if (!(await isScannerWorking(parts, stop))) break
      continue
    }
    const state = verdict.says === 'clean' ? 'ready' : 'refused'
    const scannedBy = parts.config.scanner === 'none' ? 'none' : 'clamd'
    const isOurs = await parts.write(theService, async work => {
      const changed = await updateScanned(work.trx, id, { state, scannedBy, at: work.at })
      if (changed) await tell?.(work, id, state)
      return changed
    })
    if (isOurs) parts.log.info({ file: id, verdict }, 'verdict on a file')
    if (isOurs && state === 'refused') await parts.files.remove(id)
  }
  // one line for all files, because an outage of the scanner can last for days
  if (waiting.length > 0) parts.log.warn({ files: waiting.length, ...waiting[0] }, 'no verdict on a file yet')
}

/**
 * The ids that were not tried yet, then those in `tried`, in its order. Removes from `tried` the ids that no longer
 * need a scan.
 */
async function* untriedFirst(ids: AsyncIterable<string>, tried: Set<string>): AsyncGenerator<string> {
  const before = new Set(tried)
  const waiting = new Set<string>()
  for await (const id of ids) {
    if (before.has(id)) waiting.add(id)
    else yield id
  }
  for (const id of before) {
    if (waiting.has(id)) yield id
    else tried.delete(id)
  }
}

async function isScannerWorking({ config: { scanner } }: Pick<Parts, 'config'>, stop?: AbortSignal): Promise<boolean> {
  if (scanner === 'none') return true
  return (await scanWithClamd(scanner.clamdUrl, Readable.from([Buffer.from('ok')]), stop)).says === 'clean'
}

async function verdictOn(
  { config, files }: Pick<Parts, 'config' | 'files'>,
  id: string,
  stop: AbortSignal | undefined,
): Promise<Verdict> {
  if (config.scanner === 'none') return { says: 'clean' }
  try {
    return await scanWithClamd(config.scanner.clamdUrl, await files.open(id), stop)
  } catch (error) {
    return {
      says: 'not yet',
      reason: error instanceof Error ? error.name + (error as NodeJS.ErrnoException).code : 'unknown',
    }
  }
}
