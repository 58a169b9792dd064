import type { Knex } from 'knex'
import type { Db } from '../../../db/connection.ts'
import { withKeptSql } from '../../../db/kept-sql.ts'
import { runLookup, type Lookup } from '../../../db/lookups.ts'
import type { Actor } from '../../../domain/actor.ts'
import { leadsSeenSince } from '../../../domain/lead-reach.ts'
import type { RequestStatus } from '../../../domain/role-approval.ts'
import { dayOf, type Instant } from '../../../domain/time.ts'
import { isForAnswerBy, isReadableBy, undecidedFor } from '../approvals/approval.store.ts'
import { requestQuery, requestsIn, type RequestRecord } from '../requests/request.store.ts'

/**
 * Requests that the person can answer, longest waiting first.
 * @param page.after the last request of the previous page
 */
export async function requestsFor(
  db: Db,
  actor: Actor,
  { now, ...page }: Omit<PageWanted, 'seenSince'> & { now: Instant },
): Promise<RequestRecord[]> {
  return runLookup(db, requestsForLookup(db, actor, { seenSince: leadsSeenSince(dayOf(now)), ...page }))
}

interface PageWanted {
  seenSince: Instant
  after: { askedAt: string; id: string } | null
  limit: number
}

const requestsForLookup = withKeptSql((db: Db, actor: Actor, wanted: PageWanted): Lookup<RequestRecord[]> =>
  requestsIn(() => {
    const queries = undecidedFor(actor).map(status =>
      inStatus(db, status).where(isForAnswerBy(actor, wanted.seenSince, status)),
    )
    return inOrder(db, queries, wanted)
  }),
)

/**
 * Requests that the person can read and someone else must answer, longest waiting first. Requests that only need
 * confirmation are shown only to administrators.
 */
export async function requestsForOthers(
  db: Db,
  actor: Actor,
  { now, ...page }: Omit<PageWanted, 'seenSince'> & { now: Instant },
): Promise<RequestRecord[]> {
  return runLookup(db, requestsForOthersLookup(db, actor, { seenSince: leadsSeenSince(dayOf(now)), ...page }))
}

const requestsForOthersLookup = withKeptSql((db: Db, actor: Actor, wanted: PageWanted): Lookup<RequestRecord[]> =>
  requestsIn(() => {
    const queries = undecidedFor(actor).map(status =>
      inStatus(db, status)
        .where(isReadableBy(actor))
        .whereNot(isForAnswerBy(actor, wanted.seenSince, status)),
    )
    return inOrder(db, queries, wanted)
  }),
)

const inStatus = (db: Db, status: RequestStatus): Knex.QueryBuilder =>
  db('access_requests').where('access_requests.status', status) as Knex.QueryBuilder

/**
 * A page of requests.
 * @param wanted one query for each status, because a single query for several statuses would sort all requests to
 * return a few
 */
function inOrder(
  db: Db,
  wanted: readonly Knex.QueryBuilder[],
  { seenSince, after, limit }: PageWanted,
): Knex.QueryBuilder {
  const order = ['access_requests.asked_at', 'access_requests.id']
  const first = wanted.map(query => {
    if (after) void query.whereRaw('(access_requests.asked_at, access_requests.id) > (?, ?)', [after.askedAt, after.id])
    return db.from(query.orderBy(order).limit(limit).select('access_requests.*').as('first')).select('*')
  })
  return requestQuery(db, seenSince, first[0]!.unionAll(first.slice(1)))
    .orderBy(order)
    .limit(limit)
}

/** Requests that the person can read and that were approved or refused since a given time, latest first. */
export async function requestsDecided(
  db: Db,
  actor: Actor,
  { now, ...wanted }: DecidedWanted & { now: Instant },
): Promise<RequestRecord[]> {
  return runLookup(db, requestsDecidedLookup(db, actor, { seenSince: leadsSeenSince(dayOf(now)), ...wanted }))
}

interface DecidedWanted {
  since: Instant
  after: { decidedAt: string; id: string } | null
  limit: number
}

const requestsDecidedLookup = withKeptSql(
  (db: Db, actor: Actor, wanted: DecidedWanted & { seenSince: Instant }): Lookup<RequestRecord[]> =>
    requestsIn(() => decidedFor(db, actor, wanted)),
)

function decidedFor(
  db: Db,
  actor: Actor,
  { seenSince, since, after, limit }: DecidedWanted & { seenSince: Instant },
): Knex.QueryBuilder {
  const order = [
    { column: 'access_requests.decided_at', order: 'desc' },
    { column: 'access_requests.id', order: 'desc' },
  ] as const
  const onPage = db('access_requests')
    // `not in`, because with `in` a database would sort all requests that were ever decided. The statuses are those in
    // `undecidedStatuses`, written out instead of bound, so that PostgreSQL knows how few requests have them.
    .whereRaw("access_requests.status not in ('waiting', 'to confirm')")
    .where('access_requests.decided_at', '>=', since)
    .where(isReadableBy(actor))
    .orderBy([...order])
    .limit(limit)
    .select('access_requests.*')
  if (after)
    void onPage.whereRaw('(access_requests.decided_at, access_requests.id) < (?, ?)', [after.decidedAt, after.id])
  return requestQuery(db, seenSince, onPage as Knex.QueryBuilder).orderBy([...order])
}
