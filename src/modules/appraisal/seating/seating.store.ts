import type { Db, Tx } from '../../../db/connection.ts'
import { withKeptSql } from '../../../db/kept-sql.ts'
import { lookup, type Lookup } from '../../../db/lookups.ts'
import { startingWith } from '../../../db/name-search.ts'
import type { SeatKind } from '../../../domain/application.ts'
import { isAtLimit, usualSeatsAYear } from '../../../domain/appraising.ts'
import { conflictsWith, type PossibleConflict } from '../../../domain/conflicts.ts'
import type { Candidate } from '../../../domain/panel-suggestion.ts'
import { dayOf, type Day, type Instant } from '../../../domain/time.ts'
import { keyOfName } from '../../../domain/similar-names.ts'
import type { ApplicationRecord } from '../../access/access.public.ts'
import { idsWithMerged } from '../../organisations/organisations.public.ts'
import {
  poolColumns,
  poolFields,
  seatCounts,
  startOfYear,
  toPoolLine,
  type PoolLine,
  type PoolRow,
} from '../pool/pool.store.ts'

/** The maximum number of people that a panel's page reads. If there are more, the coordinator searches. */
export const maxCandidatesRead = 500

/** A person who could be offered a seat, with everything that the service knows about them and this library. */
export interface PersonForPanel extends PoolLine {
  conflicts: readonly PossibleConflict[]
  /** whether the person is in the pool of appraisers; false for someone who is only a trustee */
  isAppraiser: boolean
  isTrustee: boolean
  /** the day of the latest offer that they accepted on another panel of this library; null for none */
  lastHere: Day | null
  /** whether they had an offer or a seat on this panel that has ended */
  hadSeat: boolean
}

interface PersonRow {
  is_appraiser: number | boolean
  is_trustee: number | boolean
  is_member: number | boolean
  was_member: number | boolean
  was_employed: number | boolean
  has_conflict: number | boolean
  last_here: Instant | null
  had_seat: number | boolean
}

/**
 * SQL columns about a person and this library. The ids in `here` are those of the library and of the organisations
 * merged into it, and `seatedHere` has the people on its other panels. Where the list of people is short, the condition
 * uses `in`, which reads the list once, and not `exists`, which looks up each person. `offset 0` keeps PostgreSQL from
 * reading all appraisers. Binds the id of the application twice.
 */
const factsHere = `
  exists (select 1 from charity_roles where charity_roles.person_id = people.id and charity_roles.role = 'appraiser'
    and charity_roles.ended_at is null limit 1 offset 0) as is_appraiser,
  exists (select 1 from charity_roles where charity_roles.person_id = people.id and charity_roles.role = 'trustee'
    and charity_roles.ended_at is null) as is_trustee,
  people.id in (select memberships.person_id from memberships
    where memberships.organisation_id in (select id from here) and memberships.ended_at is null) as is_member,
  people.id in (select memberships.person_id from memberships
    where memberships.organisation_id in (select id from here) and memberships.ended_at is not null) as was_member,
  exists (select 1 from past_employers where past_employers.person_id = people.id
    and (past_employers.organisation_id in (select id from here) or past_employers.name_key in (
      select organisations.name_key from organisations where organisations.id in (select id from here)))
    ) as was_employed,
  people.id in (select declarations.person_id from declarations where declarations.application_id = ?
    and declarations.says = 'conflict') as has_conflict,
  (select max("seatedHere".offered_at) from "seatedHere" where "seatedHere".person_id = people.id) as last_here,
  people.id in (select seats.person_id from seats where seats.application_id = ? and seats.person_id is not null)
    as had_seat`

const factsHereFields = [
  'is_appraiser',
  'is_trustee',
  'is_member',
  'was_member',
  'was_employed',
  'has_conflict',
  'last_here',
  'had_seat',
] as const

/**
 * The people in `appraisersOutside`, by name, at most `maxCandidatesRead`. Includes people with a known conflict.
 * @param search the start of a name; empty for all
 */
export function peopleForPanel(
  db: Db | Tx,
  application: ApplicationRecord,
  { search, now }: { search: string; now: Instant },
): Lookup<PersonForPanel[]> {
  const { id, organisationId } = application
  const typed = search ? startingWith(keyOfName(search)) : null
  const people = peopleRows(db, { id, organisationId }, { typed, since: startOfYear(now) })
  return { ...people, read: rows => people.read(rows).map(row => toPersonForPanel(row, application)) }
}

const peopleRows = withKeptSql(
  (
    db: Db | Tx,
    application: Pick<ApplicationRecord, 'id' | 'organisationId'>,
    { typed, since }: { typed: [from: string, below: string] | null; since: Instant },
  ): Lookup<(PoolRow & PersonRow)[]> => {
    const { id, organisationId } = application
    const people = () =>
      appraisersOutside(db, application)
        .with('here', idsWithMerged(db, { id: organisationId }))
        .withMaterialized('seatedHere', seatsOnOtherPanels(db, application))
        .modify(query => {
          if (typed) void query.whereRaw('people.name_key >= ? and people.name_key < ?', typed)
        })
        .orderBy(['people.name_key', 'people.id'])
        .limit(maxCandidatesRead)
        .select(...poolColumns, db.raw(seatCounts, [since]), db.raw(factsHere, [id, id]))
    return lookup<PoolRow & PersonRow, (PoolRow & PersonRow)[]>(
      people,
      [...poolFields, ...factsHereFields],
      rows => rows,
    )
  },
)

/** The seats that people accepted on other panels of this library. */
const seatsOnOtherPanels = (db: Db | Tx, { id, organisationId }: Pick<ApplicationRecord, 'id' | 'organisationId'>) =>
  db('applications')
    .join('seats', 'seats.application_id', 'applications.id')
    .where('applications.organisation_id', organisationId)
    .whereNot('applications.id', id)
    .where('seats.status', 'accepted')
    .select('seats.person_id', 'seats.offered_at')

/** Active appraisers and trustees who have no seat, no offer and no helper role on the panel. */
const appraisersOutside = (db: Db | Tx, { id }: Pick<ApplicationRecord, 'id'>) =>
  db('people')
    .leftJoin('appraiser_profiles', 'appraiser_profiles.person_id', 'people.id')
    .where('people.status', 'active')
    .whereRaw(
      `exists (select 1 from charity_roles where charity_roles.person_id = people.id
        and charity_roles.role in ('appraiser', 'trustee') and charity_roles.ended_at is null)`,
    )
    .whereRaw(
      `people.id not in (select seats.person_id from seats where seats.application_id = ?
        and seats.person_id is not null and seats.status in ('offered', 'accepted'))`,
      [id],
    )
    .whereRaw(
      `people.id not in (select seat_helpers.person_id from seats join seat_helpers on seat_helpers.seat_id = seats.id
        where seats.application_id = ? and seat_helpers.person_id is not null and seat_helpers.ended_at is null)`,
      [id],
    )

function toPersonForPanel(row: PoolRow & PersonRow, application: ApplicationRecord): PersonForPanel {
  const line = toPoolLine(row)
  return {
    ...line,
    conflicts: conflictsWith(application, {
      isMember: Boolean(row.is_member),
      wasMember: Boolean(row.was_member),
      hasDeclaredConflict: Boolean(row.has_conflict),
      wasEmployed: Boolean(row.was_employed),
      councilArea: line.profile?.councilArea ?? '',
    }),
    isAppraiser: Boolean(row.is_appraiser),
    isTrustee: Boolean(row.is_trustee),
    lastHere: row.last_here && dayOf(row.last_here),
    hadSeat: Boolean(row.had_seat),
  }
}

/** A panel's members and the people with an open offer. Leaves out those who have not entered a profile. */
export const profilesOnPanel = (db: Db | Tx, id: string, now: Instant): Lookup<PoolLine[]> =>
  profilesWithSeats(db, id, startOfYear(now))

const profilesWithSeats = withKeptSql((db: Db | Tx, id: string, since: Instant): Lookup<PoolLine[]> =>
  lookup<PoolRow, PoolLine[]>(
    () =>
      db('seats')
        .join('people', 'people.id', 'seats.person_id')
        .join('appraiser_profiles', 'appraiser_profiles.person_id', 'people.id')
        .where('seats.application_id', id)
        .whereIn('seats.status', ['offered', 'accepted'])
        .whereNull('seats.set_aside_at')
        .orderBy('seats.id')
        .select(...poolColumns, db.raw(seatCounts, [since])),
    poolFields,
    rows => rows.map(toPoolLine),
  ),
)

/**
 * @param isAway whether the person is away on the read-by date or, if none is set yet, on the date that would be set
 * today
 */
export const toCandidate = ({ id, profile, seats, conflicts }: PersonForPanel, isAway: boolean): Candidate => ({
  id,
  kinds: profile?.kinds ?? [],
  expertise: profile?.expertise ?? [],
  weekdays: profile?.weekdays ?? [],
  isAway,
  seatsThisYear: seats.open + seats.completed,
  isAtLimit: isAtLimit({ seatsAYear: profile?.seatsAYear ?? usualSeatsAYear }, seats),
  conflicts,
})

/** Whether a person can take a kind of seat. A trustee's profile need not list a trustee's seat. */
export const canTake = ({ profile, isTrustee }: PersonForPanel, kind: SeatKind): boolean =>
  (kind === 'trustee' && isTrustee) || (profile?.kinds.includes(kind) ?? false)
