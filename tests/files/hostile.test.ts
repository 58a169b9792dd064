import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileTypes } from '../../src/domain/evidence.ts'
import { kindOf } from '../../src/files/kind.ts'
import { fileRefusals } from '../../src/files/refusals.ts'
import { harmless, hostile } from '../support/hostile-files.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hostile-'))
})
afterAll(() => rm(folder, { recursive: true }))

async function judged(bytes: Buffer | (() => Buffer), name: string): Promise<string> {
  const path = join(folder, 'it')
  await writeFile(path, typeof bytes === 'function' ? bytes() : bytes)
  const kind = await kindOf(path, name)
  expect(await readdir(folder)).toEqual(['it'])
  return 'refused' in kind ? kind.refused : kind.type
}

test.each(hostile)('an upload of %s is refused', async (_what, bytes, name, refusal) => {
  expect(fileRefusals).toContain(refusal)
  expect(await judged(bytes, name)).toBe(refusal)
})

test.each(harmless)('an upload of %s is accepted', async (_what, bytes, name) => {
  expect(Object.keys(fileTypes)).toContain(await judged(bytes, name))
})
