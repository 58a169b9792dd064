import type { Knex } from 'knex'
import type { Db, Tx } from '../../../db/connection.ts'
import { withKeptSql } from '../../../db/kept-sql.ts'
import { lookup, type Lookup } from '../../../db/lookups.ts'
import type { Actor, CharityRole, MemberRole } from '../../../domain/actor.ts'
import { leadsSeenSince } from '../../../domain/lead-reach.ts'
import { dayOf, type Instant } from '../../../domain/time.ts'
import { hasLead } from '../requests/request.store.ts'
import { isForAnswerBy, undecidedFor } from './approval.store.ts'

export interface RequestWaiting {
  id: string
  name: string
  role: CharityRole | MemberRole
  organisation: string | null
  askedAt: Instant
}

export interface RequestsWaiting {
  count: number
  /** the request that has waited longest; null when none is waiting */
  first: RequestWaiting | null
}

/**
 * For the home page: the number of requests that the person can answer, counted up to `limit` in each status, and the
 * request that has waited longest.
 */
export const requestsWaitingFor = (
  db: Db,
  actor: Actor,
  { now, limit }: { now: Instant; limit: number },
): Lookup<RequestsWaiting> => waitingFor(db, actor, leadsSeenSince(dayOf(now)), limit)

const waitingFor = withKeptSql((db: Db, actor: Actor, seenSince: Instant, limit: number): Lookup<RequestsWaiting> => {
  const query = () => {
    // One query per status can use the index. A single query would sort the requests in both statuses to return a few.
    const candidates = undecidedFor(actor).map(status => {
      const oldest = (db('access_requests') as Knex.QueryBuilder)
        .where('access_requests.status', status)
        .where(isForAnswerBy(actor, seenSince, status))
        .orderBy(['access_requests.asked_at', 'access_requests.id'])
        .limit(limit)
        .select('access_requests.*')
      return db.from(oldest.as('candidates')).select('*')
    })
    const first = db
      .from(candidates[0]!.unionAll(candidates.slice(1)).as('candidates'))
      .orderBy(['asked_at', 'id'])
      .limit(1)
      .select('*', db.raw('count(*) over () as waiting'))
    return named(db, first as Knex.QueryBuilder).select('access_requests.waiting as count')
  }
  return lookup<RequestWaiting & { count: number }, RequestsWaiting>(query, [...requestFields, 'count'], ([row]) => {
    if (!row) return { count: 0, first: null }
    const { count, ...first } = row
    return { count, first }
  })
})

/**
 * The people who accepted a role in the organisation and are waiting for approval, longest waiting first; at most 200.
 */
export const requestsWaitingIn = withKeptSql((db: Db | Tx, id: string): Lookup<RequestWaitingIn[]> => {
  const query = () =>
    named(db)
      .where({ 'access_requests.organisation_id': id, 'access_requests.status': 'waiting' })
      .limit(200)
      .select('asker.email as email')
  return lookup<RequestWaitingIn, RequestWaitingIn[]>(query, [...requestFields, 'email'], rows => rows)
})

export interface RequestWaitingIn extends RequestWaiting {
  email: string
}

/** A role that the person accepted and that is waiting for approval. */
export interface OwnRequest extends RequestWaiting {
  /** whether the organisation has another lead who can be reached */
  hasLead: boolean
}

/** For the home page: the roles that the person accepted and that need approval, longest waiting first; at most 20. */
export const ownRequests = (db: Db, actor: Actor, now: Instant): Lookup<OwnRequest[]> =>
  ownWaiting(db, actor.id, leadsSeenSince(dayOf(now)))

const ownWaiting = withKeptSql((db: Db, personId: string, seenSince: Instant): Lookup<OwnRequest[]> => {
  const query = () =>
    named(db)
      .where({ 'access_requests.person_id': personId, 'access_requests.status': 'waiting' })
      .limit(20)
      .select(db.raw(`case when ${hasLead} then 1 else 0 end as "hasLead"`, [seenSince]))
  return lookup<RequestWaiting & { hasLead: number }, OwnRequest[]>(query, [...requestFields, 'hasLead'], rows =>
    rows.map(row => ({ ...row, hasLead: row.hasLead === 1 })),
  )
})

const requestFields = ['id', 'name', 'role', 'organisation', 'askedAt'] as const

/**
 * A query for requests with the names of the person and the organisation, longest waiting first.
 * @param some a query that selects all columns of the wanted requests; null for all requests
 */
const named = (db: Db | Tx, some: Knex.QueryBuilder | null = null): Knex.QueryBuilder =>
  db
    .from(some ? some.as('access_requests') : 'access_requests')
    .join('people as asker', 'asker.id', 'access_requests.person_id')
    .leftJoin('organisations', 'organisations.id', 'access_requests.organisation_id')
    .orderBy(['access_requests.asked_at', 'access_requests.id'])
    .select(
      'access_requests.id as id',
      'asker.name as name',
      'access_requests.role as role',
      'organisations.name as organisation',
      'access_requests.asked_at as askedAt',
    ) as Knex.QueryBuilder
