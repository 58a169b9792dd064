import type { Db, Tx } from '../../../db/connection.ts'
import { looksLikeId, newId } from '../../../db/ids.ts'
import { withKeptSql } from '../../../db/kept-sql.ts'
import { lookup, runLookup, type Lookup } from '../../../db/lookups.ts'
import type { Actor, CharityRole } from '../../../domain/actor.ts'
import { NotFound } from '../../../domain/refusals.ts'
import type { Instant } from '../../../domain/time.ts'

/** Filters of a list that someone saved under a name. */
export interface SavedFilter {
  id: string
  list: string
  name: string
  /** the query string of the list's address */
  query: string
  isShared: boolean
  isOwn: boolean
  /** whether the filter is the person's own, or was shared by someone who can no longer open the team's lists */
  isRemovable: boolean
  savedBy: string
}

/** The maximum number of filters that one person can save for a list. */
export const maxSaved = 50

/**
 * SQL condition on `people`: the person can no longer open the charity team's lists. This includes suspended accounts,
 * because otherwise no one could remove their filters.
 */
const hasLeft = `(people.status <> 'active' or not exists (select 1 from charity_roles
  where charity_roles.person_id = people.id and charity_roles.ended_at is null
    and charity_roles.role in ('coordinator', 'trustee', 'administrator')))`

/**
 * A person's own filters of a list, then those that others share, each by name; at most `2 * maxSaved`. Does not
 * check permissions.
 */
export const savedFiltersOf = (db: Db | Tx, actor: Pick<Actor, 'id'>, list: string): Promise<SavedFilter[]> =>
  runLookup(db, savedFiltersLookup(db, actor.id, list))

interface FilterRow {
  id: string
  list: string
  name: string
  query: string
  isShared: number
  personId: string
  savedBy: string
  hasLeft: number
}

const savedFiltersLookup = withKeptSql((db: Db | Tx, personId: string, list: string): Lookup<SavedFilter[]> =>
  lookup<FilterRow, SavedFilter[]>(
    () =>
      db('saved_filters')
        .join('people', 'people.id', 'saved_filters.person_id')
        .where('saved_filters.list', list)
        .where(seen => void seen.where('saved_filters.person_id', personId).orWhere('saved_filters.is_shared', 1))
        .orderByRaw('case when saved_filters.person_id = ? then 0 else 1 end, saved_filters.name, saved_filters.id', [
          personId,
        ])
        .limit(2 * maxSaved)
        .select(
          'saved_filters.id as id',
          'saved_filters.list as list',
          'saved_filters.name as name',
          'saved_filters.query as query',
          'saved_filters.is_shared as isShared',
          'saved_filters.person_id as personId',
          'people.name as savedBy',
          db.raw(`case when ${hasLeft} then 1 else 0 end as "hasLeft"`),
        ),
    ['id', 'list', 'name', 'query', 'isShared', 'personId', 'savedBy', 'hasLeft'],
    rows =>
      rows.map(({ isShared, personId: owner, hasLeft: isLeft, ...row }) => ({
        ...row,
        isShared: isShared === 1,
        isOwn: owner === personId,
        isRemovable: owner === personId || isLeft === 1,
      })),
  ),
)

const readersOfLists: readonly CharityRole[] = ['coordinator', 'trustee', 'administrator']

/**
 * A filter that this person can remove: their own or, for the charity team, one shared by someone who has left.
 * @throws NotFound when there is no such filter, or the person cannot remove it
 */
export async function findRemovableFilter(
  db: Db | Tx,
  actor: Pick<Actor, 'id' | 'charityRoles'>,
  id: string,
): Promise<Pick<SavedFilter, 'id' | 'list' | 'name' | 'query'>> {
  if (!looksLikeId(id)) throw new NotFound()
  const row = await db('saved_filters')
    .join('people', 'people.id', 'saved_filters.person_id')
    .where('saved_filters.id', id)
    .where(removable => {
      void removable.where('saved_filters.person_id', actor.id)
      if (actor.charityRoles.some(role => readersOfLists.includes(role)))
        void removable.orWhere(left => void left.where('saved_filters.is_shared', 1).whereRaw(hasLeft))
    })
    .first('saved_filters.id', 'saved_filters.list', 'saved_filters.name', 'saved_filters.query')
  if (!row) throw new NotFound()
  return row
}

/** @returns the filter's id, or null when the person already has a filter of this name for this list */
export async function insertSavedFilter(
  trx: Tx,
  actor: Pick<Actor, 'id'>,
  filter: Pick<SavedFilter, 'list' | 'name' | 'query' | 'isShared'> & { at: Instant },
): Promise<string | null> {
  const id = newId()
  const inserted = await trx('saved_filters')
    .insert({
      id,
      person_id: actor.id,
      list: filter.list,
      name: filter.name,
      query: filter.query,
      is_shared: filter.isShared ? 1 : 0,
      saved_at: filter.at,
    })
    .onConflict(['person_id', 'list', 'name'])
    .ignore()
    .returning('id')
  return inserted.length > 0 ? id : null
}

export const deleteSavedFilter = async (trx: Tx, { id }: Pick<SavedFilter, 'id'>): Promise<void> =>
  void (await trx('saved_filters').where({ id }).delete())
