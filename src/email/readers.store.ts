import type { Db } from '../db/connection.ts'
import { withKeptSql } from '../db/kept-sql.ts'
import { lookup, runLookup, runLookups, type Lookup } from '../db/lookups.ts'
import type { Row } from '../db/tables.ts'
import { rolesIn, type Actor, type CharityRole, type MemberRole, type Role } from '../domain/actor.ts'
import type { Application } from '../domain/application.ts'
import type { Audience } from '../domain/email-kinds.ts'

/** A person to email. */
export interface Reader {
  actor: Actor
  address: string
}

/** The audiences that depend on an application, with the role of their members in it. */
const audienceRoles = {
  leads: 'lead',
  observers: 'observer',
  panel: 'panel',
  chair: 'chair',
  coordinators: 'coordinator',
  trustees: 'trustee',
} as const satisfies Partial<Record<Audience, Role>>
type ApplicationAudience = keyof typeof audienceRoles

const isOfApplication = (audience: Audience): audience is ApplicationAudience => audience in audienceRoles

/**
 * The people in an audience for one application. Those who have not declared yet count as without a conflict of
 * interest. Observers who also write are left out, because they cannot sign off.
 */
export async function readersFor(db: Db, audience: Audience, application: Application): Promise<Reader[]> {
  if (audience === 'administrators') return readersWithRole(db, 'administrator')
  if (!isOfApplication(audience)) return []
  const role: Role = audienceRoles[audience]
  const found = await readersById(db, await candidates(db, audience, application))
  return found.filter(({ actor }) => {
    const roles = rolesWithoutConflict(actor, application)
    return roles.includes(role) && (role !== 'observer' || !roles.some(writes))
  })
}

/** A person's roles for an application. Counts them as without a conflict of interest while they have not declared. */
export const rolesWithoutConflict = (actor: Actor, application: Application): Role[] =>
  rolesIn(actor, declared(actor, application))

const writes = (role: Role): boolean => role === 'lead' || role === 'contributor'

/** Every active person with this role in the charity. */
export async function readersWithRole(db: Db, role: CharityRole): Promise<Reader[]> {
  return readersWithAnyRole(db, [role])
}

/** Every active person with at least one of these roles in the charity. */
export async function readersWithAnyRole(db: Db, roles: readonly CharityRole[]): Promise<Reader[]> {
  return readersById(db, await holdersOf(db, roles))
}

/** The shared mailbox of an organisation; null when it has none, or when emails are not switched on for it. */
export async function mailboxOf(db: Db, organisationId: string): Promise<{ address: string; language: string } | null> {
  const row = await db('organisations')
    .where({ id: organisationId })
    .whereNotNull('emails_started_at')
    .whereNotNull('role_mailbox')
    .first('role_mailbox', 'language')
  return row?.role_mailbox ? { address: row.role_mailbox, language: row.language } : null
}

/**
 * Whether this address is still the organisation's shared mailbox.
 * @param aboutId the id of the organisation, or of one of its applications or awards
 */
export async function isMailboxFor(db: Db, address: string, aboutId: string): Promise<boolean> {
  const found = await db('organisations')
    .where({ role_mailbox: address })
    .where(
      own =>
        void own
          .where({ id: aboutId })
          .orWhereIn('id', db('applications').where({ id: aboutId }).select('organisation_id'))
          .orWhereIn('id', db('awards').where({ id: aboutId }).select('organisation_id')),
    )
    .first('id')
  return found !== undefined
}

type PersonRow = Pick<Row<'people'>, 'id' | 'name' | 'email' | 'language'>
type MembershipRow = Pick<Row<'memberships'>, 'person_id' | 'organisation_id' | 'role'>
type CharityRoleRow = Pick<Row<'charity_roles'>, 'person_id' | 'role'>

/** The active people with these ids, with their current roles, ordered by id. Makes one query. */
export async function readersById(db: Db, ids: readonly string[]): Promise<Reader[]> {
  if (ids.length === 0) return []
  const { people, memberships, roles } = await runLookups(db, {
    people: activePeople(db, ids),
    memberships: membershipsOf(db, ids),
    roles: rolesOf(db, ids),
  })
  return people.map(({ id, name, email, language }) => ({
    address: email,
    actor: {
      id,
      name,
      language,
      memberships: memberships
        .filter(each => each.person_id === id)
        .map(each => ({ organisationId: each.organisation_id, role: each.role as MemberRole })),
      charityRoles: roles.filter(each => each.person_id === id).map(each => each.role as CharityRole),
    },
  }))
}

const activePeople = withKeptSql((db: Db, ids: readonly string[]): Lookup<PersonRow[]> =>
  lookup<PersonRow, PersonRow[]>(
    () =>
      db('people')
        .whereIn('id', [...ids])
        .where({ status: 'active' })
        .orderBy('id')
        .select('id', 'name', 'email', 'language'),
    ['id', 'name', 'email', 'language'],
    rows => rows,
  ),
)

const membershipsOf = withKeptSql((db: Db, ids: readonly string[]): Lookup<MembershipRow[]> =>
  lookup<MembershipRow, MembershipRow[]>(
    () =>
      db('memberships')
        .whereIn('person_id', [...ids])
        .where({ ended_at: null })
        .select('person_id', 'organisation_id', 'role'),
    ['person_id', 'organisation_id', 'role'],
    rows => rows,
  ),
)

const rolesOf = withKeptSql((db: Db, ids: readonly string[]): Lookup<CharityRoleRow[]> =>
  lookup<CharityRoleRow, CharityRoleRow[]>(
    () =>
      db('charity_roles')
        .whereIn('person_id', [...ids])
        .where({ ended_at: null })
        .select('person_id', 'role'),
    ['person_id', 'role'],
    rows => rows,
  ),
)

/** SQL `from … limit 1`: the last email to a person's address that was sent, failed or bounced, as `emails`. */
const lastEmail = `from outbox as emails
  where emails.person_id = people.id and emails.address = people.email
  and emails.status in ('sent', 'failed', 'bounced') order by emails.queued_at desc, emails.id desc
  limit 1`

/** SQL `from … where …`. In `exists`, add `limit 1 offset 0`, which keeps PostgreSQL from reading every address. */
const ownAddress = 'from email_addresses where email_addresses.address_key = people.email_key'

/**
 * SQL condition on `people`: emails do not reach the person. The person's last email failed or bounced, their address
 * is known to bounce, or someone stopped emails to it.
 */
export const wasNotReached = `(coalesce((select emails.status ${lastEmail}), 'sent') <> 'sent'
  or exists (select 1 ${ownAddress}
    and (email_addresses.bounces_since is not null or email_addresses.suppressed_at is not null) limit 1 offset 0))`

/** SQL on `people`: the name of the person who stopped emails to the person's address; null if nobody did. */
export const emailsStoppedBy = `(select stoppers.name from email_addresses
  join people as stoppers on stoppers.id = email_addresses.suppressed_by
  where email_addresses.address_key = people.email_key and email_addresses.suppressed_at is not null)`

/** SQL on `people`, for `isSilent`: the person's last sign-in or, if there was none, when the account was created. */
export const lastSeenAt = 'coalesce(people.signed_in_at, people.created_at)'

/**
 * SQL condition on `people`: emails have failed since the person last signed in. A stopped address does not count,
 * because someone could have stopped it so that this person is not asked for an approval.
 */
export const isOutOfReach = `(coalesce((select case when emails.status <> 'sent' and (people.signed_in_at is null
    or coalesce(emails.bounced_at, emails.failed_at, emails.queued_at) >= people.signed_in_at) then 1 else 0 end
    ${lastEmail}), 0) = 1
  or exists (select 1 ${ownAddress} and email_addresses.bounces_since is not null
    and (people.signed_in_at is null or email_addresses.last_bounced_at is null
      or email_addresses.last_bounced_at >= people.signed_in_at) limit 1 offset 0))`

async function candidates(db: Db, audience: ApplicationAudience, application: Application): Promise<string[]> {
  if (audience === 'leads' || audience === 'observers')
    return db('memberships')
      .where({ organisation_id: application.organisationId, role: audienceRoles[audience], ended_at: null })
      .pluck('person_id')
  if (audience === 'panel' || audience === 'chair')
    return application.seats.map(({ personId }) => personId).filter(id => id !== null)
  return holdersOf(db, ['coordinator', 'trustee'])
}

const holdersOf = (db: Db, roles: readonly CharityRole[]): Promise<string[]> => runLookup(db, holdersLookup(db, roles))

const holdersLookup = withKeptSql((db: Db, roles: readonly CharityRole[]): Lookup<string[]> =>
  lookup<{ person_id: string }, string[]>(
    () =>
      db('charity_roles')
        .whereIn('role', [...roles])
        .where({ ended_at: null })
        .distinct('person_id'),
    ['person_id'],
    rows => rows.map(row => row.person_id),
  ),
)

/** The application as if this person had declared no conflict of interest. An existing declaration is kept. */
const declared = (actor: Actor, it: Application): Application => ({
  ...it,
  declarations: it.declarations.some(({ personId }) => personId === actor.id)
    ? it.declarations
    : [...it.declarations, { personId: actor.id, says: 'no conflict', independent: null }],
})
