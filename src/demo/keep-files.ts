import { fileLimits } from '../config.ts'
import { takeIn } from '../files/intake.ts'
import type { FileStore } from '../files/store.ts'
import type { StoredFile } from '../web/store-all.ts'
import { bytesOf } from './sample-files.ts'
import type { FileText } from './texts.ts'

export type KeptFile = Omit<StoredFile, 'state' | 'scannedBy' | 'scannedAt'>

/** @property say fills in the parameters of the file's text */
export interface Wanted {
  key: string
  file: FileText
  say: (text: string) => string
}

/**
 * Stores files as uploads are stored: staged, checked, pictures re-encoded, kept. Pictures are stored one by one, and
 * so are other files, both at the same time: this starts only one child process of each kind.
 */
export async function keepFiles(files: FileStore, wanted: readonly Wanted[]): Promise<Map<string, KeptFile>> {
  const kept = new Map<string, KeptFile>()
  const isPicture = ({ file }: Wanted): boolean => file.picture !== undefined
  const keepEach = (ones: typeof wanted): Promise<void> =>
    inTurn(ones, async ({ key, file, say }) => {
      const taken = await takeIn(files, [await bytesOf(file, say)] as never, file.name, fileLimits.bytes)
      if ('refused' in taken) throw new Error(`the demo's file ${file.name} is refused: ${taken.refused}`)
      const { id, size, sha256 } = taken.staged
      await files.keep(taken.staged, id)
      kept.set(key, { id, name: file.name, type: taken.type, size, sha256 })
    })
  await Promise.all([keepEach(wanted.filter(isPicture)), keepEach(wanted.filter(one => !isPicture(one)))])
  return kept
}

async function inTurn<Entity>(entities: readonly Entity[], act: (entity: Entity) => Promise<void>): Promise<void> {
  for (const entity of entities) await act(entity)
}
