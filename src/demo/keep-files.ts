import { fileLimits } from '../domain/evidence.ts'
import { takeIn } from '../files/intake.ts'
import type { FileStore } from '../files/store.ts'
import type { StoredFile } from '../web/store-all.ts'
import { bytesOf } from './papers.ts'
import { said, type PieceText, type Texts } from './texts.ts'

export type KeptFile = Omit<StoredFile, 'state' | 'scannedBy' | 'scannedAt'>

/**
 * Puts the files of these pieces where uploads go, by the way that uploads take: staged, judged by content, pictures written anew, kept.
 * Pictures go beside the others, each one after the other: one process is started for either, and no second.
 */
export async function keepFiles(files: FileStore, texts: Texts, wanted: readonly { library: string; piece: string }[]): Promise<Map<string, KeptFile>> {
  const kept = new Map<string, KeptFile>()
  const isPicture = ({ piece }: { piece: string }): boolean => texts.evidence[piece]?.file?.picture !== undefined
  const keepEach = (ones: typeof wanted): Promise<void> => inTurn(ones, async ({ library, piece }) => {
    const { file } = texts.evidence[piece] as PieceText
    if (!file) return
    const say = (text: string) => said(text, library, texts.libraries[library]!)
    const taken = await takeIn(files, [await bytesOf(file, say)] as never, file.name, fileLimits.bytes)
    if ('refused' in taken) throw new Error(`the demo's file ${file.name} is refused: ${taken.refused}`)
    const { id, size, sha256 } = taken.staged
    await files.keep(taken.staged, id)
    kept.set(`${library} ${piece}`, { id, name: file.name, type: taken.type, size, sha256 })
  })
  await Promise.all([keepEach(wanted.filter(isPicture)), keepEach(wanted.filter(one => !isPicture(one)))])
  return kept
}

async function inTurn<Thing>(things: readonly Thing[], act: (thing: Thing) => Promise<void>): Promise<void> {
  for (const thing of things) await act(thing)
}
