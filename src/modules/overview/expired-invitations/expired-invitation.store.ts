import type { Knex } from 'knex'
import type { Db } from '../../../db/connection.ts'
import { withKeptSql } from '../../../db/kept-sql.ts'
import { lookup, type Answers, type Lookup } from '../../../db/lookups.ts'
import type { Actor, CharityRole } from '../../../domain/actor.ts'
import { leadsSeenSince } from '../../../domain/lead-reach.ts'
import { can, rolesOfInvitations } from '../../../domain/permissions.ts'
import type { Day, Instant } from '../../../domain/time.ts'
import { isLeadReached } from '../../access/access.public.ts'

const maxLibraries = 20

/** Expired invitations, counted together. They can be sent again or cancelled. */
export interface ExpiredInvitations {
  count: number
  /** the name that was entered for one of the people */
  name: string
  /** when the first of these invitations expired */
  since: Instant
  /** the number of these invitations whose email did not arrive */
  undelivered: number
}

export interface ExpiredInTeam extends ExpiredInvitations {
  organisationId: string
  organisation: string
}

/** The expired invitations that a person can send again or cancel. */
export interface InvitationsToRenew {
  /** invitations to the teams of libraries that the person leads */
  own: readonly ExpiredInTeam[]
  /**
   * for a coordinator: invitations to the teams of other libraries where no lead can be reached; leaves out those in
   * `imported`
   */
  withoutLead: readonly ExpiredInTeam[]
  /** for a coordinator: invitations to people from imports, where no lead can be reached; null when there are none */
  imported: ExpiredInvitations | null
  /** invitations to charity roles that the person can send again or cancel; null when there are none */
  charity: ExpiredInvitations | null
}

/**
 * Lookups for the parts of `InvitationsToRenew`. `expiredFrom` combines their results.
 * @param today decides which leads signed in recently enough to be reached (`leadsSeenSince`)
 */
export function expiredLookups(db: Db, actor: Actor, today: Day) {
  const led = actor.memberships.filter(({ role }) => role === 'lead').map(({ organisationId }) => organisationId)
  const roles = rolesOfInvitations(actor)
  const isCoordinator = can(actor, 'imports.manage')
  const seenSince = leadsSeenSince(today)
  return {
    expiredOwn: led.length > 0 ? expiredIn(db, led) : null,
    expiredWithoutLead: isCoordinator ? expiredWithoutLead(db, actor, seenSince) : null,
    expiredImported: isCoordinator ? expiredImported(db, actor, seenSince) : null,
    expiredCharity: roles.length > 0 ? expiredInCharity(db, roles) : null,
  }
}

export const expiredFrom = (found: Answers<ReturnType<typeof expiredLookups>>): InvitationsToRenew => ({
  own: found.expiredOwn ?? [],
  withoutLead: found.expiredWithoutLead ?? [],
  imported: found.expiredImported,
  charity: found.expiredCharity,
})

const expiredIn = withKeptSql((db: Db, organisationIds: readonly string[]): Lookup<ExpiredInTeam[]> =>
  byTeam(db, () => inOpenOrganisations(db).whereIn('invitations.organisation_id', [...organisationIds])),
)

/**
 * Libraries with expired invitations and no lead who can be reached. Leaves out invitations to people from imports, who
 * can be invited again together.
 */
const expiredWithoutLead = withKeptSql((db: Db, actor: Actor, seenSince: Instant): Lookup<ExpiredInTeam[]> =>
  byTeam(db, () => withoutLead(db, actor, seenSince).whereNotExists(prepared(db))),
)

const expiredImported = withKeptSql((db: Db, actor: Actor, seenSince: Instant): Lookup<ExpiredInvitations | null> =>
  inAll(db, () => withoutLead(db, actor, seenSince).whereExists(prepared(db))),
)

const expiredInCharity = withKeptSql((db: Db, roles: readonly CharityRole[]): Lookup<ExpiredInvitations | null> =>
  inAll(db, () =>
    expired(db)
      .whereNull('invitations.organisation_id')
      .whereIn('invitations.role', [...roles]),
  ),
)

const byTeam = (db: Db, query: () => Knex.QueryBuilder): Lookup<ExpiredInTeam[]> =>
  lookup<ExpiredInTeam, ExpiredInTeam[]>(
    () =>
      query()
        .groupBy('organisations.id', 'organisations.name')
        .orderByRaw('min(invitations.expired_at), organisations.id')
        .limit(maxLibraries)
        .select('organisations.id as organisationId', 'organisations.name as organisation', ...summed(db)),
    ['organisationId', 'organisation', ...summedFields],
    rows => rows,
  )

const inAll = (db: Db, query: () => Knex.QueryBuilder): Lookup<ExpiredInvitations | null> =>
  lookup<ExpiredInvitations, ExpiredInvitations | null>(
    () => query().select(...summed(db)),
    summedFields,
    ([row]) => (row && row.count > 0 ? row : null),
  )

const summedFields = ['count', 'name', 'since', 'undelivered'] as const
const summed = (db: Db): Knex.Raw[] => [
  db.raw('count(*) as count'),
  db.raw('min(invitations.name) as name'),
  db.raw('min(invitations.expired_at) as since'),
  db.raw(`sum(case when ${isNotDelivered} then 1 else 0 end) as undelivered`),
]

/** SQL condition on `invitations`: the newest email failed or bounced, or we have stopped emails to its address. */
const isNotDelivered = `(select case when emails.status in ('failed', 'bounced')
    or emails.not_sent_reason = 'address suppressed' then 1 else 0 end
  from outbox as emails where emails.entity_id = invitations.id and emails.name = 'invitation'
  order by emails.queued_at desc, emails.id desc limit 1) = 1`

const expired = (db: Db): Knex.QueryBuilder =>
  (db('invitations') as Knex.QueryBuilder)
    .whereNotNull('invitations.expired_at')
    .whereNull('invitations.accepted_at')
    .whereNull('invitations.revoked_at')

const inOpenOrganisations = (db: Db): Knex.QueryBuilder =>
  expired(db)
    .join('organisations', 'organisations.id', 'invitations.organisation_id')
    .whereNull('organisations.closed_at')
    .whereNull('organisations.merged_into')

/**
 * Expired invitations to the teams of open libraries where no lead can be reached, except the person's own libraries.
 */
const withoutLead = (db: Db, { memberships }: Actor, seenSince: Instant): Knex.QueryBuilder =>
  inOpenOrganisations(db)
    .whereNotIn(
      'invitations.organisation_id',
      memberships.map(({ organisationId }) => organisationId),
    )
    .whereNotExists(
      db('memberships')
        .join('people', 'people.id', 'memberships.person_id')
        .whereRaw('memberships.organisation_id = invitations.organisation_id')
        .where('memberships.role', 'lead')
        .whereNull('memberships.ended_at')
        .whereRaw(isLeadReached, [seenSince])
        .select('memberships.id'),
    )

const prepared = (db: Db) =>
  db('prepared_people').whereRaw('prepared_people.invitation_id = invitations.id').select('prepared_people.id')
