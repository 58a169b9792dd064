import type { Db } from '../../db/connection.ts'
import type { ReminderKind } from '../../domain/ladder.ts'
import type { Around, Told } from '../../domain/reminding.ts'
import { dayOf, type Day, type Instant } from '../../domain/time.ts'

interface Place { personId: string; organisationId: string; role: string; since: Instant; status: string }
interface Known { unwanted: Map<string, ReminderKind[]>; unreached: Set<string> }

/** Everybody who could be told of things of these organisations; a handful of queries, however many there are. */
export async function aroundOf(db: Db, organisationIds: readonly string[]): Promise<Map<string, Around>> {
  const ids = [...new Set(organisationIds)]
  const members: Place[] = await db('memberships').join('people', 'people.id', 'memberships.person_id')
    .whereIn('memberships.organisation_id', ids).whereNull('memberships.ended_at').orderBy('memberships.id')
    .select('people.id as personId', 'memberships.organisation_id as organisationId', 'memberships.role', 'memberships.began_at as since', 'people.status')
  const coordinators: Omit<Place, 'organisationId' | 'role'>[] = await db('charity_roles').join('people', 'people.id', 'charity_roles.person_id')
    .where('charity_roles.role', 'coordinator').whereNull('charity_roles.ended_at').orderBy('charity_roles.id')
    .select('people.id as personId', 'charity_roles.began_at as since', 'people.status')
  const known = await whatIsKnownOf(db, [...members, ...coordinators].map(({ personId }) => personId))
  const mailboxes = new Set<string>(await db('organisations').whereIn('id', ids).whereNotNull('role_mailbox').pluck('id'))
  return new Map(ids.map(id => {
    const own = members.filter(({ organisationId }) => organisationId === id)
    const outside = coordinators.filter(({ personId }) => !own.some(member => member.personId === personId))
    const as = (role: string) => own.filter(member => member.role === role).map(member => told(member, known))
    return [id, { leads: as('lead'), observers: as('observer'), hasMailbox: mailboxes.has(id), coordinators: outside.map(each => told(each, known)) }]
  }))
}

/** The kinds that these people do not want to be reminded of. */
export async function unwantedBy(db: Db, personIds: readonly string[]): Promise<Map<string, ReminderKind[]>> {
  const rows = await db('reminders_unwanted').whereIn('person_id', [...personIds]).orderBy('kind')
  const unwanted = new Map<string, ReminderKind[]>()
  for (const { person_id, kind } of rows) unwanted.set(person_id, [...unwanted.get(person_id) ?? [], kind as ReminderKind])
  return unwanted
}

/** Those to whose address the last letter could not be delivered. */
async function unreachedOf(db: Db, personIds: readonly string[]): Promise<Set<string>> {
  const rows: { id: string; status: string; at: Instant }[] = await db('outbox').join('people', 'people.id', 'outbox.person_id')
    .whereIn('outbox.person_id', [...personIds]).whereIn('outbox.status', ['sent', 'failed']).whereRaw('outbox.address = people.email')
    .groupBy('people.id', 'outbox.status').select('people.id', 'outbox.status', db.raw('max(outbox.queued_at) as at'))
  const last = (id: string, status: string) => rows.find(row => row.id === id && row.status === status)?.at ?? ''
  return new Set(rows.map(({ id }) => id).filter(id => last(id, 'failed') > last(id, 'sent')))
}

async function whatIsKnownOf(db: Db, personIds: readonly string[]): Promise<Known> {
  return { unwanted: await unwantedBy(db, personIds), unreached: await unreachedOf(db, personIds) }
}

const told = ({ personId, since, status }: Omit<Place, 'organisationId' | 'role'>, { unwanted, unreached }: Known): Told => ({
  id: personId, since: dayOf(since) satisfies Day, isActive: status === 'active', isReached: !unreached.has(personId), unwanted: unwanted.get(personId) ?? [],
})
