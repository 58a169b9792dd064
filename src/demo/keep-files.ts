import { fileLimits } from '../config.ts'
import { stageFile } from '../files/intake.ts'
import { findPhrases, redactPdf } from '../files/redacted-pdf.ts'
import type { FileStore } from '../files/store.ts'
import type { StoredFile } from '../web/store-all.ts'
import { bytesOf } from './sample-files.ts'
import type { FileText } from './texts.ts'

export type KeptFile = Omit<StoredFile, 'state' | 'scannedBy' | 'scannedAt'>

/**
 * @property say fills in the parameters of the file's text
 * @property of the key of the original file from which a redacted copy is made
 */
export interface Wanted {
  key: string
  file: FileText
  say: (text: string) => string
  of?: string
}

/**
 * Stores files in the same way as uploads. Pictures and other files are two queues that run side by side, so that only
 * one child process of each kind starts.
 */
export async function keepFiles(files: FileStore, wanted: readonly Wanted[]): Promise<Map<string, KeptFile>> {
  const kept = new Map<string, KeptFile>()
  const isPicture = ({ file }: Wanted): boolean => file.picture !== undefined
  const keepEach = (ones: typeof wanted): Promise<void> =>
    inTurn(ones, async ({ key, file, say, of = '' }) => {
      if (file.blackOut) return void kept.set(key, await redactedCopyOf(files, kept.get(of)!, file))
      const taken = await stageFile(files, [await bytesOf(file, say)] as never, file.name, fileLimits.bytes)
      if ('refused' in taken) throw new Error(`the demo's file ${file.name} is refused: ${taken.refused}`)
      const { id, size, sha256 } = taken.staged
      await files.keep(taken.staged, id)
      kept.set(key, { id, name: file.name, type: taken.type, size, sha256 })
    })
  await Promise.all([keepEach(wanted.filter(isPicture)), keepEach(wanted.filter(one => !isPicture(one)))])
  return kept
}

/** Makes a redacted copy with the functions that the pages use. */
async function redactedCopyOf(
  files: FileStore,
  original: KeptFile,
  { name, blackOut = [] }: FileText,
): Promise<KeptFile> {
  const { occurrences } = await findPhrases(files, original, blackOut)
  const areas = occurrences.flat().flatMap(({ page, areas: some }) => some.map(area => ({ ...area, page })))
  const copy = await redactPdf(files, original, areas, () => {})
  await files.keep(copy, copy.id)
  return { id: copy.id, name, type: 'application/pdf', size: copy.size, sha256: copy.sha256 }
}

async function inTurn<Entity>(entities: readonly Entity[], act: (entity: Entity) => Promise<void>): Promise<void> {
  for (const entity of entities) await act(entity)
}
