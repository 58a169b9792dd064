import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { blackOut } from '../../src/files/blackout.ts'
import { inspectFile, rewriteDocument } from '../../src/files/document.ts'
import { openLocalStore } from '../../src/files/local-store.ts'
import { rewritePicture } from '../../src/files/picture.ts'
import { shrinkPicture } from '../../src/files/previews.ts'
import type { FileStore, Staged } from '../../src/files/store.ts'
import { readTable } from '../../src/files/table-rows.ts'
import { readWordForm, wordType } from '../../src/files/word-form.ts'
import { jpeg, xlsx } from '../support/sample-files.ts'

// A disk error must not be reported as a damaged file. To cause a disk error, these tests put a folder in place of the
// file to read, or write a new file to a missing folder.

const sheetType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
let folder: string
let noFile: string
const into = (name: string): string => join(folder, name)
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'system-'))
  noFile = into('folder')
  await mkdir(noFile)
  await writeFile(into('picture'), await jpeg())
  await writeFile(into('sheet'), xlsx)
})
afterAll(() => rm(folder, { recursive: true }))

/** A store that has a folder where a staged file should be. */
const storeWithoutFile = async (): Promise<{ files: FileStore; staged: Staged }> => {
  const files = await openLocalStore(into('uploads'))
  const staged = { id: 'a'.repeat(20), path: noFile, size: 1, sha256: '' }
  return {
    files: { ...files, stage: async () => staged, open: async () => null as never, discard: async () => {} },
    staged,
  }
}

test.each([
  ['rewriting a picture', () => rewritePicture(noFile, into('to'), 'image/jpeg')],
  ['inspecting a PDF', () => inspectFile(noFile, 'application/pdf')],
  ['inspecting a spreadsheet', () => inspectFile(noFile, sheetType)],
  ['reading a CSV', () => readTable(noFile, 'text/csv')],
  ['reading a spreadsheet', () => readTable(noFile, sheetType)],
  ['reading a form', () => readWordForm(noFile, wordType)],
  [
    'blacking out a picture',
    async () => blackOut((await storeWithoutFile()).files, { id: 'a', type: 'image/png', size: 1 }, []),
  ],
  [
    'making a preview',
    async () => {
      const { files, staged } = await storeWithoutFile()
      return shrinkPicture(files, staged, 'small')
    },
  ],
])('%s fails with the system’s error code when the file cannot be read', async (_what, act) => {
  await expect(act()).rejects.toMatchObject({ code: 'EISDIR' })
})

test('rewriting fails with a system error when the new file cannot be written', async () => {
  await expect(rewriteDocument(into('sheet'), into('missing/to'), sheetType)).rejects.toMatchObject({ code: 'ENOENT' })
  await expect(rewritePicture(into('picture'), into('missing/to'), 'image/jpeg')).rejects.toMatchObject({
    code: 'system error',
  })
})

const canBeFull = existsSync('/dev/full')
const testWithFullDisk = canBeFull ? test : test.skip
const why = canBeFull ? '' : ' (not run: needs /dev/full)'
testWithFullDisk(`rewriting a picture fails with ENOSPC when the disk is full${why}`, async () => {
  await expect(rewritePicture(into('picture'), '/dev/full', 'image/jpeg')).rejects.toMatchObject({ code: 'ENOSPC' })
})
