import { afterAll, afterEach, expect, test } from '@jest/globals'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import { join, relative } from 'node:path'
import pino from 'pino'
import { projectFolder } from '../../src/config.ts'
import { limitedProcess } from '../../src/files/limited-process.ts'
import { checkProcesses } from '../../src/files/process-check.ts'
import { childrenOf } from '../support/child-processes.ts'
import { until } from '../support/until.ts'

const folder = mkdtempSync(join(process.env.TEST_FOLDER!, 'process-check-'))
afterAll(() => rm(folder, { recursive: true, force: true }))
// these tests have processes of their own, because another test counts the shared ones
const picture = () => limitedProcess('picture-child.mjs')
const log = pino({ level: 'silent' })

const checks: { stop(): void }[] = []
afterEach(() => checks.splice(0).forEach(check => check.stop()))
function started(...given: Parameters<typeof checkProcesses>): ReturnType<typeof checkProcesses> {
  const check = checkProcesses(...given)
  checks.push(check)
  return check
}

test('the check passes when every process that opens files has started', async () => {
  const check = started({ log }, [picture()])
  expect(check.passed()).toBe(false)
  await until(check.passed)
})

test('the check fails while the program file of one process is missing, and passes once the file exists', async () => {
  const program = join(folder, 'program.mjs')
  const missing = limitedProcess(relative(join(projectFolder, 'src/files'), program))
  await expect(missing({ task: 'check' })).rejects.toThrow('did not start')
  const other = picture()
  const check = started({ log }, [missing, other], 0.1)
  await other({ task: 'check' })
  expect([check.passed(), missing.starts()]).toEqual([false, false])
  const loop = join(projectFolder, 'src/files/child-loop.mjs')
  writeFileSync(program, `import { answer } from ${JSON.stringify(loop)}\nanswer({}, () => null)`)
  await until(check.passed)
  expect(missing.starts()).toBe(true)
})

test('a job fails while the system cannot start a process, and succeeds once it can again', async () => {
  const ask = picture()
  const node = process.execPath
  try {
    // With the first path, the start fails after a moment. With the second, it fails immediately, as it does when
    // there is too little memory.
    for (const missing of [join(folder, 'no-node'), 'no\0node']) {
      process.execPath = missing
      await expect(ask({ task: 'check' })).rejects.toThrow('did not start')
      expect(ask.starts()).toBe(false)
    }
  } finally {
    process.execPath = node
  }
  expect(await ask({ task: 'check' })).toEqual({ said: { refused: null } })
  expect(ask.starts()).toBe(true)
})

test('a process that never reports that it is ready is killed, and the next job still runs', async () => {
  const silent = join(folder, 'silent.mjs')
  writeFileSync(silent, "process.on('message', () => {})")
  const running = () => childrenOf(process.pid, 'silent.mjs')
  const ask = limitedProcess(relative(join(projectFolder, 'src/files'), silent), [], { start: 2 })
  const slots = availableParallelism()
  const asked = Promise.allSettled(Array.from({ length: slots }, () => ask({ task: 'check' })))
  const next = picture()({ task: 'check' })
  await until(() => running().length > 0)
  const reason = expect.objectContaining({ message: expect.stringContaining('did not start') })
  expect(await asked).toEqual(Array(slots).fill({ status: 'rejected', reason }))
  expect([running(), await next]).toEqual([[], { said: { refused: null } }])
})
