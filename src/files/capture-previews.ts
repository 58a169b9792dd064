import { theService } from '../domain/actor.ts'
import { fileTypes } from '../domain/evidence.ts'
import { inboxFilesToPreview, inboxFileStatesOf, markInboxFilePreviewed } from './capture-file.store.ts'
import type { FileToDraw } from './preview.store.ts'
import { copyOf, drawPage, NotDrawn, smaller, type Drawing } from './previews.ts'
import type { Staged } from './store.ts'

const atOnce = 20

/** Makes one small preview of each inbox file. Evidence gets new previews. */
export async function previewInboxFiles(parts: Drawing, stop?: AbortSignal): Promise<void> {
  for (
    let files = await inboxFilesToPreview(parts.db, atOnce);
    files.length > 0;
    files = await inboxFilesToPreview(parts.db, atOnce)
  ) {
    for (const file of files) {
      if (stop?.aborted) return
      await keep(parts, file, await smallOf(parts, file))
    }
  }
}

async function smallOf({ files, log }: Drawing, file: FileToDraw): Promise<Staged | null> {
  try {
    return await smaller(
      files,
      fileTypes[file.type].picture ? await copyOf(files, file) : (await drawPage(files, file, 1)).staged,
      'small',
    )
  } catch (problem) {
    if (!(problem instanceof NotDrawn)) throw problem
    log.warn({ file: file.id, problem: problem.message }, 'a file could not be drawn')
    return null
  }
}

async function keep({ files, db, write }: Drawing, file: FileToDraw, small: Staged | null): Promise<void> {
  if (small) await files.keep(small, small.id)
  try {
    await write(theService, ({ trx }) => markInboxFilePreviewed(trx, file.id, small))
  } finally {
    if (small)
      await (new Map(await inboxFileStatesOf(db, [small.id])).has(small.id)
        ? files.settle(small.id)
        : files.remove(small.id))
  }
}
