import type { Db } from '../db/connection.ts'
import type { Instant } from '../domain/time.ts'
import { brokenBy, type Check } from './broken.ts'
import { grouped } from './grouped.ts'

interface Held {
  personId: string
  organisationId: string | null
  role: string
  from: Instant
  to: Instant | null
}
interface Asked {
  id: string
  personId: string
  organisationId: string | null
  role: string
  status: string
  /** the time of the decision; null while the role waits for approval */
  decidedAt: Instant | null
}
interface Given {
  id: string
  personId: string
  organisationId: string | null
  role: string
  through: string | null
  at: Instant
}
interface Known {
  roles: readonly Held[]
  contentFrom: ReadonlyMap<string, Instant>
  /** the approvals of each request */
  approvals: ReadonlyMap<string, readonly { approverId: string; at: Instant }[]>
}

const charityApprovers: readonly string[] = ['coordinator', 'trustee', 'administrator']

/** I11: each role that took effect had the approvals that it needed, from people who could approve it at that time. */
export const rolesWereApproved: Check = async ({ database: { db } }) => {
  const known = await knownIn(db)
  const approved = (await requestsIn(db)).filter(({ status }) => status === 'approved' || status === 'to confirm')
  const found = approved.flatMap(request => {
    const what = lackingAt(request.decidedAt!, request, known)
    return what === null ? [] : [{ entity: `request ${request.id}`, what }]
  })
  return brokenBy('I11', found)
}

/** The approvals that a role lacked at `at`; null when it had enough. */
function lackingAt(
  at: Instant,
  { id, personId, organisationId, role }: Asked,
  { roles, contentFrom, approvals }: Known,
): string | null {
  const people = (approvals.get(id) ?? [])
    .filter(approval => approval.at <= at && approval.approverId !== personId)
    .map(({ approverId }) => approverId)
  const then = roles.filter(({ from, to }) => from <= at && (to === null || to >= at))
  const holds = (personId: string, organisation: string | null, ...wanted: readonly string[]): boolean =>
    then.some(held => held.personId === personId && held.organisationId === organisation && wanted.includes(held.role))
  if (organisationId !== null) {
    if (people.some(id => holds(id, organisationId, 'lead'))) return null
    const outside = people.filter(
      id => holds(id, null, ...charityApprovers) && !holds(id, organisationId, 'lead', 'contributor', 'observer'),
    )
    const needed = (contentFrom.get(organisationId) ?? '9') <= at ? 2 : 1
    return outside.length >= needed ? null : 'gave a place in a library without a lead or enough of the charity'
  }
  const wanted = role === 'appraiser' || role === 'helper' ? charityApprovers : ['administrator']
  if (people.filter(id => holds(id, null, ...wanted)).length >= 2) return null
  const before = roles.filter(held => held.role === 'administrator' && held.from < at)
  const hasOne = new Set(before.map(({ personId }) => personId)).size <= 1
  return hasOne && people.some(id => holds(id, null, 'administrator'))
    ? null
    : 'gave a role in the charity without two people who approved it'
}

const knownIn = async (db: Db): Promise<Known> => ({
  roles: await rolesIn(db),
  contentFrom: await firstContentOf(db),
  approvals: grouped(await approvalsIn(db), ({ requestId }) => requestId),
})

const requestsIn = (db: Db): Promise<Asked[]> =>
  db('access_requests')
    .orderBy('id')
    .select<Asked[]>(
      'id',
      'person_id as personId',
      'organisation_id as organisationId',
      'role',
      'status',
      'decided_at as decidedAt',
    )

const approvalsIn = (db: Db): Promise<{ requestId: string; approverId: string; at: Instant }[]> =>
  db('approvals')
    .where({ answer: 'approve' })
    .select<{ requestId: string; approverId: string; at: Instant }[]>(
      'request_id as requestId',
      'approver_id as approverId',
      'at',
    )

async function rolesIn(db: Db): Promise<Held[]> {
  const columns = ['person_id as personId', 'role', 'started_at as from', 'ended_at as to'] as const
  const places = await db('memberships').select<Held[]>(...columns, 'organisation_id as organisationId')
  const roles = await db('charity_roles').select<Omit<Held, 'organisationId'>[]>(...columns)
  return [...places, ...roles.map(role => ({ ...role, organisationId: null }))]
}

/** When each organisation first had evidence, an upload or an application. Uploads that left the inbox do not count. */
async function firstContentOf(db: Db): Promise<Map<string, Instant>> {
  const evidence = await db('evidence').select('organisation_id', 'received_at as from')
  const uploads = await db('inbox_items').select('organisation_id', 'arrived_at as from')
  const applications = await db('applications').select('organisation_id', 'started_at as from')
  const first = new Map<string, Instant>()
  for (const { organisation_id: id, from } of [...evidence, ...uploads, ...applications])
    if (from < (first.get(id) ?? '9')) first.set(id, from)
  return first
}

/** I11: no one has a role that still needs approval, and each role came from a request that could have given it. */
export const noRoleWithoutRequest: Check = async ({ database: { db } }) => {
  const known = await knownIn(db)
  const requests = grouped(await requestsIn(db), keyOf)
  const early = known.roles
    .filter(held => held.to === null && requests.get(keyOf(held))?.some(({ status }) => status === 'waiting'))
    .map(({ personId, role }) => ({
      entity: `person ${personId}`,
      what: `holds the role ${role}, which waits for approval`,
    }))
  const unapproved = (await givenIn(db))
    .filter(({ through, role }) => through !== 'link' || role !== 'administrator')
    .filter(given => !requests.get(keyOf(given))?.some(request => mayHaveGiven(request, given.at, known)))
    .map(({ id }) => ({ entity: `event ${id}`, what: 'gave a role without an approved request' }))
  return brokenBy('I11', [...early, ...unapproved])
}

const keyOf = ({ personId, organisationId, role }: Pick<Held, 'personId' | 'organisationId' | 'role'>): string =>
  `${personId} ${organisationId} ${role}`

/**
 * Whether this request could explain a role given at that time. A refused request can, if it had enough approvals then
 * and was refused later.
 */
function mayHaveGiven(request: Asked, at: Instant, known: Known): boolean {
  if (request.status !== 'refused') return request.status !== 'waiting'
  return at <= request.decidedAt! && lackingAt(at, request, known) === null
}

async function givenIn(db: Db): Promise<Given[]> {
  const rows = await db('events')
    .whereIn('name', ['organisation.membership_began', 'person.role_given'])
    .orderBy('sequence')
    .select('id', 'organisation_id', 'at', 'facts')
  return rows.map(({ id, organisation_id: organisationId, at, facts }) => {
    const { person, role, through } = JSON.parse(facts) as { person: string; role: string; through?: string }
    return { id, personId: person, organisationId, role, through: through ?? null, at }
  })
}
