import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { cleanerOf } from '../../src/files/cleaner.ts'
import { kindOf } from '../../src/files/kind.ts'
import { ordinary } from '../support/ordinary-files.ts'

// Harmless documents that resemble hostile ones: none is refused.

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ordinary-'))
})
afterAll(async () => {
  await rm(folder, { recursive: true })
})

test.each(ordinary)('%s is accepted and cleaned', async (_what, bytes, name) => {
  const [from, to] = [join(folder, 'from'), join(folder, 'to')]
  await rm(to, { force: true })
  await writeFile(from, typeof bytes === 'function' ? bytes() : bytes)
  const kind = await kindOf(from, name)
  if ('refused' in kind) throw new Error(`it is refused as ${kind.refused}`)
  expect(await cleanerOf(kind.type)!(from, to, kind.type)).toBeNull()
  expect(await kindOf(to, name)).toEqual(kind)
})
