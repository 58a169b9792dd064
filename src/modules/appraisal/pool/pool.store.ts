import type { Db, Tx } from '../../../db/connection.ts'
import { withKeptSql } from '../../../db/kept-sql.ts'
import { lookup, runLookup, type Lookup } from '../../../db/lookups.ts'
import { startingWith } from '../../../db/name-search.ts'
import type { SeatKind } from '../../../domain/application.ts'
import type { AppraiserProfile, PastEmployer } from '../../../domain/appraising.ts'
import { NotFound } from '../../../domain/refusals.ts'
import { dayOf, instantAt, parseDay, type Instant } from '../../../domain/time.ts'
import { keyOfName } from '../../../domain/similar-names.ts'
import { addressKey, addressStart } from '../../../email/addresses.ts'
import { employersOf, profileColumns, toProfile, type ProfileRow } from '../profiles/profile.store.ts'

/** A person in the pool, as coordinators see them. */
export interface PoolLine {
  id: string
  name: string
  email: string
  /** null for a person who has not entered any details yet */
  profile: AppraiserProfile | null
  seats: SeatsThisYear
  /** the time when the person last finished a calibration; null before the first */
  calibratedAt: Instant | null
}

export interface SeatsThisYear {
  /** the number of offers and seats on applications that are not decided or withdrawn, from any year */
  open: number
  /** the number of seats on applications decided this calendar year */
  completed: number
}

/** The start, in London, of the calendar year that contains the given time. */
export const startOfYear = (now: Instant): Instant =>
  instantAt(parseDay(`${dayOf(now).slice(0, 4)}-01-01`) ?? dayOf(now), '00:00')

/**
 * SQL columns for a person's seats and last calibration, in a query on `people`. Binds the result of `startOfYear`. The
 * cross joins make SQLite read a person's few seats first.
 */
export const seatCounts = `
  (select count(*) from seats cross join applications
    where applications.id = seats.application_id and seats.person_id = people.id
    and seats.status in ('offered', 'accepted') and seats.set_aside_at is null
    and applications.status not in ('decided', 'withdrawn')) as open_seats,
  (select count(*) from seats cross join applications
    where applications.id = seats.application_id and seats.person_id = people.id
    and seats.status = 'accepted' and seats.set_aside_at is null
    and applications.status = 'decided' and applications.status_since >= ?) as completed_seats,
  (select max(calibrations.done_at) from calibrations where calibrations.person_id = people.id) as calibrated_at`

const isInPool = `exists (select 1 from charity_roles where charity_roles.person_id = people.id
  and charity_roles.role = 'appraiser' and charity_roles.ended_at is null)`

/** The columns that `toPoolLine` reads, besides those of `seatCounts`. */
export const poolColumns = [
  'people.id',
  'people.name',
  'people.email',
  ...profileColumns.map(column => `appraiser_profiles.${column}` as const),
] as const

/** The fields of a row with `poolColumns` and `seatCounts`. */
export const poolFields = [
  'id',
  'name',
  'email',
  ...profileColumns,
  'open_seats',
  'completed_seats',
  'calibrated_at',
] as const

interface PersonRow {
  id: string
  name: string
  email: string
  open_seats: string
  completed_seats: string
  calibrated_at: Instant | null
}
export type PoolRow = PersonRow & (ProfileRow | Record<keyof ProfileRow, null>)

/** The filters of the list of people in the pool. */
export interface PoolFilter {
  after: { name: string; id: string } | null
  /** the start of a name or an email address; empty for all */
  search: string
  /** the kind of seat that the people can take; null for everyone */
  kind: SeatKind | null
  now: Instant
  limit: number
}

/** The active people in the pool, by name. Makes one query. */
export const poolFrom = (db: Db, { after, search, kind, now, limit }: PoolFilter): Promise<PoolLine[]> =>
  runLookup(
    db,
    poolLines(db, {
      after: after && { nameKey: keyOfName(after.name), id: after.id },
      typed: search ? [...startingWith(keyOfName(search)), ...startingWith(addressStart(search))] : null,
      kind,
      since: startOfYear(now),
      limit,
    }),
  )

interface PoolWanted extends Pick<PoolFilter, 'kind' | 'limit'> {
  after: { nameKey: string; id: string } | null
  /**
   * the lower and upper bounds of names, then of email addresses, that start with the search text; null without a
   * search
   */
  typed: readonly string[] | null
  since: Instant
}

const poolLines = withKeptSql((db: Db, { after, typed, kind, since, limit }: PoolWanted): Lookup<PoolLine[]> =>
  lookup<PoolRow, PoolLine[]>(
    () =>
      db('people')
        .leftJoin('appraiser_profiles', 'appraiser_profiles.person_id', 'people.id')
        .where('people.status', 'active')
        .whereRaw(isInPool)
        .modify(query => {
          if (after) void query.whereRaw('(people.name_key, people.id) > (?, ?)', [after.nameKey, after.id])
          if (kind) void query.where('appraiser_profiles.kinds', 'like', `%"${kind}"%`)
          if (typed)
            void query.whereRaw(
              '((people.name_key >= ? and people.name_key < ?) or (people.email_key >= ? and people.email_key < ?))',
              [...typed],
            )
        })
        .orderBy(['people.name_key', 'people.id'])
        .limit(limit)
        .select(...poolColumns, db.raw(seatCounts, [since])),
    poolFields,
    rows => rows.map(toPoolLine),
  ),
)

/**
 * One person in the pool, with their past employers.
 * @throws NotFound for anyone else
 */
export async function findInPool(
  db: Db,
  id: string,
  now: Instant,
): Promise<{ line: PoolLine; employers: readonly PastEmployer[] }> {
  const line = await runLookup(db, lineInPool(db, id, startOfYear(now)))
  if (!line) throw new NotFound()
  return { line, employers: (await employersOf(db, [id])).get(id) ?? [] }
}

const lineInPool = withKeptSql((db: Db, id: string, since: Instant): Lookup<PoolLine | null> =>
  lookup<PoolRow, PoolLine | null>(
    () =>
      db('people')
        .leftJoin('appraiser_profiles', 'appraiser_profiles.person_id', 'people.id')
        .where('people.id', id)
        .whereRaw(isInPool)
        .select(...poolColumns, db.raw(seatCounts, [since])),
    poolFields,
    ([row]) => (row ? toPoolLine(row) : null),
  ),
)

export const toPoolLine = (row: PoolRow): PoolLine => ({
  id: row.id,
  name: row.name,
  email: row.email,
  profile: row.kinds === null ? null : toProfile(row),
  seats: { open: Number(row.open_seats), completed: Number(row.completed_seats) },
  calibratedAt: row.calibrated_at,
})

/** Why an email address needs no invitation to the pool. */
export type KnownInPool = 'held' | 'waiting' | 'invited'

/**
 * @returns why addresses need no invitation to the pool, by `addressKey`. Includes every open invitation, even to an
 * address outside `emails`
 */
export async function knownInPool(db: Db | Tx, emails: readonly string[]): Promise<ReadonlyMap<string, KnownInPool>> {
  const keys = [...new Set(emails.map(addressKey))]
  if (keys.length === 0) return new Map()
  const invited: { email: string }[] = await db('invitations')
    .where({ role: 'appraiser', organisation_id: null, accepted_at: null, revoked_at: null })
    .select('email')
  const waiting: { key: string }[] = await db('access_requests')
    .join('people', 'people.id', 'access_requests.person_id')
    .whereIn('people.email_key', keys)
    .where({ role: 'appraiser', organisation_id: null })
    .where('access_requests.status', 'waiting')
    .select('people.email_key as key')
  const held: { key: string }[] = await db('charity_roles')
    .join('people', 'people.id', 'charity_roles.person_id')
    .whereIn('people.email_key', keys)
    .where({ role: 'appraiser', ended_at: null })
    .select('people.email_key as key')
  return new Map<string, KnownInPool>([
    ...invited.map(({ email }): [string, KnownInPool] => [addressKey(email), 'invited']),
    ...waiting.map(({ key }): [string, KnownInPool] => [key, 'waiting']),
    ...held.map(({ key }): [string, KnownInPool] => [key, 'held']),
  ])
}
