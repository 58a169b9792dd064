import { Readable } from 'node:stream'
import { fileLimits } from '../config.ts'
import type { Parts } from '../parts.ts'
import { scanWithClamd } from './clamd.ts'

export interface ScannerCheck {
  passed(): boolean
  stop(): void
}

const [secondsAtFirst, secondsAtMost] = [1, 60]

/**
 * Sends the scanner a file of the maximum upload size until the scanner accepts it. A scanner with a lower limit would
 * never scan larger files. When no scanner is configured, the check has passed from the start.
 */
export function checkScanner({ config: { scanner }, log }: Pick<Parts, 'config' | 'log'>): ScannerCheck {
  let [passed, stopped] = [scanner === 'none', false]
  let next: NodeJS.Timeout | undefined
  const ask = async (seconds: number): Promise<void> => {
    if (scanner === 'none') return
    const verdict = await scanWithClamd(scanner.clamdUrl, Readable.from(nothingAtAll(fileLimits.bytes)))
    if (verdict.says === 'clean') passed = true
    if (verdict.says === 'clean' || stopped) return
    log.error(
      { reason: verdict.says === 'found' ? verdict.what : verdict.reason, bytes: fileLimits.bytes },
      'the scanner does not take what we take: not ready',
    )
    next = setTimeout(() => void ask(Math.min(seconds * 2, secondsAtMost)), seconds * 1000).unref()
  }
  void ask(secondsAtFirst)
  return {
    passed: () => passed,
    stop: () => {
      stopped = true
      clearTimeout(next)
    },
  }
}

function* nothingAtAll(bytes: number): Generator<Buffer> {
  const chunk = Buffer.alloc(64 * 1024)
  for (let left = bytes; left > 0; left -= chunk.length) yield chunk.subarray(0, Math.min(left, chunk.length))
}
