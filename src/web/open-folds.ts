import type { Db, Tx } from '../db/connection.ts'

/** The folds that a person can leave open for their next visit. */
export type Fold = 'evidence details'

export const isFoldOpen = async (db: Db | Tx, { id }: { id: string }, fold: Fold): Promise<boolean> =>
  (await db('open_folds').where({ person_id: id, fold }).first('fold')) !== undefined

/** Remembers how the person left a fold. No row means closed. */
export async function rememberFold(trx: Tx, { id }: { id: string }, fold: Fold, isOpen: boolean): Promise<void> {
  const row = { person_id: id, fold }
  if (isOpen) await trx('open_folds').insert(row).onConflict(['person_id', 'fold']).ignore()
  else await trx('open_folds').where(row).delete()
}
