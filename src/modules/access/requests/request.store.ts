import type { Knex } from 'knex'
import type { Db, Tx } from '../../../db/connection.ts'
import { jsonList } from '../../../db/json-list.ts'
import { withKeptSql } from '../../../db/kept-sql.ts'
import { lookup, runLookup, type Lookup } from '../../../db/lookups.ts'
import type { Row } from '../../../db/tables.ts'
import type { Actor, CharityRole, MemberRole } from '../../../domain/actor.ts'
import { leadsSeenSince } from '../../../domain/lead-reach.ts'
import { mayOpenRequest, type AccessRequest, type RequestStatus } from '../../../domain/role-approval.ts'
import { NotFound, Stale } from '../../../domain/refusals.ts'
import { dayOf, type Instant } from '../../../domain/time.ts'
import { isOutOfReach, lastSeenAt } from '../../../email/readers.store.ts'

/** A request with the data that its pages and emails show. */
export interface RequestRecord extends AccessRequest {
  name: string
  email: string
  isActive: boolean
  language: string
  organisation: string | null
  roleMailbox: string | null
  invitedBy: string | null
  invitedByName: string | null
  askedAt: Instant
  decidedAt: Instant | null
  version: number
}

/** SQL condition on `people`: a lead with this account can be reached. Binds `leadsSeenSince`. */
export const isLeadReached = `(people.status = 'active'
  and ${lastSeenAt} >= ? and not (${isOutOfReach}))`

/** SQL `from … where …`: other leads of the request's organisation who can be reached. Binds `leadsSeenSince`. */
const leadsReached = `from memberships as leads join people on people.id = leads.person_id
  where leads.organisation_id = access_requests.organisation_id and leads.role = 'lead'
  and leads.person_id <> access_requests.person_id
  and leads.ended_at is null and ${isLeadReached}`

/** SQL condition: the organisation of the request has another lead who can be reached. Binds `leadsSeenSince`. */
export const hasLead = `exists (select 1 ${leadsReached})`

const content = `(exists (select 1 from evidence where evidence.organisation_id = access_requests.organisation_id)
  or exists (select 1 from inbox_items where inbox_items.organisation_id = access_requests.organisation_id)
  or exists (select 1 from applications where applications.organisation_id = access_requests.organisation_id))`

const administratorsEver = "(select count(distinct person_id) from charity_roles where role = 'administrator')"

/** The number of people who have ever been administrators. */
export async function administratorsEverIn(db: Db | Tx): Promise<number> {
  return runLookup(db, administratorsEverLookup(db))
}

const administratorsEverLookup = withKeptSql((db: Db | Tx): Lookup<number> =>
  lookup<{ count: number }, number>(
    () => db.select(db.raw(`${administratorsEver} as count`)),
    ['count'],
    ([row]) => row!.count,
  ),
)

const columns = [
  'id',
  'person_id',
  'organisation_id',
  'role',
  'invited_by',
  'asked_at',
  'status',
  'decided_at',
  'version',
] as const
const joined = [
  'name',
  'email',
  'person_status',
  'language',
  'organisation',
  'role_mailbox',
  'invited_by_name',
] as const
const lists = ['approved_by', 'joining'] as const

type RequestRow = Pick<Row<'access_requests'>, (typeof columns)[number]> & {
  name: string
  email: string
  person_status: string
  language: string
  organisation: string | null
  role_mailbox: string | null
  invited_by_name: string | null
  has_lead: number
  holds_content: number
  administrators_ever: number
  approved_by: { id: string }[]
  joining: { id: string }[]
}

/** A lookup that returns the requests found by `query`, which must come from `requestQuery`. */
export const requestsIn = (query: () => Knex.QueryBuilder): Lookup<RequestRecord[]> =>
  lookup<RequestRow, RequestRecord[]>(
    query,
    [...columns, ...joined, 'has_lead', 'holds_content', 'administrators_ever', ...lists],
    rows => rows.map(toRequest),
    lists,
  )

/**
 * A query for requests with everything that their approval depends on.
 * @param seenSince the result of `leadsSeenSince`
 * @param some a query with every column of the requests to read; null to read all requests
 */
export function requestQuery(
  db: Db | Tx,
  seenSince: Instant,
  some: Knex.QueryBuilder | null = null,
): Knex.QueryBuilder {
  return db
    .from(some ? some.as('access_requests') : 'access_requests')
    .join('people as asker', 'asker.id', 'access_requests.person_id')
    .leftJoin('organisations', 'organisations.id', 'access_requests.organisation_id')
    .leftJoin('people as inviter', 'inviter.id', 'access_requests.invited_by')
    .select(
      ...columns.map(column => `access_requests.${column}`),
      'asker.name as name',
      'asker.email as email',
      'asker.status as person_status',
      'asker.language as language',
      'organisations.name as organisation',
      'organisations.role_mailbox as role_mailbox',
      'inviter.name as invited_by_name',
      db.raw(`case when ${hasLead} then 1 else 0 end as has_lead`, [seenSince]),
      db.raw(`case when ${content} then 1 else 0 end as holds_content`),
      db.raw(`${administratorsEver} as administrators_ever`),
      jsonList(
        db,
        { id: 'approver_id' },
        "from approvals where approvals.request_id = access_requests.id and approvals.answer = 'approve'",
        'approved_by',
      ),
      jsonList(
        db,
        { id: 'others.person_id' },
        `from access_requests as others where others.organisation_id = access_requests.organisation_id
          and others.status = 'waiting'`,
        'joining',
      ),
    ) as Knex.QueryBuilder
}

const toRequest = (row: RequestRow): RequestRecord => ({
  id: row.id,
  personId: row.person_id,
  organisationId: row.organisation_id,
  role: row.role as MemberRole | CharityRole,
  status: row.status as RequestStatus,
  approvedBy: row.approved_by.map(({ id }) => id),
  joining: row.joining.map(({ id }) => id),
  hasLead: row.has_lead === 1,
  holdsContent: row.holds_content === 1,
  hasOneAdministrator: row.administrators_ever <= 1,
  name: row.name,
  email: row.email,
  isActive: row.person_status === 'active',
  language: row.language,
  organisation: row.organisation,
  roleMailbox: row.role_mailbox,
  invitedBy: row.invited_by,
  invitedByName: row.invited_by_name,
  askedAt: row.asked_at,
  decidedAt: row.decided_at,
  version: row.version,
})

const requestWithId = withKeptSql((db: Db | Tx, id: string, seenSince: Instant): Lookup<RequestRecord[]> =>
  requestsIn(() => requestQuery(db, seenSince).where('access_requests.id', id)),
)

/**
 * An access request by its id. Does not check permissions.
 * @throws NotFound when there is no such request
 */
export async function requestById(db: Db | Tx, id: string, now: Instant): Promise<RequestRecord> {
  const [request] = await runLookup(db, requestWithId(db, id, leadsSeenSince(dayOf(now))))
  if (!request) throw new NotFound()
  return request
}

/** Whether someone can answer or read a request; false when there is no such request. */
export async function mayOpenRequestWith(db: Db | Tx, actor: Actor, id: string, now: Instant): Promise<boolean> {
  const [request] = await runLookup(db, requestWithId(db, id, leadsSeenSince(dayOf(now))))
  return request !== undefined && mayOpenRequest(actor, request)
}

/** The id of the person's waiting request for this role; null when there is none. */
export async function waitingRequestId(
  trx: Tx,
  asked: { personId: string; organisationId: string | null; role: string },
): Promise<string | null> {
  const row = await trx('access_requests')
    .where({ person_id: asked.personId, organisation_id: asked.organisationId, role: asked.role, status: 'waiting' })
    .first('id')
  return row?.id ?? null
}

export async function insertRequest(
  trx: Tx,
  row: Pick<
    Row<'access_requests'>,
    'id' | 'person_id' | 'organisation_id' | 'role' | 'invited_by' | 'through_seat' | 'asked_at'
  >,
): Promise<void> {
  await trx('access_requests').insert({ ...row, status: 'waiting', decided_at: null, version: 1 })
}

/** Ids of the waiting requests that this person has approved. */
export const waitingRequestsApprovedBy = (trx: Tx, personId: string): Promise<string[]> =>
  trx('access_requests')
    .join('approvals', 'approvals.request_id', 'access_requests.id')
    .where({ approver_id: personId, answer: 'approve', status: 'waiting' })
    .orderBy('access_requests.id')
    .pluck('access_requests.id')

/** @throws Stale when someone else has since answered */
export async function updateRequest(
  trx: Tx,
  { id, version }: Pick<RequestRecord, 'id' | 'version'>,
  changes: Partial<Pick<Row<'access_requests'>, 'status' | 'decided_at'>>,
): Promise<void> {
  const changed = await trx('access_requests')
    .where({ id, version })
    .update({ ...changes, version: version + 1 })
  if (changed === 0) throw new Stale()
}

/** Closes the request for a charity role that has ended, so that no one is asked to confirm it. */
export async function settleEndedRole(trx: Tx, { personId, role }: { personId: string; role: string }): Promise<void> {
  await trx('access_requests')
    .where({ person_id: personId, organisation_id: null, role, status: 'to confirm' })
    .update({ status: 'approved' })
    .increment('version', 1)
}

/** Locks the request until this transaction ends. */
export async function lockRequest(trx: Tx, id: string): Promise<void> {
  await trx('access_requests').where({ id }).increment('version', 1)
}

export async function insertApproval(
  trx: Tx,
  row: Pick<Row<'approvals'>, 'id' | 'request_id' | 'approver_id' | 'answer' | 'by_invitation' | 'note' | 'at'>,
): Promise<void> {
  await trx('approvals').insert(row)
}
