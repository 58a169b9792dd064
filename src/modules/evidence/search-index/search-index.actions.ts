import type { Db, Tx } from '../../../db/connection.ts'
import { countPlacesWithWords, forgetAllWords } from '../../../db/full-text.ts'
import { theService } from '../../../domain/actor.ts'
import type { Parts } from '../../../parts.ts'
import { countIndexed, evidenceToIndex, indexEvidence, markAllOld } from './search-index.store.ts'

const batchSize = 100

/**
 * Indexes evidence that is missing from the index or was indexed by older rules, or all evidence if the full-text index
 * was lost.
 * @returns the number of items indexed
 */
export async function indexAllEvidence(
  { db, write }: Pick<Parts, 'db' | 'write'>,
  stop?: AbortSignal,
): Promise<number> {
  if (await isIndexLost(db))
    await write(theService, async ({ trx }) => {
      // Count again in the transaction: evidence may have changed between the two counts, or another process may have
      // marked the evidence first.
      if (!(await isIndexLost(trx))) return
      await forgetAllWords(trx)
      await markAllOld(trx)
    })
  let indexed = 0
  let last = ''
  while (!stop?.aborted) {
    const ids = await evidenceToIndex(db, batchSize, last)
    if (ids.length === 0) break
    await write(theService, ({ trx }) => indexEvidence(trx, ids))
    indexed += ids.length
    last = ids.at(-1)!
  }
  return indexed
}

const isIndexLost = async (db: Db | Tx): Promise<boolean> =>
  (await countIndexed(db)) !== (await countPlacesWithWords(db))
