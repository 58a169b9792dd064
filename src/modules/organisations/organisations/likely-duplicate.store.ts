import type { Db, Tx } from '../../../db/connection.ts'
import type { Organisation } from '../../../domain/organisation.ts'
import { haveSimilarNames } from '../../../domain/similar-names.ts'
import { nameKey } from './organisation.store.ts'

export interface LikelyDuplicate {
  id: string
  name: string
  place: string
  /** the name that is similar, when it belongs to an organisation that was merged into this one; otherwise null */
  mergedName: string | null
}

/**
 * Up to 5 organisations that could be the one being registered: those with the same name anywhere, and those with a
 * similar name in the same place. If one was merged, lists the organisation that remains.
 */
export async function likelyDuplicates(
  db: Db | Tx,
  { name, place }: Pick<Organisation, 'name' | 'place'>,
): Promise<LikelyDuplicate[]> {
  const rows = await db('organisations')
    .leftJoin('organisations as survivors', 'survivors.id', 'organisations.merged_into')
    .where(
      same =>
        void same.where('organisations.name_key', nameKey(name)).orWhere('organisations.place_key', nameKey(place)),
    )
    .orderByRaw(
      'case when organisations.merged_into is null then 0 else 1 end, organisations.name_key, organisations.id',
    )
    .limit(mostCompared)
    .select<ComparedRow[]>(
      'organisations.name as known',
      'organisations.name_key as key',
      'survivors.name as into',
      db.raw('coalesce(survivors.id, organisations.id) as id'),
      db.raw('coalesce(survivors.place, organisations.place) as place'),
    )
  const found = new Map<string, LikelyDuplicate>()
  for (const { known, key, into, id, place: where } of rows)
    if (!found.has(id) && (key === nameKey(name) || haveSimilarNames(known, name)))
      found.set(id, { id, name: into ?? known, place: where, mergedName: into === null ? null : known })
  return [...found.values()].slice(0, mostDuplicates)
}

interface ComparedRow {
  known: string
  key: string
  into: string | null
  id: string
  place: string
}

/** The maximum number of organisations whose names are compared. No place is expected to have that many. */
const mostCompared = 500
const mostDuplicates = 5
