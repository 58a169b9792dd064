import type { Knex } from 'knex'
import type { Db } from '../../../db/connection.ts'
import { jsonList } from '../../../db/json-list.ts'
import { lookUpAll, lookup } from '../../../db/lookups.ts'
import type { ReminderKind } from '../../../domain/reminder-schedule.ts'
import type { Contact, Contacts } from '../../../domain/reminder-recipients.ts'
import { dayOf, type Day, type Instant } from '../../../domain/time.ts'
import { wasNotReached } from '../../../email/readers.store.ts'

interface ContactRow {
  personId: string
  organisationId: string
  role: string
  since: Instant
  status: string
  unwanted: { kind: ReminderKind }[]
  notReached: number
}
const contactFields = ['personId', 'organisationId', 'role', 'since', 'status', 'unwanted', 'notReached'] as const

/**
 * The people who may be reminded about each of these organisations, read in one statement. While the emails of an
 * organisation have not been started, nobody is reminded about it: no coordinator and no shared mailbox either.
 */
export async function contactsOf(db: Db, organisationIds: readonly string[]): Promise<Map<string, Contacts>> {
  const ids = [...new Set(organisationIds)]
  const members = db('memberships')
    .join('people', 'people.id', 'memberships.person_id')
    .whereIn('memberships.organisation_id', ids)
    .whereNull('memberships.ended_at')
    .orderBy('memberships.id')
    .select(
      'memberships.organisation_id as organisationId',
      'memberships.role',
      'memberships.started_at as since',
      ...contactColumns(db),
    )
  const coordinators = db('charity_roles')
    .join('people', 'people.id', 'charity_roles.person_id')
    .where('charity_roles.role', 'coordinator')
    .whereNull('charity_roles.ended_at')
    .orderBy('charity_roles.id')
    .select(
      db.raw('\'\' as "organisationId"'),
      'charity_roles.role',
      'charity_roles.started_at as since',
      ...contactColumns(db),
    )
  const started = db('organisations').whereIn('id', ids).whereNotNull('emails_started_at').select('id', 'role_mailbox')
  const found = await lookUpAll(db, {
    members: lookup<ContactRow, ContactRow[]>(members, contactFields, rows => rows, ['unwanted']),
    coordinators: lookup<ContactRow, ContactRow[]>(coordinators, contactFields, rows => rows, ['unwanted']),
    started: lookup<StartedRow, Map<string, StartedRow>>(
      started,
      ['id', 'role_mailbox'],
      rows => new Map(rows.map(row => [row.id, row])),
    ),
  })
  return new Map(
    ids.map(id => {
      const organisation = found.started.get(id)
      if (!organisation) return [id, nobody]
      const own = found.members.filter(({ organisationId }) => organisationId === id)
      const outside = found.coordinators.filter(({ personId }) => !own.some(member => member.personId === personId))
      const as = (role: string) => own.filter(member => member.role === role).map(toContact)
      return [
        id,
        {
          leads: as('lead'),
          contributors: as('contributor'),
          observers: as('observer'),
          hasMailbox: organisation.role_mailbox !== null,
          coordinators: outside.map(toContact),
        },
      ]
    }),
  )
}

interface StartedRow {
  id: string
  role_mailbox: string | null
}
const nobody: Contacts = { leads: [], contributors: [], observers: [], hasMailbox: false, coordinators: [] }

/** Includes the reminders that people turned off, and whether the last email to their address failed. */
const contactColumns = (db: Db): Knex.Raw[] => [
  db.raw('people.id as "personId"'),
  db.raw('people.status'),
  jsonList(db, { kind: 'kind' }, 'from reminder_opt_outs where reminder_opt_outs.person_id = people.id', 'unwanted'),
  db.raw(`case when ${wasNotReached} then 1 else 0 end as "notReached"`),
]

const toContact = ({ personId, since, status, unwanted, notReached }: ContactRow): Contact => ({
  id: personId,
  since: dayOf(since) satisfies Day,
  isActive: status === 'active',
  isReached: notReached === 0,
  unwanted: unwanted.map(({ kind }) => kind).toSorted(),
})

/** The address that a reminder is sent to. */
export interface Addressee {
  kind: 'person' | 'mailbox'
  id: string
  name: string
  address: string
  language: string
}

/** @returns null for a person who cannot sign in any more, and for an organisation without a mailbox */
export async function addresseeOf(db: Db, kind: Addressee['kind'], id: string): Promise<Addressee | null> {
  return (await addresseesOf(db, kind, [id]))[0] ?? null
}

export async function addresseesOf(db: Db, kind: Addressee['kind'], ids: readonly string[]): Promise<Addressee[]> {
  if (kind === 'person') {
    const people = await db('people')
      .whereIn('id', [...ids])
      .where({ status: 'active' })
      .select('id', 'name', 'email', 'language')
    return people.map(({ id, name, email, language }) => ({ kind, id, name, address: email, language }))
  }
  const organisations = await db('organisations')
    .whereIn('id', [...ids])
    .whereNotNull('role_mailbox')
    .select('id', 'name', 'role_mailbox', 'language')
  return organisations.map(({ id, name, role_mailbox, language }) => ({
    kind,
    id,
    name,
    address: role_mailbox ?? '',
    language,
  }))
}
