import type { Knex } from 'knex'
import type { Db } from '../../../db/connection.ts'
import { jsonList } from '../../../db/json-list.ts'
import { withKeptSql } from '../../../db/kept-sql.ts'
import { lookup, runLookup, runLookups, type Answers, type Lookup } from '../../../db/lookups.ts'
import { isSilent } from '../../../domain/lead-reach.ts'
import type { RecipientRole, ReminderKind } from '../../../domain/reminder-schedule.ts'
import type { Contact, Contacts } from '../../../domain/reminder-recipients.ts'
import { dayOf, type Day, type Instant } from '../../../domain/time.ts'
import { lastSeenAt, wasNotReached } from '../../../email/readers.store.ts'

interface ContactRow {
  personId: string
  organisationId: string
  role: string
  since: Instant
  status: string
  unwanted: { kind: ReminderKind }[]
  notReached: number
  seenAt: Instant
}
const contactFields = [
  'personId',
  'organisationId',
  'role',
  'since',
  'status',
  'unwanted',
  'notReached',
  'seenAt',
] as const

/** The people who can be reminded about each organisation on a day, by organisation id. Makes one query. */
export const contactsOf = async (
  db: Db,
  organisationIds: readonly string[],
  today: Day,
): Promise<Map<string, Contacts>> => contactsFrom(await runLookups(db, contactLookups(db, organisationIds)), today)

/** Only the leads from `contactsOf`, by the organisation's id. */
export async function leadsOf(db: Db, organisationIds: readonly string[], today: Day): Promise<Map<string, Contact[]>> {
  if (organisationIds.length === 0) return new Map()
  const members = await runLookup(db, memberLookup(db, organisationIds))
  return new Map(
    organisationIds.map(id => [
      id,
      members
        .filter(({ organisationId, role }) => organisationId === id && role === 'lead')
        .map(row => toLead(row, today)),
    ]),
  )
}

/** The lookups that `contactsOf` needs. `contactsFrom` builds the contacts from their results. */
export function contactLookups(db: Db, organisationIds: readonly string[]) {
  const ids = [...new Set(organisationIds)]
  return {
    members: memberLookup(db, ids),
    charity: charityLookup(db),
    invited: invitedLookup(db, ids),
    seats: seatLookup(db, ids),
    organisations: organisationLookup(db, ids),
  }
}

const contacts = (query: () => Knex.QueryBuilder): Lookup<ContactRow[]> =>
  lookup<ContactRow, ContactRow[]>(query, contactFields, rows => rows, ['unwanted'])

const memberLookup = withKeptSql((db: Db, organisationIds: readonly string[]): Lookup<ContactRow[]> =>
  contacts(() =>
    db('memberships')
      .join('people', 'people.id', 'memberships.person_id')
      .whereIn('memberships.organisation_id', [...organisationIds])
      .whereNull('memberships.ended_at')
      .orderBy('memberships.id')
      .select(
        'memberships.organisation_id as organisationId',
        'memberships.role',
        'memberships.started_at as since',
        ...contactColumns(db),
      ),
  ),
)

const charityLookup = withKeptSql((db: Db): Lookup<ContactRow[]> =>
  contacts(() =>
    db('charity_roles')
      .join('people', 'people.id', 'charity_roles.person_id')
      // not parameters, so that PostgreSQL knows how few people have these roles
      .whereRaw("charity_roles.role in ('coordinator', 'trustee')")
      .whereNull('charity_roles.ended_at')
      .orderBy('charity_roles.id')
      .select(
        db.raw('\'\' as "organisationId"'),
        'charity_roles.role',
        'charity_roles.started_at as since',
        ...contactColumns(db),
      ),
  ),
)

const invitedLookup = withKeptSql((db: Db, organisationIds: readonly string[]): Lookup<ContactRow[]> =>
  contacts(() => invitedTo(db, organisationIds)),
)

const seatLookup = withKeptSql((db: Db, organisationIds: readonly string[]): Lookup<ContactRow[]> =>
  contacts(() => seatHolders(db, organisationIds)),
)

const organisationLookup = withKeptSql((db: Db, ids: readonly string[]): Lookup<OrganisationRow[]> =>
  lookup<OrganisationRow, OrganisationRow[]>(
    () =>
      db('organisations')
        .whereIn('id', [...ids])
        .select('id', 'role_mailbox', 'created_at', 'emails_started_at'),
    ['id', 'role_mailbox', 'created_at', 'emails_started_at'],
    rows => rows,
  ),
)

/** The contacts on a day, by organisation id. */
export const contactsFrom = (found: Answers<ReturnType<typeof contactLookups>>, today: Day): Map<string, Contacts> =>
  new Map(found.organisations.map(organisation => [organisation.id, contactsIn(found, organisation, today)]))

/** Members of the organisation get reminders only as members, whatever other roles they have. */
function contactsIn(
  { members, charity, seats, invited }: Record<'members' | 'charity' | 'seats' | 'invited', readonly ContactRow[]>,
  { id, role_mailbox, created_at, emails_started_at }: OrganisationRow,
  today: Day,
): Contacts {
  const own = members.filter(({ organisationId }) => organisationId === id)
  const isOutside = ({ personId }: ContactRow) => !own.some(member => member.personId === personId)
  const withRole = (role: string) => [...own, ...charity.filter(isOutside)].filter(each => each.role === role)
  const as = (role: string) => withRole(role).map(toContact)
  return {
    areEmailsStarted: emails_started_at !== null,
    emailsSwitchedOn: emails_started_at === null || emails_started_at === created_at ? null : dayOf(emails_started_at),
    leads: withRole('lead').map(row => toLead(row, today)),
    contributors: as('contributor'),
    observers: as('observer'),
    hasMailbox: role_mailbox !== null,
    coordinators: as('coordinator'),
    trustees: as('trustee'),
    seatHolders: seats.filter(each => each.organisationId === id && isOutside(each)).map(toContact),
    invited: invited.filter(each => each.organisationId === id).map(toContact),
  }
}

/** SQLite runs cross joins in the written order, so it starts from these organisations, not from all open seats. */
const seatsOnPanelsOf = (db: Db, organisationIds: readonly string[]): Knex.QueryBuilder =>
  db('applications')
    .joinRaw('cross join seats')
    .whereRaw('seats.application_id = applications.id')
    .whereIn('applications.organisation_id', [...organisationIds])

/** The people with a seat or a seat offer on panels of these organisations, who still have a role in the charity. */
const seatHolders = (db: Db, organisationIds: readonly string[]): Knex.QueryBuilder =>
  seatsOnPanelsOf(db, organisationIds)
    .join('people', 'people.id', 'seats.person_id')
    .whereIn('seats.status', ['offered', 'accepted'])
    .whereNotIn('applications.status', ['draft', 'decided', 'withdrawn'])
    .whereExists(
      db('charity_roles')
        .whereRaw('charity_roles.person_id = people.id')
        .whereNull('charity_roles.ended_at')
        .select('id'),
    )
    .orderBy(['seats.offered_at', 'seats.id'])
    .select(
      'applications.organisation_id as organisationId',
      db.raw("'seat' as role"),
      // A person who was invited by email can be reminded only after their role has started.
      db.raw(`(select case when min(started_at) > seats.offered_at then min(started_at) else seats.offered_at end
        from charity_roles where charity_roles.person_id = people.id and ended_at is null) as since`),
      ...contactColumns(db),
    )

/** The people without an account who have been offered a seat. The seat's id takes the place of a person's id. */
const invitedTo = (db: Db, organisationIds: readonly string[]): Knex.QueryBuilder =>
  seatsOnPanelsOf(db, organisationIds)
    .where('seats.status', 'offered')
    .whereNull('seats.person_id')
    .orderBy('seats.id')
    .select(
      'applications.organisation_id as organisationId',
      db.raw("'invited' as role"),
      'seats.offered_at as since',
      db.raw('seats.id as "personId"'),
      db.raw("'active' as status"),
      jsonList(db, { kind: 'kind' }, 'from reminder_opt_outs where 1 = 0', 'unwanted'),
      db.raw('0 as "notReached"'),
      'seats.offered_at as seenAt',
    )

interface OrganisationRow {
  id: string
  role_mailbox: string | null
  created_at: Instant
  emails_started_at: Instant | null
}

/**
 * Columns with a person's id and status, the reminders that they switched off, whether emails to their address bounce
 * or have been stopped, and when they last signed in.
 */
const contactColumns = (db: Db): Knex.Raw[] => [
  db.raw('people.id as "personId"'),
  db.raw('people.status'),
  jsonList(db, { kind: 'kind' }, 'from reminder_opt_outs where reminder_opt_outs.person_id = people.id', 'unwanted'),
  db.raw(`case when ${wasNotReached} then 1 else 0 end as "notReached"`),
  db.raw(`${lastSeenAt} as "seenAt"`),
]

const toContact = ({ personId, since, status, unwanted, notReached }: ContactRow): Contact => ({
  id: personId,
  since: dayOf(since) satisfies Day,
  isActive: status === 'active',
  isReached: notReached === 0,
  isSilent: false,
  unwanted: unwanted.map(({ kind }) => kind).toSorted(),
})

const toLead = (row: ContactRow, today: Day): Contact => ({
  ...toContact(row),
  isSilent: isSilent(row.seenAt, today),
})

/** The address to which a reminder is sent. */
export interface Addressee {
  kind: 'person' | 'mailbox' | 'invited'
  id: string
  name: string
  address: string
  language: string
}

/** Whether a reminder goes to a person, an organisation's mailbox, or the address to which a seat was offered. */
export const addresseeKindOf = (as: RecipientRole): Addressee['kind'] =>
  as === 'mailbox' || as === 'invited' ? as : 'person'

/** The kind of entity that the outbox stores with an email, by the kind of addressee. */
export const entityOf = { person: 'person', mailbox: 'organisation', invited: 'seat' } as const

/**
 * @returns null for a person who can no longer sign in, an organisation without a mailbox, and a seat offer that is
 * over
 */
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
  if (kind === 'invited') return invitedAddressees(db, ids)
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

async function invitedAddressees(db: Db, ids: readonly string[]): Promise<Addressee[]> {
  const seats = await db('seats')
    .whereIn('id', [...ids])
    .where({ status: 'offered', person_id: null })
    .select('id', 'offered_to_email')
  return seats.map(({ id, offered_to_email }) => ({
    kind: 'invited',
    id,
    name: '',
    address: offered_to_email,
    language: 'en',
  }))
}
