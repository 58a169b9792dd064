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
interface Decided {
  id: string
  personId: string
  organisationId: string | null
  role: string
  at: Instant
}

const charityApprovers: readonly string[] = ['coordinator', 'trustee', 'administrator']

/** I11: each role in effect had the approvals that it needed, from people who could approve it at that time. */
export const rolesWereApproved: Check = async ({ database: { db } }) => {
  const decided = await decidedIn(db)
  const approvers = grouped(await approversIn(db), ({ requestId }) => requestId)
  const roles = await rolesIn(db)
  const contentFrom = await firstContentOf(db)
  const found = decided.flatMap(request => {
    const people = (approvers.get(request.id) ?? [])
      .filter(({ at, approverId }) => at <= request.at && approverId !== request.personId)
      .map(({ approverId }) => approverId)
    const what = lacking(request, people, { roles, contentFrom })
    return what === null ? [] : [{ entity: `request ${request.id}`, what }]
  })
  return brokenBy('I11', found)
}

function lacking(
  { organisationId, role, at }: Decided,
  people: readonly string[],
  { roles, contentFrom }: { roles: readonly Held[]; contentFrom: ReadonlyMap<string, Instant> },
): string | null {
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

const decidedIn = (db: Db): Promise<Decided[]> =>
  db('access_requests')
    .whereIn('status', ['approved', 'to confirm'])
    .orderBy('id')
    .select<Decided[]>('id', 'person_id as personId', 'organisation_id as organisationId', 'role', 'decided_at as at')

const approversIn = (db: Db): Promise<{ requestId: string; approverId: string; at: Instant }[]> =>
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

/** The time since which each organisation has had evidence or applications to read. */
async function firstContentOf(db: Db): Promise<Map<string, Instant>> {
  const evidence = await db('evidence').select('organisation_id', 'received_at as from')
  const applications = await db('applications').select('organisation_id', 'started_at as from')
  const first = new Map<string, Instant>()
  for (const { organisation_id: id, from } of [...evidence, ...applications])
    if (from < (first.get(id) ?? '9')) first.set(id, from)
  return first
}

/**
 * I11: no one has a role that still needs approval. Each role in the history has a request that is no longer waiting,
 * or came with a link from the server.
 */
export const noRoleWithoutRequest: Check = async ({ database: { db } }) => {
  const roles = (await rolesIn(db)).filter(({ to }) => to === null)
  const requests = await db('access_requests').select('person_id', 'organisation_id', 'role', 'status')
  const keyOf = (person: string, organisation: string | null, role: string) => `${person} ${organisation} ${role}`
  const waiting = new Set(
    requests
      .filter(({ status }) => status === 'waiting')
      .map(each => keyOf(each.person_id, each.organisation_id, each.role)),
  )
  const accepted = new Set(
    requests
      .filter(({ status }) => status !== 'waiting')
      .map(each => keyOf(each.person_id, each.organisation_id, each.role)),
  )
  const begun = await db('events')
    .whereIn('name', ['organisation.membership_began', 'person.role_given'])
    .orderBy('sequence')
    .select('id', 'organisation_id', 'facts')
  const early = roles
    .filter(({ personId, organisationId, role }) => waiting.has(keyOf(personId, organisationId, role)))
    .map(({ personId, role }) => ({
      entity: `person ${personId}`,
      what: `holds the role ${role}, which waits for approval`,
    }))
  const unasked = begun.filter(({ organisation_id, facts }) => {
    const { person, role, through } = JSON.parse(facts) as { person: string; role: string; through?: string }
    return !(through === 'link' && role === 'administrator') && !accepted.has(keyOf(person, organisation_id, role))
  })
  return brokenBy('I11', [
    ...early,
    ...unasked.map(({ id }) => ({ entity: `event ${id}`, what: 'gave a role that no one asked for' })),
  ])
}
