import type { FileHandle } from 'node:fs/promises'
import type { FileType } from '../domain/evidence.ts'
import type { FileRefusal } from './refusals.ts'
import { chunksOf } from './text.ts'
import { entriesOf, readEntry, ZipProblem, type ZipEntry } from './zip-entries.ts'

type Found = FileType | { refused: FileRefusal }

const office: [mainPart: string, type: FileType][] = [
  ['wordprocessingml.document.main+xml', 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'],
  ['spreadsheetml.sheet.main+xml', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'],
  ['presentationml.presentation.main+xml', 'application/vnd.openxmlformats-officedocument.presentationml.presentation'],
]
const openDocument: readonly string[] = [
  'application/vnd.oasis.opendocument.text',
  'application/vnd.oasis.opendocument.spreadsheet',
] satisfies FileType[]

/** What a zip, or the older container of Office and of its encrypted files, holds. */
export async function documentIn(file: FileHandle, size: number): Promise<Found> {
  const { buffer } = await file.read(Buffer.alloc(4), 0, 4, 0)
  if (buffer[0] === 0xd0)
    return { refused: (await contains(file, Buffer.from('EncryptedPackage', 'utf16le'))) ? 'encrypted' : 'old office' }
  try {
    return await zippedDocument(file, await entriesOf(file, size))
  } catch (error) {
    if (error instanceof ZipProblem) return { refused: error.refusal }
    throw error
  }
}

async function zippedDocument(file: FileHandle, entries: readonly ZipEntry[]): Promise<Found> {
  const named = (name: string) => entries.find(entry => entry.name === name)
  const types = named('[Content_Types].xml')
  const mimetype = named('mimetype')
  if (types) return officeDocument((await readEntry(file, types)).toString(), entries)
  const stated = mimetype && (await readEntry(file, mimetype)).toString().trim()
  if (!stated?.startsWith('application/vnd.oasis.opendocument.')) return { refused: 'archive' }
  const manifest = named('META-INF/manifest.xml')
  if (manifest && (await readEntry(file, manifest)).includes('encryption-data')) return { refused: 'encrypted' }
  if (entries.some(({ name }) => /^(Basic|Scripts)\//i.test(name))) return { refused: 'macro' }
  return openDocument.includes(stated) && named('content.xml') ? (stated as FileType) : { refused: 'unknown' }
}

function officeDocument(contentTypes: string, entries: readonly ZipEntry[]): Found {
  const hasMacros =
    /macroEnabled|vbaProject|macrosheet/i.test(contentTypes) ||
    entries.some(({ name }) => /vbaProject\.bin$|\/macrosheets\/|\/activeX\//i.test(name))
  if (hasMacros) return { refused: 'macro' }
  return (
    office.find(([mainPart]) => contentTypes.includes(mainPart))?.[1] ?? {
      refused: contentTypes.includes('openxmlformats') ? 'unknown' : 'archive',
    }
  )
}

async function contains(file: FileHandle, sought: Buffer): Promise<boolean> {
  let before: Buffer = Buffer.alloc(0)
  for await (const chunk of chunksOf(file)) {
    const bytes = Buffer.concat([before, chunk])
    if (bytes.includes(sought)) return true
    before = bytes.subarray(-sought.length)
  }
  return false
}
