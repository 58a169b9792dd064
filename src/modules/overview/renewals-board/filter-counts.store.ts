import type { Db } from '../../../db/connection.ts'
import { withKeptSql } from '../../../db/kept-sql.ts'
import { runLookup, lookup, type Lookup } from '../../../db/lookups.ts'
import type { Actor } from '../../../domain/actor.ts'
import type { Day } from '../../../domain/time.ts'
import {
  awardsShown,
  filterNames,
  narrowingBy,
  type FilterName,
  type Filters,
  type Narrowing,
} from '../renewal-filters/renewal-filter.store.ts'
import { criteriaByStream } from '../renewal-filters/recent-evidence.store.ts'

/** The largest number of awards that a filter shows. For more awards, it shows “more than” this number. */
export const maxCounted = 100

/** The number of awards for each filter, counted up to `maxCounted` + 1. */
export const filterCounts = async (
  db: Db,
  actor: Actor,
  filters: Omit<Filters, 'show'>,
  today: Day,
): Promise<Map<FilterName, number>> =>
  runLookup(db, countsLookup(db, actor, narrowingBy(filters, await criteriaByStream(db)), today))

export const countsLookup = withKeptSql(
  (db: Db, actor: Actor, filters: Omit<Narrowing, 'show'>, today: Day): Lookup<Map<FilterName, number>> => {
    const counting = () =>
      filterNames.map(show =>
        db
          .from(
            awardsShown(db, actor, { ...filters, show }, today)
              .select('awards.id')
              .limit(maxCounted + 1)
              .as('shown'),
          )
          .count()
          .as(show),
      )
    return lookup<Record<FilterName, number>, Map<FilterName, number>>(
      () => db.select(...counting()),
      filterNames,
      ([row]) => new Map(filterNames.map(show => [show, row?.[show] ?? 0])),
    )
  },
)
