import type { UnitOfWork } from '../../../db/unit-of-work.ts'
import { languageOf, translator } from '../../../words/words.ts'
import { undoRecording } from '../../awards/awards.public.ts'
import type { ImportRow, RowChanges } from '../imports/import-row.store.ts'

/**
 * Removes the award that a row recorded. Keeps it if someone outside the charity has seen it, if someone has changed or
 * used it, or if the actor is not allowed to correct it.
 */
export async function undoAward(work: UnitOfWork, row: ImportRow): Promise<RowChanges> {
  const t = translator(languageOf(work.actor.language))
  const undone = await undoRecording(work, row.recordId!, t('imports.undone.reason'))
  if (undone === 'removed' || undone === 'gone') return { state: 'undone' }
  return { state: 'kept', reasons: [{ is: `kept ${undone}` }] }
}
