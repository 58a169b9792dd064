import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { ZipArchive } from 'archiver'
import fc from 'fast-check'
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { crc32 } from 'node:zlib'
import { fileTypes } from '../../src/domain/evidence.ts'
import { kindOf } from '../../src/files/kind.ts'
import { fileRefusals } from '../../src/files/refusals.ts'
import { docx, office, openDocument, zip } from '../support/sample-files.ts'

// Programs differ in how they read a ZIP. A file that another program could read differently is refused.

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'zip-'))
})
afterAll(() => rm(folder, { recursive: true }))

async function judged(bytes: Buffer, name = 'policy.docx'): Promise<string> {
  await writeFile(join(folder, 'it'), bytes)
  const kind = await kindOf(join(folder, 'it'), name)
  expect(await readdir(folder)).toEqual(['it'])
  return 'refused' in kind ? kind.refused : kind.type
}

const word = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'
const openText = 'application/vnd.oasis.opendocument.text'
const withPart = (name: string, content: string | Buffer = 'hello') =>
  office('word/document.xml', { [name]: content as string })
const localHeader = (bytes: Buffer) => bytes.lastIndexOf('PK\x03\x04', undefined, 'latin1')
const directoryEntry = (bytes: Buffer) => bytes.lastIndexOf('PK\x01\x02', undefined, 'latin1')
const endRecord = (bytes: Buffer) => bytes.lastIndexOf('PK\x05\x06', undefined, 'latin1')

/** A copy of a ZIP with changes to its last local header, its last directory entry or its end record. */
function changed(
  bytes: Buffer,
  change: (bytes: Buffer, places: { local: number; entry: number; end: number }) => void,
) {
  const copy = Buffer.from(bytes)
  change(copy, { local: localHeader(copy), entry: directoryEntry(copy), end: endRecord(copy) })
  return copy
}

/** Adds bytes to the last directory entry as its extra field or comment, or after the directory. */
function inserted(bytes: Buffer, what: 'extra field' | 'comment' | 'gap', added: Buffer): Buffer {
  const end = endRecord(bytes)
  const copy = Buffer.concat([bytes.subarray(0, end), added, bytes.subarray(end)])
  if (what === 'gap') return copy
  copy.writeUInt16LE(added.length, directoryEntry(bytes) + (what === 'comment' ? 32 : 30))
  copy.writeUInt32LE(copy.readUInt32LE(end + added.length + 12) + added.length, end + added.length + 12)
  return copy
}

/** Zip64 records that point to a second directory. */
function zip64Records(recordAt: number, directoryAt: number, count: number): Buffer {
  const records = Buffer.alloc(56 + 20)
  records.write('PK\x06\x06', 'latin1')
  records.writeBigUInt64LE(44n, 4)
  records.writeBigUInt64LE(BigInt(count), 32)
  records.writeBigUInt64LE(BigInt(directoryAt), 48)
  records.write('PK\x06\x07', 56, 'latin1')
  records.writeBigUInt64LE(BigInt(recordAt), 64)
  return records
}

/** A ZIP that contains a macro. Zip64 records hidden in its comment point to the directory of a harmless document. */
function secondDirectory(): Buffer {
  const [harmless, other] = [docx, zip({ 'word/vbaProject.bin': 'macro' })]
  const directoryAt = harmless.readUInt32LE(endRecord(harmless) + 16)
  const count = harmless.readUInt16LE(endRecord(harmless) + 10)
  const both = changed(Buffer.concat([harmless, other]), (bytes, { entry, end }) => {
    bytes.writeUInt32LE(bytes.readUInt32LE(entry + 42) + harmless.length, entry + 42)
    bytes.writeUInt32LE(bytes.readUInt32LE(end + 16) + harmless.length, end + 16)
  })
  return inserted(both, 'comment', zip64Records(endRecord(both), directoryAt, count))
}

function unicodeName(name: string, called: string): Buffer {
  const field = Buffer.concat([Buffer.from([0x75, 0x70, 0, 0, 1, 0, 0, 0, 0]), Buffer.from(called)])
  field.writeUInt16LE(field.length - 4, 2)
  field.writeUInt32LE(crc32(name), 5)
  return field
}

const cipher = Buffer.from('9f0102fe', 'hex')
const encrypted =
  '<m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">' +
  '<m:file-entry><m:encryption-data/></m:file-entry></m:manifest>'

test.each<[string, Buffer, string]>([
  ['Zip64 records that point to a second directory', secondDirectory(), 'damaged'],
  ['bytes between the directory and its end record', inserted(docx, 'gap', Buffer.from('PK\x01\x02')), 'damaged'],
  [
    'a wrong directory size',
    changed(docx, (bytes, { end }) => bytes.writeUInt32LE(bytes.readUInt32LE(end + 12) + 46, end + 12)),
    'damaged',
  ],
  [
    'an entry with another name in its extra field',
    inserted(withPart('word/media/a.bin'), 'extra field', unicodeName('word/media/a.bin', 'word/vbaProject.bin')),
    'disagrees',
  ],
  [
    'two entries with the same name',
    changed(zip({ 'word/a.xml': '<a/>', 'word/b.xml': '<b/>' }), (bytes, { local, entry }) => {
      bytes.write('word/a.xml', local + 30)
      bytes.write('word/a.xml', entry + 46)
    }),
    'disagrees',
  ],
  [
    'the parts of both a DOCX and an ODT',
    office('word/document.xml', { mimetype: openText, 'content.xml': '<a/>' }),
    'disagrees',
  ],
  [
    'a name with a NUL',
    changed(withPart('word/a.bin.xml'), (bytes, { local, entry }) => {
      bytes.writeUInt8(0, local + 30 + 'word/a.bin'.length)
      bytes.writeUInt8(0, entry + 46 + 'word/a.bin'.length)
    }),
    'damaged',
  ],
  ['an absolute name', withPart('/etc/passwd'), 'damaged'],
  ['a name that leaves the folder with backslashes', withPart('word\\..\\..\\a.xml'), 'damaged'],
  ['an entry with a password', changed(docx, (bytes, { entry }) => bytes.writeUInt16LE(1, entry + 8)), 'encrypted'],
  [
    'an entry with strong encryption',
    changed(docx, (bytes, { entry }) => bytes.writeUInt16LE(0x41, entry + 8)),
    'encrypted',
  ],
  [
    'an entry encrypted only according to its local header',
    changed(docx, (bytes, { local }) => bytes.writeUInt16LE(1, local + 6)),
    'disagrees',
  ],
  [
    'an unknown compression method',
    changed(docx, (bytes, { entry }) => bytes.writeUInt16LE(93, entry + 10)),
    'archive',
  ],
  [
    'another compression method in the local header',
    changed(docx, (bytes, { local }) => bytes.writeUInt16LE(0, local + 8)),
    'disagrees',
  ],
  [
    'damaged compressed bytes',
    changed(withPart('word/a.bin', 'hello'.repeat(1_000)), (bytes, { local, entry }) =>
      bytes.fill(0xff, local + 30 + 'word/a.bin'.length, entry - 500 > local ? entry - 500 : local + 50),
    ),
    'damaged',
  ],
  [
    'an entry that ends after the end of the file',
    changed(docx, (bytes, { entry }) => bytes.writeUInt32LE(1_000_000, entry + 20)),
    'damaged',
  ],
  [
    'an entry that begins after the end of the file',
    changed(docx, (bytes, { entry }) => bytes.writeUInt32LE(1_000_000, entry + 42)),
    'damaged',
  ],
  [
    'encrypted OpenDocument parts',
    zip({ mimetype: openText, 'META-INF/manifest.xml': encrypted, 'content.xml': cipher }),
    'encrypted',
  ],
  [
    'a fully encrypted OpenDocument text',
    zip({
      mimetype: openText,
      'encrypted-package': cipher,
      'META-INF/manifest.xml': encrypted,
    }),
    'encrypted',
  ],
  ['no entries', Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), zip({})]), 'damaged'],
  [
    'fewer directory entries than it declares',
    changed(docx, (bytes, { end }) => bytes.writeUInt16LE(3, end + 10)),
    'damaged',
  ],
  [
    'too many entries',
    zip(Object.fromEntries(Array.from({ length: 5_001 }, (_, index) => [`word/${index}.xml`, '<a/>']))),
    'bomb',
  ],
  [
    'a directory of six megabytes',
    zip(Object.fromEntries(Array.from({ length: 100 }, (_, index) => [`${'n'.repeat(60_000)}${index}`, '<a/>']))),
    'bomb',
  ],
])('a ZIP with %s is refused', async (_what, bytes, refusal) => {
  expect(await judged(bytes)).toBe(refusal)
})

/** A ZIP written as a stream, with each entry’s size after its content. */
async function streamed(entries: Record<string, string>): Promise<Buffer> {
  const archive = new ZipArchive({ comment: 'Written in a stream' })
  for (const [name, content] of Object.entries(entries)) archive.append(Buffer.from(content), { name })
  const written = buffer(archive)
  await archive.finalize()
  return written
}

const types = `<Types><Override PartName="/word/document.xml" ContentType="${word}.main+xml"/></Types>`

test.each<[string, () => Buffer | Promise<Buffer>, string, string]>([
  [
    'written as a stream, with a comment and folders',
    () => streamed({ '[Content_Types].xml': types, 'word/': '', 'word/document.xml': '<d/>', 'word/empty.xml': '' }),
    'policy.docx',
    word,
  ],
  ['with names in Tigrinya', () => withPart('customXml/ሰላም.xml', '<a/>'), 'policy.docx', word],
  [
    'whose extra field repeats the name',
    () => inserted(withPart('word/a.bin'), 'extra field', unicodeName('word/a.bin', 'word/a.bin')),
    'policy.docx',
    word,
  ],
  ['of an OpenDocument text', () => openDocument('text'), 'policy.odt', openText],
])('a ZIP %s is accepted', async (_what, bytes, name, type) => {
  expect(await judged(await bytes(), name)).toBe(type)
})

test('a document with randomly changed bytes is accepted or refused, and leaves no file', async () => {
  const document = office('word/document.xml', { 'docProps/core.xml': '<c><dc:creator>Halima</dc:creator></c>' })
  const answers = [...fileRefusals, ...Object.keys(fileTypes)]
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(fc.nat(document.length - 1), fc.nat(255)), { minLength: 1, maxLength: 4 }),
      async changes => {
        const bytes = Buffer.from(document)
        for (const [at, value] of changes) bytes[at] = value
        expect(answers).toContain(await judged(bytes))
      },
    ),
    { numRuns: 300, seed: 1 },
  )
})
