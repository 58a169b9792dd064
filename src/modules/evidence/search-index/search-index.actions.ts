import { theService } from '../../../domain/actor.ts'
import { countPlacesWithWords, forgetAllWords } from '../../../db/full-text.ts'
import type { Parts } from '../../../parts.ts'
import { countPlaces, indexEvidence, markAllOld, evidenceToIndex } from './search-index.store.ts'

const atOnce = 100

/**
 * Makes the words of pieces that have none, or old ones; of all, when the full-text index was lost. Usually there is
 * nothing to do: every change files its piece by itself.
 * @returns how many pieces were filed
 */
export async function indexAllEvidence(
  { db, write }: Pick<Parts, 'db' | 'write'>,
  stop?: AbortSignal,
): Promise<number> {
  if ((await countPlaces(db)) !== (await countPlacesWithWords(db)))
    await write(theService, async ({ trx }) => {
      await forgetAllWords(trx)
      await markAllOld(trx)
    })
  let [filed, last] = [0, '']
  for (;;) {
    const ids = stop?.aborted ? [] : await evidenceToIndex(db, atOnce, last)
    if (ids.length === 0) return filed
    await write(theService, ({ trx }) => indexEvidence(trx, ids))
    filed += ids.length
    last = ids.at(-1)!
  }
}
