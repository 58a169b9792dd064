import type { Db } from '../../../src/db/connection.ts'
import { isSilent } from '../../../src/domain/lead-reach.ts'
import { addDays, dayOf, type Day, type Instant } from '../../../src/domain/time.ts'
import { wasNotReached } from '../../../src/email/readers.store.ts'

export interface Person {
  id: string
  address: string
  /** the first day of the person's role */
  since: Day
}

/** The people with roles in the service at the time of reading, with facts about their emails. */
export interface People {
  members(organisationId: string, role: string): Person[]
  /** people with this role in the charity who are not on the team of this library */
  charity(role: string, organisationId: string): Person[]
  mailbox(organisationId: string): Person[]
  byId(id: string): Person | undefined
  hasReachableLead(organisationId: string): boolean
  /** whether emails reach a lead */
  hasEmailedLead(organisationId: string): boolean
  /** whether today is the day on which the last lead who could be reached became silent */
  hasJustLostLeads(organisationId: string): boolean
  hasStarted(organisationId: string): boolean
  isUnwanted(who: Person, kind: string): boolean
  /** whether the person has already got this reminder as a coordinator */
  hasGot(who: Person, of: { kind: string; organisationId: string; about: Day }, step: number): boolean
}

interface Row {
  id: string
  address: string
  place: string
  role: string
  since: Instant
  notReached: number
  seenAt: Instant
}

export async function peopleOf(db: Db, today: Day): Promise<People> {
  const seen = db.raw('coalesce(people.signed_in_at, people.created_at) as "seenAt"')
  const columns = ['people.id', 'people.email as address', seen]
  const reached = db.raw(`case when ${wasNotReached} then 1 else 0 end as "notReached"`)
  const members: Row[] = await db('memberships')
    .join('people', 'people.id', 'memberships.person_id')
    .whereNull('ended_at')
    .where('people.status', 'active')
    .select(...columns, 'organisation_id as place', 'role', 'started_at as since', reached)
  const charity: Row[] = await db('charity_roles')
    .join('people', 'people.id', 'charity_roles.person_id')
    .whereNull('ended_at')
    .where('people.status', 'active')
    .select(...columns, db.raw("'' as place"), 'role', 'started_at as since', reached)
  const organisations = await db('organisations').select('id', 'role_mailbox', 'emails_started_at')
  const unwanted = await db('reminder_opt_outs').select('person_id', 'kind')
  const sent = await db('reminders')
    .join('outbox', 'outbox.id', 'reminders.email_id')
    .whereNotNull('outbox.sent_at')
    .where('reminders.recipient', 'coordinator')
    .select('reminders.recipient_id', 'reminders.kind', 'reminders.organisation_id', 'reminders.about', 'step')
  const got = new Set(sent.map(row => [row.recipient_id, row.kind, row.organisation_id, row.about, row.step].join(' ')))
  const person = ({ id, address, since }: Row): Person => ({ id, address, since: dayOf(since) })
  const emailedLeads = (place: string) =>
    members.filter(row => row.place === place && row.role === 'lead' && !Number(row.notReached))
  const isReached = (place: string, on: Day) => emailedLeads(place).some(row => !isSilent(row.seenAt, on))
  const isMember = (id: string, place: string) => members.some(row => row.id === id && row.place === place)
  return {
    members: (place, role) => members.filter(row => row.place === place && row.role === role).map(person),
    charity: (role, place) => charity.filter(row => row.role === role && !isMember(row.id, place)).map(person),
    mailbox: place =>
      organisations
        .filter(({ id, role_mailbox }) => id === place && role_mailbox !== null)
        .map(({ id, role_mailbox }) => ({ id, address: role_mailbox!, since: '2000-01-01' as Day })),
    byId: id => charity.filter(row => row.id === id).map(person)[0],
    hasReachableLead: place => isReached(place, today),
    hasEmailedLead: place => emailedLeads(place).length > 0,
    hasJustLostLeads: place => isReached(place, addDays(today, -1)) && !isReached(place, today),
    hasStarted: place => organisations.some(({ id, emails_started_at }) => id === place && emails_started_at !== null),
    isUnwanted: (who, kind) => unwanted.some(row => row.person_id === who.id && row.kind === kind),
    hasGot: ({ id }, { kind, organisationId, about }, step) =>
      got.has([id, kind, organisationId, about, step].join(' ')),
  }
}
