import { existsSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { limitedProcess } from '../../src/files/limited-process.ts'
import { until } from './until.ts'

/** More than `mostWaiting` in src/files/limited-process.ts, so that the queue is full. */
const moreThanMayWait = 300

/**
 * Runs `act` while every slot for child processes is taken and the queue for the slots is full, so that new jobs are
 * refused.
 * @throws when a process ends before `act` has finished, because its slot is then free
 */
export async function whileProcessesAreBusy(act: () => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(process.env.TEST_FOLDER!, 'busy-'))
  const path = join(folder, 'busy')
  await writeFile(path, '')
  const ask = limitedProcess('../../tests/support/probe-child.mjs', [], { job: 100 })
  const started = Array.from({ length: availableParallelism() }, (_, slot) => join(folder, `${slot}`))
  const asked = started.map(each => ask({ task: 'wait while there is a file', path, started: each }))
  const waiting: Promise<unknown>[] = []
  let isSlotFree = false
  const firstEnds = Promise.race(asked).finally(() => {
    isSlotFree = true
  })
  firstEnds.catch(() => {}) // avoids an unhandled rejection; the race below reports a failure to start
  try {
    const allHaveStarted = until(() => !existsSync(path) || started.every(existsSync))
    await Promise.race([allHaveStarted, firstEnds]) // throws when a process does not start
    waiting.push(...Array.from({ length: moreThanMayWait }, () => ask({ task: 'check' }).catch(() => null)))
    await act()
    if (isSlotFree) throw new Error('a process ended too early, so that a slot was free')
  } finally {
    await rm(path)
    await Promise.allSettled([...asked, ...waiting])
    await rm(folder, { recursive: true })
  }
}
