import { newId } from '../../../db/ids.ts'
import type { Db, Tx } from '../../../db/connection.ts'
import { withKeptSql } from '../../../db/kept-sql.ts'
import { lookup, runLookup, type Lookup } from '../../../db/lookups.ts'
import { sharingUntilChosen, type Sharing } from '../../../domain/example.ts'
import type { Instant } from '../../../domain/time.ts'
import type { ApplicationRecord } from '../../access/access.public.ts'

/** How a library shares one of its applications with other libraries. */
export interface SharingChoice {
  sharing: Sharing
  /**
   * the name of the person who made the choice on the sharing page, and when; null while the answer in the application
   * form applies
   */
  chosen: { by: string; at: Instant } | null
}

/** How the library shares one application, and who chose that and when. */
export const choiceOn = (
  db: Db | Tx,
  application: Pick<ApplicationRecord, 'id' | 'mayBeShared'>,
): Promise<SharingChoice> => runLookup(db, choiceLookup(db, application))

/** Finds the same choice as `choiceOn`, as a lookup to run with others. */
export const choiceLookup = (
  db: Db | Tx,
  { id, mayBeShared }: Pick<ApplicationRecord, 'id' | 'mayBeShared'>,
): Lookup<SharingChoice> => choiceWith(db, id, mayBeShared)

const choiceWith = withKeptSql((db: Db | Tx, id: string, mayBeShared: boolean): Lookup<SharingChoice> =>
  lookup<{ sharing: Sharing; by: string; at: Instant }, SharingChoice>(
    () =>
      db('example_choices')
        .join('people', 'people.id', 'example_choices.chosen_by')
        .where({ application_id: id })
        .select('example_choices.sharing', 'people.name as by', 'example_choices.chosen_at as at'),
    ['sharing', 'by', 'at'],
    ([row]) =>
      row
        ? { sharing: row.sharing, chosen: { by: row.by, at: row.at } }
        : { sharing: sharingUntilChosen({ mayBeShared }), chosen: null },
  ),
)

/** @returns the id of the choice */
export async function saveChoice(
  trx: Tx,
  { id: applicationId }: Pick<ApplicationRecord, 'id'>,
  { sharing, by, at }: { sharing: Sharing; by: string; at: Instant },
): Promise<string> {
  const row = { sharing, chosen_by: by, chosen_at: at }
  const known = await trx('example_choices').where({ application_id: applicationId }).first('id')
  if (known) {
    await trx('example_choices').where({ id: known.id }).update(row)
    return known.id
  }
  const id = newId()
  await trx('example_choices').insert({ id, application_id: applicationId, ...row })
  return id
}
