// Attempts everything that a child process must not be able to do, for tests/files/limits.test.ts. The task `wait while
// there is a file` makes no such attempt: it just occupies a slot, for tests of a busy service.
import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { setTimeout as after } from 'node:timers/promises'
import { answer } from '../../src/files/child-loop.mjs'

const held = []
const tasks = {
  read: async ({ path }) => ({ bytes: readFileSync(path).length }),
  write: async ({ path }) => ({ bytes: writeFileSync(path, 'x') ?? 1 }),
  'start a program': async () => ({ bytes: execFileSync('/bin/echo', ['x']).length }),
  fill: async () => {
    for (;;) held.push(Buffer.alloc(16 * 1024 * 1024, 1))
  },
  spin: async () => {
    for (;;);
  },
  'wait while there is a file': async ({ path, started }) => {
    writeFileSync(started, '')
    while (existsSync(path)) await after(20)
    return { bytes: 0 }
  },
}

answer(tasks, ({ code }) => ({ code }))
