import type { Db, Tx } from '../../../db/connection.ts'
import { withKeptSql } from '../../../db/kept-sql.ts'
import { lookup, runLookup, runLookups, type Lookup } from '../../../db/lookups.ts'
import type { CharityRole, MemberRole } from '../../../domain/actor.ts'
import { NotFound } from '../../../domain/refusals.ts'
import type { Instant } from '../../../domain/time.ts'

export interface HeldRole {
  id: string
  personId: string
  role: CharityRole
  startedAt: Instant
}
export interface HeldMembership {
  personId: string
  organisationId: string
  organisation: string
  role: MemberRole
}

/** A role that a person accepted and that has not been approved yet. */
export interface WaitingRole {
  requestId: string
  personId: string
  role: MemberRole | CharityRole
  organisation: string | null
}

/** The roles that these people hold, and the roles for which they are waiting. */
export interface RolesOfPeople {
  roles: readonly HeldRole[]
  memberships: readonly HeldMembership[]
  waiting: readonly WaitingRole[]
}

export const heldBy = async (db: Db | Tx, people: readonly { id: string }[]): Promise<RolesOfPeople> =>
  runLookups(db, heldLookups(db, people))

/** The lookups whose results `heldBy` returns. */
export function heldLookups(db: Db | Tx, people: readonly { id: string }[]) {
  const ids = people.map(({ id }) => id)
  return {
    roles: charityRolesLookup(db, ids),
    memberships: membershipsLookup(db, ids),
    waiting: waitingRolesLookup(db, ids),
  }
}

/** The person's current roles at the charity. */
export const charityRolesOf = (db: Db | Tx, { id }: { id: string }): Promise<HeldRole[]> =>
  runLookup(db, charityRolesLookup(db, [id]))

/** The person's current roles in organisations. */
export const membershipsOf = (db: Db | Tx, { id }: { id: string }): Promise<HeldMembership[]> =>
  runLookup(db, membershipsLookup(db, [id]))

/**
 * A role at the charity that the person holds now.
 * @throws NotFound when the person does not hold the role
 */
export async function findRole(db: Db | Tx, person: { id: string }, id: string): Promise<HeldRole> {
  const held = (await charityRolesOf(db, person)).find(role => role.id === id)
  if (!held) throw new NotFound()
  return held
}

const charityRolesLookup = withKeptSql((db: Db | Tx, ids: readonly string[]): Lookup<HeldRole[]> =>
  lookup<HeldRole, HeldRole[]>(
    () =>
      db('charity_roles')
        .whereIn('person_id', [...ids])
        .whereNull('ended_at')
        .orderBy(['started_at', 'id'])
        .select('id', 'person_id as personId', 'role', 'started_at as startedAt'),
    ['id', 'personId', 'role', 'startedAt'],
    rows => rows,
  ),
)

const membershipsLookup = withKeptSql((db: Db | Tx, ids: readonly string[]): Lookup<HeldMembership[]> =>
  lookup<HeldMembership, HeldMembership[]>(
    () =>
      db('memberships')
        .join('organisations', 'organisations.id', 'memberships.organisation_id')
        .whereIn('memberships.person_id', [...ids])
        .whereNull('memberships.ended_at')
        .orderBy(['organisations.name_key', 'memberships.id'])
        .select(
          'memberships.person_id as personId',
          'organisations.id as organisationId',
          'organisations.name as organisation',
          'memberships.role as role',
        ),
    ['personId', 'organisationId', 'organisation', 'role'],
    rows => rows,
  ),
)

const waitingRolesLookup = withKeptSql((db: Db | Tx, ids: readonly string[]): Lookup<WaitingRole[]> =>
  lookup<WaitingRole, WaitingRole[]>(
    () =>
      db('access_requests')
        .leftJoin('organisations', 'organisations.id', 'access_requests.organisation_id')
        .whereIn('access_requests.person_id', [...ids])
        .where('access_requests.status', 'waiting')
        .orderBy(['access_requests.asked_at', 'access_requests.id'])
        .select(
          'access_requests.id as requestId',
          'access_requests.person_id as personId',
          'access_requests.role as role',
          'organisations.name as organisation',
        ),
    ['requestId', 'personId', 'role', 'organisation'],
    rows => rows,
  ),
)
