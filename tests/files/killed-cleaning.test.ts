import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { randomBytes } from 'node:crypto'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { stageFile } from '../../src/files/intake.ts'
import { openLocalStore } from '../../src/files/local-store.ts'
import type { FileStore } from '../../src/files/store.ts'
import { childrenOf } from '../support/child-processes.ts'
import { wordDocument } from '../support/office-files.ts'
import { xlsx } from '../support/sample-files.ts'
import { until } from '../support/until.ts'

// This test kills the process that rewrites a document.

let folder: string
let files: FileStore
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'killed-'))
  files = await openLocalStore(join(folder, 'uploads'))
})
afterAll(() => rm(folder, { recursive: true }))

const staged = () => readdir(join(folder, 'uploads/staging'))
const limit = 50 * 1024 * 1024

/** The processes that this one started to open documents in this folder. */
const children = (): number[] => childrenOf(process.pid, folder, 'document-child')

test('a file is refused and leaves nothing behind when the process that cleans it is killed', async () => {
  const parts = Object.fromEntries(
    Array.from({ length: 20 }, (_, index) => [`word/embeddings/${index}.bin`, randomBytes(2_000_000)]),
  )
  const document = wordDocument('<w:p/>', [], { ...parts, 'word/embeddings/a.xlsx': xlsx })
  const taking = stageFile(files, Readable.from([document]), 'a.docx', limit)
  // The process that inspects the document also rewrites it. A second staged file shows that it is rewriting.
  await until(() => children().length > 0)
  const ids = children()
  await until(async () => (await staged()).length > 1)
  for (const id of ids) process.kill(id, 'SIGKILL')
  expect(await taking).toEqual({ refused: 'bomb' })
  expect(await staged()).toEqual([])

  const next = await stageFile(files, Readable.from([document]), 'a.docx', limit)
  expect(next).toMatchObject({ attachments: 0 })
  expect(await staged()).toHaveLength(1)
})
