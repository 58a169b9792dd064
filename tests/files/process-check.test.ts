import { afterAll, expect, test } from '@jest/globals'
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { setTimeout as after } from 'node:timers/promises'
import pino from 'pino'
import { projectFolder } from '../../src/config.ts'
import { limitedProcess } from '../../src/files/limited-process.ts'
import { checkProcesses } from '../../src/files/process-check.ts'

const folder = mkdtempSync(join(process.env.TEST_FOLDER!, 'process-check-'))
afterAll(() => rm(folder, { recursive: true, force: true }))
// this test has processes of its own, because another test counts the shared ones
const picture = () => limitedProcess('picture-child.mjs')
const log = pino({ level: 'silent' })

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await after(10)
}

test('the check passes when every process that opens files has started', async () => {
  const check = checkProcesses({ log }, [picture()])
  expect(check.passed()).toBe(false)
  await until(check.passed)
  check.stop()
})

test('the check fails while the program of one process is missing, and passes when the program is there', async () => {
  const program = join(folder, 'program.mjs')
  const missing = limitedProcess(relative(join(projectFolder, 'src/files'), program))
  await expect(missing({ task: 'check' })).rejects.toThrow('did not start')
  const other = picture()
  const check = checkProcesses({ log }, [missing, other], 0.1)
  await other({ task: 'check' })
  expect([check.passed(), missing.starts()]).toEqual([false, false])
  const loop = join(projectFolder, 'src/files/child-loop.mjs')
  writeFileSync(program, `import { answer } from ${JSON.stringify(loop)}\nanswer({}, () => null)`)
  await until(check.passed)
  expect(missing.starts()).toBe(true)
  check.stop()
})

test('the check fails while the system starts no more processes, and passes when it does again', async () => {
  const ask = picture()
  const node = process.execPath
  try {
    process.execPath = join(folder, 'no-node')
    await expect(ask({ task: 'check' })).rejects.toThrow('did not start')
    expect(ask.starts()).toBe(false)
  } finally {
    process.execPath = node
  }
  expect(await ask({ task: 'check' })).toEqual({ said: { refused: null } })
  expect(ask.starts()).toBe(true)
})

test('a process that does not say that it is ready is ended, and the next job is not held up', async () => {
  const silent = join(folder, 'silent.mjs')
  const ready = join(folder, 'ready')
  writeFileSync(
    silent,
    `import { writeFileSync } from 'node:fs'
    writeFileSync(${JSON.stringify(ready)}, String(process.pid))
    process.on('message', () => {})`,
  )
  const ask = limitedProcess(relative(join(projectFolder, 'src/files'), silent), [], { start: 2 })
  await expect(ask({ task: 'check' })).rejects.toThrow('did not start')
  expect(() => process.kill(Number(readFileSync(ready, 'utf8')), 0)).toThrow('ESRCH')
})
