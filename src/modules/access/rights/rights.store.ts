import type { Knex } from 'knex'
import type { Db, Tx } from '../../../db/connection.ts'
import { withKeptSql } from '../../../db/kept-sql.ts'
import { lookup, runLookup, type Lookup } from '../../../db/lookups.ts'
import type { Row } from '../../../db/tables.ts'
import type { Actor, CharityRole, MemberRole } from '../../../domain/actor.ts'

// The rules `application.know` and `application.read` of src/domain/permissions.ts as SQL, for lists and searches.

type Query = Knex.QueryBuilder<Row<'applications'>, Row<'applications'>[]>

/** SQL `from … where …`: the coordinators whose account is active, for use in a subquery. */
export const activeCoordinators = `from charity_roles
  join people on people.id = charity_roles.person_id and people.status = 'active'
  where charity_roles.role = 'coordinator' and charity_roles.ended_at is null`

/**
 * SQL `from … where …`, for use in a query on `applications`: the coordinators who can still handle the application.
 */
export const availableCoordinators = `${activeCoordinators}
  and not exists (select 1 from memberships where memberships.person_id = people.id
    and memberships.organisation_id = applications.organisation_id and memberships.ended_at is null)
  and not exists (select 1 from declarations where declarations.person_id = people.id
    and declarations.application_id = applications.id and declarations.says = 'conflict')
  and not exists (select 1 from seats where seats.person_id = people.id and seats.application_id = applications.id
  and seats.status in ('offered', 'accepted'))
  and people.id not in (select seat_helpers.person_id from seats join seat_helpers on seat_helpers.seat_id = seats.id
    where seats.application_id = applications.id and seats.status = 'accepted' and seats.set_aside_at is null
    and seat_helpers.ended_at is null and seat_helpers.person_id is not null)`
// The last condition uses `not in`, because with `not exists` PostgreSQL would repeat it for each application.

const oneCoordinator = `(select min(people.id) ${activeCoordinators})`

/** SQL condition: the coordinator with the lowest id cannot handle the application, or no coordinator is active. */
const isOneCoordinatorBarred = `applications.id in (
    select declarations.application_id from declarations
      where declarations.person_id = ${oneCoordinator} and declarations.says = 'conflict'
    union all select seats.application_id from seats
      where seats.person_id = ${oneCoordinator} and seats.status in ('offered', 'accepted')
    union all select seats.application_id from seat_helpers join seats on seats.id = seat_helpers.seat_id
      where seat_helpers.person_id = ${oneCoordinator} and seat_helpers.ended_at is null
      and seats.status = 'accepted' and seats.set_aside_at is null
    union all select own.id from memberships join applications own on own.organisation_id = memberships.organisation_id
      where memberships.person_id = ${oneCoordinator} and memberships.ended_at is null
    union all select every.id from applications every where ${oneCoordinator} is null)`

/** SQL condition: no coordinator can still handle the application. The first half only makes the query faster. */
export const isWithoutCoordinator = `${isOneCoordinatorBarred}
  and not exists (select 1 ${availableCoordinators})`

const seatHere = 'select 1 from seats where seats.application_id = applications.id and seats.person_id = ?'
// Uses `in`: with `exists`, SQLite would read again, for each application, all seats that the person helps with.
const helpsHere = `applications.id in (select seats.application_id from seat_helpers
  join seats on seats.id = seat_helpers.seat_id
  where seats.status = 'accepted' and seats.set_aside_at is null
    and seat_helpers.person_id = ? and seat_helpers.ended_at is null)`
const findingsOfSeat = 'select 1 from findings where findings.seat_id = seats.id and findings.given_at is not null'
// `not in` reads a person's few conflicts and seats once. SQLite would repeat a `not exists` for each application.
const hasNoConflict = `applications.id not in (select declarations.application_id from declarations
  where declarations.person_id = ? and declarations.says = 'conflict')`
const isNotOnPanel = `applications.id not in (select seats.application_id from seats
  where seats.person_id = ? and seats.status in ('offered', 'accepted'))`
const helpedNoJudge = `applications.id not in (select seats.application_id from seat_helpers
  join seats on seats.id = seat_helpers.seat_id
  where seat_helpers.person_id = ? and exists (${findingsOfSeat}))`

/** `can(actor, 'application.know', …)` as SQL. */
export const applicationsKnownTo = (db: Db | Tx, actor: Actor): Query =>
  db('applications').where(isKnownTo(actor)) as unknown as Query

/** The same rule as `applicationsKnownTo`, as a condition for queries that join `applications`. */
export const isKnownTo = (actor: Actor): Condition =>
  ownOr(actor, query => {
    query.whereRaw(hasNoConflict, [actor.id])
    if (!actor.charityRoles.includes('coordinator')) query.where(isConcerned(actor))
  })

/** Limits a query to the applications that the person can know of through a role other than coordinator. */
const isConcerned =
  ({ id, charityRoles }: Actor): Condition =>
  query => {
    if (charityRoles.includes('trustee')) query.orWhereNotNull('applications.submitted_at')
    if (charityRoles.length > 0)
      query
        .orWhereRaw(`exists (${seatHere} and seats.status in ('offered', 'accepted'))`, [id])
        .orWhereRaw(helpsHere, [id])
    else query.whereRaw('1 = 0')
    if (charityRoles.includes('trustee')) query.orWhereRaw(`not exists (select 1 ${availableCoordinators})`)
  }

/**
 * Leaves out most drafts that the person must not know of. Use it in addition to `applicationsKnownTo`, which it cannot
 * replace. It makes a query for drafts faster, because databases read its lists only once.
 */
export const mayKnowDraft =
  ({ id, charityRoles, memberships }: Actor): Condition =>
  query => {
    if (charityRoles.includes('coordinator') || memberships.length > 0) return
    void query.where(
      draft =>
        void draft
          .whereNotNull('applications.submitted_at')
          .orWhereRaw(`not (${isNotOnPanel})`, [id])
          .orWhereRaw(helpsHere, [id])
          .orWhereRaw(isOneCoordinatorBarred),
    )
  }

/** `can(actor, 'application.read', …)` as SQL. */
export const applicationsReadableBy = (db: Db | Tx, actor: Actor): Query =>
  db('applications').where(isReadableTo(actor)) as unknown as Query

/** The same rule as `applicationsReadableBy`, as a condition for queries that join `applications`. */
export const isReadableTo = (actor: Actor): Condition => isReadableWith(actor, hasNoSeat(actor))

/**
 * `can(actor, 'history.read', …)` as SQL. Leaves out applications that the person can read only as a helper, whatever
 * other roles they have.
 */
export const isHistoryReadableTo = (actor: Actor): Condition => isReadableWith(actor, hasNoPart(actor))

/** @param unseated the condition under which a person without a seat can read an application */
const isReadableWith = (actor: Actor, unseated: Condition): Condition =>
  ownOr(actor, query => {
    // A seat gives no access to a person without a role in the charity.
    if (actor.charityRoles.length === 0) return void query.whereRaw('1 = 0')
    query
      .whereNotNull('applications.submitted_at')
      .whereRaw(
        // `offset 0` keeps PostgreSQL from starting with all declarations of the person
        `exists (select 1 from declarations where declarations.application_id = applications.id
          and declarations.person_id = ? and declarations.says = 'no conflict' limit 1 offset 0)`,
        [actor.id],
      )
      .where(reader =>
        reader
          .whereRaw(`exists (${seatHere} and seats.status = 'accepted')`, [actor.id])
          .orWhere(charity => void charity.where(unseated).where(servesOrHelps(actor))),
      )
  })

/** The ids, among `ids`, of the applications that the person can read. */
export const applicationsReadBy = async (db: Db | Tx, actor: Actor, ids: readonly string[]): Promise<Set<string>> =>
  ids.length === 0 ? new Set() : runLookup(db, applicationsReadByLookup(db, actor, ids))

/** `applicationsReadBy` as a lookup. */
export const applicationsReadByLookup = withKeptSql(
  (db: Db | Tx, actor: Actor, ids: readonly string[]): Lookup<Set<string>> =>
    lookup<{ id: string }, Set<string>>(
      () =>
        applicationsReadableBy(db, actor)
          .whereIn('applications.id', [...new Set(ids)])
          .select('applications.id'),
      ['id'],
      rows => new Set(rows.map(({ id }) => id)),
    ),
)

/**
 * Limits a query to the applications that the person can read as coordinator, trustee or helper. Coordinators can read
 * all of them, and trustees those that `hasNotJudged` allows. Trustees can read an application that they have judged
 * only when no coordinator can handle it.
 */
const servesOrHelps =
  (actor: Actor): Condition =>
  query => {
    if (actor.charityRoles.includes('coordinator')) return
    query.whereRaw(helpsHere, [actor.id])
    if (!actor.charityRoles.includes('trustee')) return
    query.orWhere(hasNotJudged(actor))
    query.orWhereRaw(`not exists (select 1 ${availableCoordinators})`)
  }

/** Limits a query on `applications` to those on whose panel the person has no seat and no offer of one. */
const hasNoSeat =
  ({ id }: Pick<Actor, 'id'>): Condition =>
  query =>
    void query.whereRaw(isNotOnPanel, [id])

/**
 * Limits a query on `applications` to those on whose panel the person has no seat and no offer of one, and helps no
 * member. Someone with a part in the panel neither coordinates nor decides the application.
 */
export const hasNoPart =
  ({ id }: Pick<Actor, 'id'>): Condition =>
  query =>
    void query.whereRaw(isNotOnPanel, [id]).whereRaw(`not (${helpsHere})`, [id])

/** Limits a query on `applications` to those on which the person neither gave findings nor helped a member who did. */
export const hasNotJudged =
  ({ id }: Pick<Actor, 'id'>): Condition =>
  query =>
    void query.whereRaw(`not exists (${seatHere} and exists (${findingsOfSeat}))`, [id]).whereRaw(helpedNoJudge, [id])

type Condition = (query: Knex.QueryBuilder) => void

/**
 * Limits a query to the applications of the person's own organisations, and those of other organisations that meet the
 * condition.
 */
function ownOr(actor: Actor, others: Condition): Condition {
  const own = actor.memberships.map(({ organisationId }) => organisationId)
  if (own.length === 0) return others
  return query =>
    void query
      .whereIn('applications.organisation_id', own)
      .orWhere(outside => void others(outside.whereNotIn('applications.organisation_id', own)))
}

interface RightsRow {
  organisationId: string | null
  memberRole: MemberRole | null
  charityRole: CharityRole | null
}

/**
 * The actor with their current memberships and roles, because they may have lost one since the request began. An actor
 * without roles is returned unchanged.
 */
export async function withCurrentRights(trx: Tx, actor: Actor): Promise<Actor> {
  if (actor.memberships.length === 0 && actor.charityRoles.length === 0) return actor
  return { ...actor, ...rightsIn(await rightsOf(trx, actor.id)) }
}

/** A person with their current rights, for a request without a sign-in. Null when the person can no longer sign in. */
export async function actorNow(db: Db | Tx, id: string): Promise<Actor | null> {
  const rows = await rightsOf(db, id)
  const [person] = rows
  return person ? { id, name: person.name, language: person.language, ...rightsIn(rows) } : null
}

type PersonRightsRow = RightsRow & { name: string; language: string }

const rightsOf = (db: Db | Tx, personId: string): Promise<PersonRightsRow[]> =>
  runLookup(db, rightsLookup(db, personId))

const rightsLookup = withKeptSql((db: Db | Tx, personId: string): Lookup<PersonRightsRow[]> =>
  lookup<PersonRightsRow, PersonRightsRow[]>(
    () =>
      db('people')
        .leftJoin('memberships', on => void on.on('memberships.person_id', 'people.id').onNull('memberships.ended_at'))
        .leftJoin(
          'charity_roles',
          on => void on.on('charity_roles.person_id', 'people.id').onNull('charity_roles.ended_at'),
        )
        .where('people.id', personId)
        .where('people.status', 'active')
        .select(
          'people.name',
          'people.language',
          'memberships.organisation_id as organisationId',
          'memberships.role as memberRole',
          'charity_roles.role as charityRole',
        ),
    ['name', 'language', 'organisationId', 'memberRole', 'charityRole'],
    rows => rows,
  ),
)

/**
 * The memberships and roles in one person's rows, without duplicates: the join repeats each membership for each role.
 */
export function rightsIn(rows: readonly RightsRow[]): Pick<Actor, 'memberships' | 'charityRoles'> {
  const memberships = new Map<string, Actor['memberships'][number]>()
  for (const { organisationId, memberRole: role } of rows)
    if (organisationId && role) memberships.set(`${organisationId} ${role}`, { organisationId, role })
  const charityRoles = new Set(rows.flatMap(({ charityRole }) => charityRole ?? []))
  return { memberships: [...memberships.values()], charityRoles: [...charityRoles] }
}
