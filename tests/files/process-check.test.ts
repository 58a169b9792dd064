import { afterAll, afterEach, expect, test } from '@jest/globals'
import { execFileSync } from 'node:child_process'
import { mkdtempSync, writeFileSync } from 'node:fs'
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

const checks: { stop(): void }[] = []
afterEach(() => checks.splice(0).forEach(check => check.stop()))
function started(...given: Parameters<typeof checkProcesses>): ReturnType<typeof checkProcesses> {
  const check = checkProcesses(...given)
  checks.push(check)
  return check
}

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await after(10)
}

test('the check passes when every process that opens files has started', async () => {
  const check = started({ log }, [picture()])
  expect(check.passed()).toBe(false)
  await until(check.passed)
})

test('the check fails while the program of one process is missing, and passes when the program is there', async () => {
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
  writeFileSync(silent, "process.on('message', () => {})")
  const isRunning = (): boolean =>
    execFileSync('ps', ['-A', '-o', 'ppid=,args='], { encoding: 'utf8' })
      .split('\n')
      .some(line => line.trim().startsWith(`${process.pid} `) && line.includes('silent.mjs'))
  const ask = limitedProcess(relative(join(projectFolder, 'src/files'), silent), [], { start: 2 })
  const asked = ask({ task: 'check' })
  asked.catch(() => {}) // awaited below
  while (!isRunning()) await after(1)
  await expect(asked).rejects.toThrow('did not start')
  expect(isRunning()).toBe(false)
})
