import { theService } from '../../../domain/actor.ts'
import { fileTypes } from '../../../domain/evidence.ts'
import { rowStatesOf } from '../../../files/file.store.ts'
import { keepWithRows } from '../../../files/keeping.ts'
import type { FileToDraw } from '../../../files/preview.store.ts'
import { copyOf, drawEach, drawPage, NotDrawn, shrinkPicture, type Drawing } from '../../../files/previews.ts'
import { FileMissing, type Staged } from '../../../files/store.ts'
import { inboxFilesToPreview, markInboxFilePreviewed } from './inbox-preview.store.ts'

const filesAtATime = 20

/**
 * Draws a small picture of each new inbox file that can have one. Files that become evidence get new previews.
 * @throws as `drawEach` does
 */
export const previewInboxFiles = (parts: Drawing, stop?: AbortSignal): Promise<void> =>
  drawEach(
    except => inboxFilesToPreview(parts.db, filesAtATime, except),
    async file => keepPreview(parts, file, await drawPreview(parts, file)),
    stop,
  )

async function drawPreview({ files, log }: Drawing, file: FileToDraw): Promise<Staged | null> {
  try {
    const isPicture = fileTypes[file.type].picture
    const drawn = isPicture ? await copyOf(files, file) : (await drawPage(files, file, 1)).staged
    return await shrinkPicture(files, drawn, 'small')
  } catch (problem) {
    if (!(problem instanceof NotDrawn || problem instanceof FileMissing)) throw problem
    log.warn({ file: file.id, problem: problem.message }, 'a file could not be drawn')
    return null
  }
}

/** Stores the bytes before the row refers to them. */
async function keepPreview({ files, db, write }: Drawing, file: FileToDraw, small: Staged | null): Promise<void> {
  const rows = { ids: small ? [small.id] : [], rowStates: (ids: readonly string[]) => rowStatesOf(db, ids) }
  await keepWithRows(files, rows, async () => {
    if (small) await files.keep(small, small.id)
    await write(theService, ({ trx }) => markInboxFilePreviewed(trx, file.id, small))
  })
}
