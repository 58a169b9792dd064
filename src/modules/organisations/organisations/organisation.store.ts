import type { Db, Tx } from '../../../db/connection.ts'
import { looksLikeId } from '../../../db/ids.ts'
import { withKeptSql } from '../../../db/kept-sql.ts'
import { runLookup, lookup, type Lookup } from '../../../db/lookups.ts'
import type { Row } from '../../../db/tables.ts'
import type { Actor } from '../../../domain/actor.ts'
import type { Organisation, OrganisationKind } from '../../../domain/organisation.ts'
import { can, type OrganisationPermission } from '../../../domain/permissions.ts'
import { keyOfName } from '../../../domain/similar-names.ts'
import type { Instant } from '../../../domain/time.ts'
import { Forbidden, MergedInto, NotFound, OrganisationClosed, Stale } from '../../../domain/refusals.ts'

/**
 * @throws NotFound when the organisation does not exist or is hidden from the person; Forbidden without the permission;
 * MergedInto when it was merged into one that the person can know about; OrganisationClosed when it is closed and the
 * permission is one of `startsSomething`
 */
export const findOrganisation = async (
  db: Db | Tx,
  actor: Actor,
  permission: OrganisationPermission,
  id: string,
): Promise<Organisation> => runLookup(db, organisationFor(db, actor, permission, id))

/**
 * `findOrganisation` as a lookup. If it throws, `runLookups` throws too, so lookups that run with it return nothing.
 */
export function organisationFor(
  db: Db | Tx,
  actor: Actor,
  permission: OrganisationPermission,
  id: string,
): Lookup<Organisation> {
  if (!looksLikeId(id)) throw new NotFound()
  const rows = organisationRow(db, id, actor.id)
  const read = (found: never[]): Organisation => {
    const [row] = rows.read(found)
    const organisation = row && toOrganisation(row, row.readers_confirmed === 1)
    if (row?.merged_into) throw mergedInto(actor, row.merged_into)
    if (organisation?.closedAt && startsSomething.includes(permission) && can(actor, permission, organisation))
      throw new OrganisationClosed()
    if (organisation && can(actor, permission, organisation)) return organisation
    throw organisation && can(actor, 'organisation.know', organisation) ? new Forbidden(permission) : new NotFound()
  }
  return { ...rows, read }
}

type ConfirmedRow = OrganisationRow & { readers_confirmed: number }

const organisationRow = withKeptSql((db: Db | Tx, id: string, readerId: string): Lookup<ConfirmedRow[]> =>
  lookup<ConfirmedRow, ConfirmedRow[]>(
    () =>
      db('organisations')
        .where({ id })
        .select(
          ...organisationColumns,
          db.raw(`case when ${readersConfirmed} then 1 else 0 end as readers_confirmed`, [readerId]),
        ),
    [...organisationColumns, 'readers_confirmed'],
    rows => rows,
  ),
)

/** The permissions that nobody can use while an organisation is closed. */
const startsSomething: readonly OrganisationPermission[] = [
  'application.start',
  'award.record',
  'evidence.add',
  'recurring.manage',
  'target.write',
]

/**
 * The error for a merged organisation. People who are allowed to know about the organisation that remains are
 * redirected to it. Others get "not found".
 */
const mergedInto = (actor: Actor, id: string): Error =>
  can(actor, 'organisation.know', { id }) ? new MergedInto(id) : new NotFound()

const membersHere = `from memberships as members where members.organisation_id = organisations.id
  and members.ended_at is null`
/**
 * The rule of domain/evidence-readers.ts as an SQL condition. The person and a lead have both confirmed who can read
 * the evidence. Its parameter is the person's id.
 */
const readersConfirmed = `exists (select 1 ${membersHere} and members.person_id = ?
    and members.readers_confirmed_at >= (select max(members.started_at) ${membersHere}))
  and exists (select 1 ${membersHere} and members.role = 'lead'
    and members.readers_confirmed_at >= (select max(members.started_at) ${membersHere} and members.role = 'lead'))`

const organisationColumns = [
  'id',
  'name',
  'kind',
  'place',
  'role_mailbox',
  'language',
  'sign_off_wanted',
  'closed_at',
  'closed_reason',
  'merged_into',
  'version',
] as const
type OrganisationRow = Pick<Row<'organisations'>, (typeof organisationColumns)[number]>

/**
 * The organisation of an application or award. The caller must check the permission.
 * @throws NotFound when there is no such organisation
 */
export const organisationOf = (db: Db | Tx, entity: { organisationId: string }): Promise<Organisation> =>
  runLookup(db, organisationWith(db, entity.organisationId))

/** `organisationOf` as a lookup. */
export const organisationWith = withKeptSql((db: Db | Tx, organisationId: string): Lookup<Organisation> =>
  lookup<OrganisationRow, Organisation>(
    () =>
      db('organisations')
        .where({ id: organisationId })
        .select(...organisationColumns),
    organisationColumns,
    ([row]) => {
      if (!row) throw new NotFound()
      return toOrganisation(row)
    },
  ),
)

export async function insertOrganisation(
  trx: Tx,
  row: Pick<Row<'organisations'>, 'id' | 'name' | 'kind' | 'place' | 'role_mailbox' | 'created_at'> &
    Partial<Pick<Row<'organisations'>, 'imported_mailbox' | 'emails_started_at'>>,
): Promise<void> {
  await trx('organisations').insert({
    emails_started_at: null,
    ...row,
    name_key: nameKey(row.name),
    place_key: nameKey(row.place),
    language: 'en',
    sign_off_wanted: 0,
    version: 1,
  })
}

/** @throws Stale when the organisation was changed since it was read */
export async function updateOrganisation(
  trx: Tx,
  { id }: Organisation,
  readAt: number,
  changes: Pick<Row<'organisations'>, 'name' | 'place' | 'role_mailbox'> & Partial<Pick<Row<'organisations'>, 'kind'>>,
): Promise<void> {
  const changed = await trx('organisations')
    .where({ id, version: readAt })
    .update({ ...changes, name_key: nameKey(changes.name), place_key: nameKey(changes.place), version: readAt + 1 })
  if (changed === 0) throw new Stale()
}

/** A name or place in lower case, without accents or punctuation, for sorting and searching. */
export const nameKey = keyOfName

/** The shared mailbox from an import, if no one has entered one since; otherwise null. */
export async function importedMailboxOf(db: Db | Tx, { id, roleMailbox }: Organisation): Promise<string | null> {
  return roleMailbox === null ? runLookup(db, importedMailboxLookup(db, id)) : null
}

const importedMailboxLookup = withKeptSql((db: Db | Tx, id: string): Lookup<string | null> =>
  lookup<{ imported_mailbox: string | null }, string | null>(
    () => db('organisations').where({ id }).select('imported_mailbox'),
    ['imported_mailbox'],
    ([row]) => row?.imported_mailbox ?? null,
  ),
)

/**
 * Closes an organisation, or reopens it when `closed` is null.
 * @throws Stale when the organisation was changed since it was read
 */
export async function setClosed(
  trx: Tx,
  { id, version }: Organisation,
  closed: { at: Instant; reason: string } | null,
): Promise<void> {
  const changed = await trx('organisations')
    .where({ id, version })
    .update({ closed_at: closed?.at ?? null, closed_reason: closed?.reason ?? null, version: version + 1 })
  if (changed === 0) throw new Stale()
}

/**
 * Counts an organisation's current awards, and its applications that are under way or have an open request to review or
 * correct their decision. An organisation with such an award or application cannot be closed.
 */
export async function openMattersOf(
  db: Db | Tx,
  { id }: { id: string },
): Promise<{ awards: number; applications: number }> {
  const [awards] = await db('awards')
    .where({ organisation_id: id })
    .whereNotIn('status', ['lapsed', 'ended'])
    .count<{ count: number | string }[]>('id as count')
  const [applications] = await db('applications')
    .where({ organisation_id: id })
    .whereNot('status', 'withdrawn')
    .where(
      open =>
        void open
          .whereNot('status', 'decided')
          .orWhereNull('decision_letter_released_at')
          .orWhereIn('id', db('decision_requests').where({ status: 'asked' }).select('application_id')),
    )
    .count<{ count: number | string }[]>('id as count')
  return { awards: Number(awards?.count ?? 0), applications: Number(applications?.count ?? 0) }
}

export const toOrganisation = (row: OrganisationRow, isConfirmed = false): Organisation => ({
  id: row.id,
  name: row.name,
  kind: row.kind as OrganisationKind,
  place: row.place,
  roleMailbox: row.role_mailbox,
  signOffWanted: row.sign_off_wanted === 1,
  readersConfirmed: isConfirmed,
  closedAt: row.closed_at ?? null,
  closedReason: row.closed_reason ?? null,
  language: row.language,
  version: row.version,
})
