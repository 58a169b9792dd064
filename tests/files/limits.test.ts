import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { projectFolder } from '../../src/config.ts'
import { limitedProcess, type Ask } from '../../src/files/limited-process.ts'
import { confinementOptions } from '../../src/files/confined-process.ts'

// The process that opens documents is limited: it can use only one folder and cannot start other processes.

let [folder, outside] = ['', '']
let shut: Ask
const open = limitedProcess('../../tests/support/probe-child.mjs')
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'inside-'))
  outside = await mkdtemp(join(tmpdir(), 'outside-'))
  await writeFile(join(folder, 'a'), 'hello')
  await writeFile(join(outside, 'a'), 'hello')
  shut = limitedProcess('../../tests/support/probe-child.mjs', [
    ...confinementOptions(folder, []),
    `--allow-fs-read=${projectFolder}/tests/support/probe-child.mjs`,
  ])
})
afterAll(async () => {
  for (const each of [folder, outside]) await rm(each, { recursive: true })
})

test('the limited process reads and writes in its own folder', async () => {
  expect(await shut({ task: 'read', path: join(folder, 'a') })).toEqual({ said: { bytes: 5 } })
  expect(await shut({ task: 'write', path: join(folder, 'b') })).toEqual({ said: { bytes: 1 } })
})

test('the limited process cannot use another folder or start a process, although an unlimited one can', async () => {
  const tries = [
    { task: 'read', path: join(outside, 'a') },
    { task: 'write', path: join(outside, 'b') },
    { task: 'start a program' },
  ]
  for (const job of tries) {
    expect(await shut(job)).toEqual({ said: { code: 'ERR_ACCESS_DENIED' } })
    expect(await open(job)).toEqual({ said: { bytes: expect.any(Number) } })
  }
})

test('a limited process that fills the memory or never stops is killed, and the next job still runs', async () => {
  expect(await shut({ task: 'fill' })).toEqual({ ended: 'too much' })
  const quick = limitedProcess('../../tests/support/probe-child.mjs', [], { job: 2 })
  expect(await quick({ task: 'spin' })).toEqual({ ended: 'too long' })
  for (const ask of [shut, quick])
    expect(await ask({ task: 'read', path: join(folder, 'a') })).toEqual({ said: { bytes: 5 } })
})
