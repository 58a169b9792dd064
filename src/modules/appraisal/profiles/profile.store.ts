import { newId } from '../../../db/ids.ts'
import type { Db, Tx } from '../../../db/connection.ts'
import { withKeptSql } from '../../../db/kept-sql.ts'
import { lookup, runLookup, type Lookup } from '../../../db/lookups.ts'
import type { Row } from '../../../db/tables.ts'
import type { SeatKind } from '../../../domain/application.ts'
import type { AppraiserProfile, PastEmployer, Weekday } from '../../../domain/appraising.ts'
import { Stale } from '../../../domain/refusals.ts'
import { keyOfName } from '../../../domain/similar-names.ts'
import type { Instant } from '../../../domain/time.ts'

export interface OwnProfile extends AppraiserProfile {
  employers: readonly PastEmployer[]
  version: number
}

/** @returns null for a person who has not entered any details yet. Makes two queries */
export async function profileOf(db: Db | Tx, personId: string): Promise<OwnProfile | null> {
  const row = await runLookup(db, profileRow(db, personId))
  if (!row) return null
  return { ...toProfile(row), employers: (await employersOf(db, [personId])).get(personId) ?? [], version: row.version }
}

/** The columns of a profile itself, without the columns of `people`. */
export const profileColumns = [
  'kinds',
  'expertise',
  'needs',
  'weekdays',
  'away_from',
  'away_until',
  'seats_a_year',
  'council_area',
  'version',
] as const
export type ProfileRow = Pick<Row<'appraiser_profiles'>, (typeof profileColumns)[number]>

const profileRow = withKeptSql((db: Db | Tx, personId: string): Lookup<ProfileRow | null> =>
  lookup<ProfileRow, ProfileRow | null>(
    () =>
      db('appraiser_profiles')
        .where({ person_id: personId })
        .select(...profileColumns),
    profileColumns,
    ([row]) => row ?? null,
  ),
)

/** The past employers of these people, by the id of the person, in the order entered. Makes one query. */
export async function employersOf(
  db: Db | Tx,
  people: readonly string[],
): Promise<ReadonlyMap<string, readonly PastEmployer[]>> {
  if (people.length === 0) return new Map()
  return runLookup(db, employersLookup(db, people))
}

const employersLookup = withKeptSql(
  (db: Db | Tx, people: readonly string[]): Lookup<ReadonlyMap<string, readonly PastEmployer[]>> =>
    lookup<PastEmployer & { personId: string }, ReadonlyMap<string, readonly PastEmployer[]>>(
      () =>
        db('past_employers')
          .whereIn('person_id', [...people])
          .orderBy(['person_id', 'place'])
          .select('person_id as personId', 'organisation_id as organisationId', 'name'),
      ['personId', 'organisationId', 'name'],
      rows => {
        const byPerson = new Map<string, PastEmployer[]>()
        for (const { personId, ...employer } of rows)
          byPerson.set(personId, [...(byPerson.get(personId) ?? []), employer])
        return byPerson
      },
    ),
)

/**
 * Saves an appraiser's profile. Links past employers to organisations with the same name.
 * @param readAt the version that was read; 0 when there was no profile yet
 * @throws Stale when the profile was changed in another window
 */
export async function saveProfile(
  trx: Tx,
  personId: string,
  { profile, employers, readAt, at }: { profile: AppraiserProfile; employers: string[]; readAt: number; at: Instant },
): Promise<void> {
  const row = { ...toRow(profile), person_id: personId, saved_at: at, version: readAt + 1 }
  const changed =
    readAt === 0
      ? await trx('appraiser_profiles').insert(row).onConflict('person_id').ignore().returning('version')
      : await trx('appraiser_profiles').where({ person_id: personId, version: readAt }).update(row, ['version'])
  if (changed.length === 0) throw new Stale()
  await trx('past_employers').where({ person_id: personId }).delete()
  const known = await organisationsNamed(trx, employers)
  const rows = employers.map((name, place) => ({
    id: newId(),
    person_id: personId,
    organisation_id: known.get(keyOfName(name)) ?? null,
    name,
    name_key: keyOfName(name),
    place,
  }))
  if (rows.length > 0) await trx('past_employers').insert(rows)
}

/**
 * The ids of organisations by the key of their name. If only a merged organisation has the name, gives the id of the
 * organisation that it was merged into.
 */
async function organisationsNamed(trx: Tx, names: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const rows = await trx('organisations')
    .whereIn('name_key', [...new Set(names.map(keyOfName))])
    .orderByRaw('case when merged_into is null then 1 else 0 end, id')
    .select('id', 'name_key', 'merged_into')
  return new Map(rows.map(({ id, name_key: key, merged_into: survivor }) => [key, survivor ?? id]))
}

export const toProfile = (row: ProfileRow): AppraiserProfile => ({
  kinds: JSON.parse(row.kinds) as SeatKind[],
  expertise: JSON.parse(row.expertise) as string[],
  needs: row.needs,
  weekdays: JSON.parse(row.weekdays) as Weekday[],
  awayFrom: row.away_from,
  awayUntil: row.away_until,
  seatsAYear: row.seats_a_year,
  councilArea: row.council_area,
})

const toRow = (profile: AppraiserProfile) => ({
  kinds: JSON.stringify(profile.kinds),
  expertise: JSON.stringify(profile.expertise),
  needs: profile.needs,
  weekdays: JSON.stringify(profile.weekdays),
  away_from: profile.awayFrom,
  away_until: profile.awayUntil,
  seats_a_year: profile.seatsAYear,
  council_area: profile.councilArea,
})
