import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileTypes, type FileType } from '../../src/domain/evidence.ts'
import { detailsInDocument, type DocumentDetails } from '../../src/files/document-details.ts'
import { openLocalStore } from '../../src/files/local-store.ts'
import type { FileStore } from '../../src/files/store.ts'

/** A fictional person's details as one text. `everyDetail` is the list of details that are found in it. */
export const marked = 'Yara Haddad, 07700 900142, born on 4 March 1991, ref A0000000'
const everyDetail = ['Yara Haddad', '07700 900142', 'born on 4 March 1991', 'A0000000']

type Ending = (typeof fileTypes)[FileType]['endings'][number]

/** Reads documents from a store of its own, whose folder is removed after the tests. */
export function aReader() {
  let folder: string
  let files: FileStore
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'reading-'))
    files = await openLocalStore(folder)
  })
  afterAll(() => rm(folder, { recursive: true }))
  return {
    staging: () => join(folder, 'staging'),
    /** @param before is called with the path of the document before it is read */
    async detailsIn(
      bytes: Buffer,
      ending: Ending,
      before: (path: string) => Promise<void> = () => Promise.resolve(),
    ): Promise<DocumentDetails> {
      const types = Object.keys(fileTypes) as FileType[]
      const type = types.find(each => (fileTypes[each].endings as readonly string[]).includes(ending))!
      const staged = await files.stage(chunksOf(bytes), bytes.length)
      await before(staged.path)
      const found = await detailsInDocument(files, { ...staged, type, staged })
      await files.discard(staged)
      return found
    },
  }
}

async function* chunksOf(bytes: Buffer): AsyncGenerator<Buffer> {
  yield bytes
}

/** A place in a document: its name, a function that makes a document with text only in it, and how it is reported. */
export type PlaceOfText = [what: string, document: (text: string) => Buffer, place: object]

/**
 * Tests that the details of a person are found in each of these places, and that nothing is found in the same document
 * without them.
 */
export function findsIn(ending: Ending, places: readonly PlaceOfText[]): void {
  describe(`personal details in a file (${ending}) are found`, () => {
    const { detailsIn } = aReader()
    test.each(places)('%s', async (_what, document, place) => {
      expect(await detailsIn(document('Nothing to see'), ending)).toEqual({ details: [], isCut: false, unread: null })
      const { details, unread } = await detailsIn(document(marked), ending)
      expect([
        unread,
        details.map(({ text, place: found, times }) => [text, { isHidden: false, ...found }, times]),
      ]).toEqual([null, everyDetail.map(text => [text, { isHidden: false, ...place }, 1])])
    })
  })
}
