// Attempts everything that a child process must not be able to do, for tests/files/limits.test.ts.
import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
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
}

answer(tasks, ({ code }) => ({ code }))
