import type { Parts } from '../parts.ts'
import type { Ask } from './limited-process.ts'

export interface ProcessCheck {
  passed(): boolean
  stop(): void
}

const secondsBetween = 60

/**
 * Starts each process. The check fails until all have started. If a process does not start, a timer tries again, and
 * so does the next file that needs the process.
 * @param asks the processes that open uploaded files or make PDFs
 * @param seconds the interval of the timer
 */
export function checkProcesses(
  { log }: Pick<Parts, 'log'>,
  asks: readonly Ask[],
  seconds = secondsBetween,
): ProcessCheck {
  let isChecked = false
  const check = async (): Promise<void> => {
    for (const ask of asks) {
      if (isChecked && ask.starts()) continue
      await ask({ task: 'check' }).catch((error: unknown) =>
        log.error({ err: String(error) }, 'uploaded files cannot be opened: not ready'),
      )
    }
    isChecked = true
  }
  void check()
  const timer = setInterval(() => void check(), seconds * 1000).unref()
  return { passed: () => isChecked && asks.every(ask => ask.starts()), stop: () => clearInterval(timer) }
}
