import type { Knex } from 'knex'
import type { Db, Tx } from '../../../db/connection.ts'
import { looksLikeId } from '../../../db/ids.ts'
import { withKeptSql } from '../../../db/kept-sql.ts'
import { lookup, runLookup, type Lookup } from '../../../db/lookups.ts'
import type { Actor, CharityRole } from '../../../domain/actor.ts'
import { isSilent } from '../../../domain/lead-reach.ts'
import type { RequestStatus } from '../../../domain/role-approval.ts'
import { can } from '../../../domain/permissions.ts'
import { Forbidden, NotFound } from '../../../domain/refusals.ts'
import { dayOf, daysBetween, type Instant } from '../../../domain/time.ts'
import { isOutOfReach, lastSeenAt } from '../../../email/readers.store.ts'
import { hasLead, requestById, type RequestRecord } from '../requests/request.store.ts'

type Condition = (query: Knex.QueryBuilder) => void

export const holds = ({ charityRoles }: Actor, ...roles: readonly CharityRole[]): boolean =>
  charityRoles.some(role => roles.includes(role))
const ledBy = ({ memberships }: Actor): string[] =>
  memberships.filter(({ role }) => role === 'lead').map(({ organisationId }) => organisationId)

const joiningToo = `exists (select 1 from access_requests as own where own.person_id = ? and own.status = 'waiting'
  and own.organisation_id = access_requests.organisation_id)`

/**
 * Limits a query to requests for a role in one of these organisations. The check for null is needed, because `in` would
 * return null, not false, for a role in the charity.
 */
const isIn =
  (organisations: readonly string[]): Condition =>
  query =>
    void query
      .whereNotNull('access_requests.organisation_id')
      .whereIn('access_requests.organisation_id', [...organisations])

const servesOutside =
  (actor: Actor): Condition =>
  query =>
    void query
      .whereNot(isIn(actor.memberships.map(({ organisationId }) => organisationId)))
      .whereRaw(`not ${joiningToo}`, [actor.id])

export const undecidedStatuses = ['waiting', 'to confirm'] satisfies RequestStatus[]

/** `can(actor, 'approval.read', …)` as SQL. */
export const isReadableBy =
  (actor: Actor): Condition =>
  query =>
    void query.whereNot('access_requests.person_id', actor.id).where(either => {
      void either.where(isIn(ledBy(actor)))
      if (holds(actor, 'coordinator', 'trustee', 'administrator')) void either.orWhere(servesOutside(actor))
    })

/**
 * `canAnswer` as SQL: the requests that the person can approve or confirm now.
 * @param seenSince the result of `leadsSeenSince`
 * @param only the one status that the requests must have; null for both statuses
 */
export const isForAnswerBy =
  (actor: Actor, seenSince: Instant, only: (typeof undecidedStatuses)[number] | null = null): Condition =>
  query =>
    void query
      .whereNot('access_requests.person_id', actor.id)
      // without this, SQLite would check all waiting requests for each half of the `or` below
      .whereIn('access_requests.status', only ? [only] : undecidedStatuses)
      .whereRaw(
        // `offset 0` keeps PostgreSQL from reading all approvals of the person
        `not exists (select 1 from approvals where approvals.request_id = access_requests.id
          and approvals.approver_id = ? and approvals.answer = 'approve' limit 1 offset 0)`,
        [actor.id],
      )
      .where(either => {
        void either.whereRaw('1 = 0')
        if (only !== 'to confirm')
          void either.orWhere(
            waiting => void waiting.where('access_requests.status', 'waiting').where(mayApprove(actor, seenSince)),
          )
        if (only !== 'waiting' && holds(actor, 'administrator'))
          void either.orWhere('access_requests.status', 'to confirm')
      })

const mayApprove =
  (actor: Actor, seenSince: Instant): Condition =>
  query => {
    void query.where(isIn(ledBy(actor)))
    if (holds(actor, 'administrator'))
      void query.orWhereRaw(
        `access_requests.organisation_id is null and access_requests.role not in ('appraiser', 'helper')`,
      )
    if (!holds(actor, 'coordinator', 'trustee', 'administrator')) return
    void query.orWhereRaw(`access_requests.organisation_id is null and access_requests.role in ('appraiser', 'helper')`)
    void query.orWhere(
      outside =>
        void outside
          .whereNotNull('access_requests.organisation_id')
          .whereRaw(`not ${hasLead}`, [seenSince])
          .where(servesOutside(actor)),
    )
  }

/** The statuses of undecided requests that concern the person. Requests `to confirm` concern only administrators. */
export const undecidedFor = (actor: Actor): readonly (typeof undecidedStatuses)[number][] =>
  holds(actor, 'administrator') ? undecidedStatuses : ['waiting']

/** One answer to a request. Whether it counts is not stored, because that depends on the approver's current roles. */
export interface ApprovalGiven {
  requestId: string
  approverId: string
  name: string
  answer: 'approve' | 'refuse'
  byInvitation: boolean
  note: string | null
  at: Instant
}

/** The answers to these requests, earliest first. */
export async function approvalsOf(db: Db | Tx, requests: readonly { id: string }[]): Promise<ApprovalGiven[]> {
  return runLookup(
    db,
    approvalsLookup(
      db,
      requests.map(({ id }) => id),
    ),
  )
}

const approvalsLookup = withKeptSql((db: Db | Tx, ids: readonly string[]): Lookup<ApprovalGiven[]> =>
  lookup<Omit<ApprovalGiven, 'byInvitation'> & { byInvitation: number }, ApprovalGiven[]>(
    () =>
      db('approvals')
        .join('people', 'people.id', 'approvals.approver_id')
        .whereIn('approvals.request_id', [...ids])
        .orderBy(['approvals.at', 'approvals.id'])
        .select(
          'approvals.request_id as requestId',
          'approvals.approver_id as approverId',
          'people.name as name',
          'approvals.answer as answer',
          'approvals.by_invitation as byInvitation',
          'approvals.note as note',
          'approvals.at as at',
        ),
    ['requestId', 'approverId', 'name', 'answer', 'byInvitation', 'note', 'at'],
    rows => rows.map(row => ({ ...row, byInvitation: row.byInvitation === 1 })),
  ),
)

/**
 * @throws NotFound when the person cannot see the request; Forbidden when `permission` is `approval.answer` and the
 * request is open, but they cannot answer it
 */
export async function findRequest(
  db: Db | Tx,
  actor: Actor,
  permission: 'approval.read' | 'approval.answer',
  { id, now }: { id: string; now: Instant },
): Promise<RequestRecord> {
  if (!looksLikeId(id)) throw new NotFound()
  const request = await requestById(db, id, now)
  if (!can(actor, 'approval.read', request)) throw new NotFound()
  if (!can(actor, permission, request)) throw new Forbidden(permission)
  return request
}

/** A lead of the organisation, and whether they can be reached. */
export interface LeadSeen {
  name: string
  signedInAt: Instant | null
  /** the number of days since the last sign-in; null for a lead who has never signed in */
  daysAway: number | null
  isBouncing: boolean
  isReached: boolean
}

export async function leadsSeen(db: Db | Tx, organisationId: string, now: Instant): Promise<LeadSeen[]> {
  const found = await runLookup(db, leadsLookup(db, organisationId))
  return found.map(({ name, signedInAt, seenAt, bounces }) => ({
    name,
    signedInAt,
    daysAway: signedInAt && daysBetween(dayOf(signedInAt), dayOf(now)),
    isBouncing: bounces === 1,
    isReached: bounces === 0 && !isSilent(seenAt, dayOf(now)),
  }))
}

interface LeadRow {
  name: string
  signedInAt: Instant | null
  seenAt: Instant
  bounces: number
}

const leadsLookup = withKeptSql((db: Db | Tx, organisationId: string): Lookup<LeadRow[]> =>
  lookup<LeadRow, LeadRow[]>(
    () =>
      db('people')
        .join('memberships', 'memberships.person_id', 'people.id')
        .where({ organisation_id: organisationId, role: 'lead', ended_at: null })
        .where('people.status', 'active')
        .orderBy(['people.name_key', 'people.id'])
        .select(
          'people.name as name',
          'people.signed_in_at as signedInAt',
          db.raw(`${lastSeenAt} as "seenAt"`),
          db.raw(`case when ${isOutOfReach} then 1 else 0 end as bounces`),
        ),
    ['name', 'signedInAt', 'seenAt', 'bounces'],
    rows => rows,
  ),
)
