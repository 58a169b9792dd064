import type { Db, Tx } from '../../../db/connection.ts'
import { looksLikeId, newId } from '../../../db/ids.ts'
import { jsonList } from '../../../db/json-list.ts'
import { withKeptSql } from '../../../db/kept-sql.ts'
import { runLookup, lookup, type Lookup } from '../../../db/lookups.ts'
import type { Row } from '../../../db/tables.ts'
import type { Actor } from '../../../domain/actor.ts'
import type { EvidenceKind } from '../../../domain/evidence.ts'
import { can, type OrganisationPermission } from '../../../domain/permissions.ts'
import type { Frequency, Rhythm } from '../../../domain/recurring.ts'
import { Forbidden, NotFound, Stale } from '../../../domain/refusals.ts'
import type { Day, Instant } from '../../../domain/time.ts'

export type RecurringPermission = Extract<OrganisationPermission, `recurring.${string}`>

/** Evidence that a library collects every month, quarter, half year or year. */
export interface RecurringEvidence extends Rhythm {
  id: string
  organisationId: string
  organisationName: string
  title: string
  what: string
  kind: EvidenceKind | null
  branch: { id: string; name: string } | null
  /** item ids */
  items: string[]
  /** the person responsible; null when they can no longer sign in, or add evidence for this library */
  asked: { id: string; name: string } | null
  nextOccurrence: number
  nextDue: Day
  endedAt: Instant | null
  version: number
}

/**
 * SQL for the name of the person responsible; null when they can no longer add evidence for the library or their
 * account is not active.
 */
export const askedName = `(select people.name from people where people.id = recurring_evidence.asked_id
  and people.status = 'active' and exists (
  select 1 from memberships where memberships.person_id = people.id
  and memberships.organisation_id = recurring_evidence.organisation_id and memberships.ended_at is null
  and memberships.role <> 'observer')) as "askedName"`

const columns = [
  'id',
  'organisation_id',
  'title',
  'what',
  'kind',
  'branch_id',
  'every',
  'anchor_on',
  'anchor_number',
  'next_number',
  'next_due',
  'asked_id',
  'ended_at',
  'version',
] as const satisfies readonly (keyof Row<'recurring_evidence'>)[]
type Found = Pick<Row<'recurring_evidence'>, (typeof columns)[number]> & {
  organisationName: string
  branchName: string | null
  askedName: string | null
  items: { id: string }[]
}

/**
 * @throws NotFound when there is none that the person can read; Forbidden when they can read it but do not have the
 * permission
 */
export async function findRecurring(
  db: Db | Tx,
  actor: Actor,
  permission: RecurringPermission,
  id: string,
): Promise<RecurringEvidence> {
  const recurring = looksLikeId(id) ? await runLookup(db, recurringWithId(db, id)) : null
  if (!recurring || !can(actor, 'recurring.read', { id: recurring.organisationId })) throw new NotFound()
  if (!can(actor, permission, { id: recurring.organisationId })) throw new Forbidden(permission)
  return recurring
}

const recurringWithId = withKeptSql((db: Db | Tx, id: string): Lookup<RecurringEvidence | null> =>
  lookup<Found, RecurringEvidence | null>(
    () =>
      db('recurring_evidence')
        .join('organisations', 'organisations.id', 'recurring_evidence.organisation_id')
        .leftJoin('branches', 'branches.id', 'recurring_evidence.branch_id')
        .where('recurring_evidence.id', id)
        .select(
          ...columns.map(column => `recurring_evidence.${column}`),
          'organisations.name as organisationName',
          'branches.name as branchName',
          db.raw(askedName),
          jsonList(
            db,
            { id: 'item_id' },
            'from recurring_items where recurring_items.recurring_id = recurring_evidence.id',
            'items',
          ),
        ),
    [...columns, 'organisationName', 'branchName', 'askedName', 'items'],
    ([row]) => (row ? toRecurringEvidence(row) : null),
    ['items'],
  ),
)

export async function countRecurring(trx: Tx, organisationId: string): Promise<number> {
  const [row] = await trx('recurring_evidence')
    .where({ organisation_id: organisationId })
    .whereNull('ended_at')
    .count<{ count: number | string }[]>('id as count')
  return Number(row?.count ?? 0)
}

export async function insertRecurring(
  trx: Tx,
  row: Omit<Row<'recurring_evidence'>, 'id' | 'ended_at' | 'version'>,
  items: readonly string[],
): Promise<string> {
  const id = newId()
  await trx('recurring_evidence').insert({ ...row, id, ended_at: null, version: 1 })
  await insertItems(trx, id, items)
  return id
}

/**
 * @throws Stale when the regular evidence has been changed, answered, skipped or ended since version `readVersion`
 */
export async function updateRecurring(
  trx: Tx,
  id: string,
  readVersion: number,
  changes: Partial<Omit<Row<'recurring_evidence'>, 'id' | 'version'>>,
): Promise<void> {
  const changed = await trx('recurring_evidence')
    .where({ id, version: readVersion, ended_at: null })
    .update({ ...changes, version: readVersion + 1 })
  if (changed === 0) throw new Stale()
}

export async function replaceItems(trx: Tx, id: string, items: readonly string[]): Promise<void> {
  await trx('recurring_items').where({ recurring_id: id }).delete()
  await insertItems(trx, id, items)
}

async function insertItems(trx: Tx, id: string, items: readonly string[]): Promise<void> {
  if (items.length > 0) await trx('recurring_items').insert(items.map(item_id => ({ recurring_id: id, item_id })))
}

export type LockedRecurring = Rhythm & Pick<RecurringEvidence, 'nextOccurrence' | 'endedAt'>

/**
 * Locks a row of regular evidence until this transaction ends.
 * @returns the frequency, the next occurrence and the end, as they are while the row is locked
 * @throws NotFound for an unknown id
 */
export async function lockRecurring(trx: Tx, id: string): Promise<LockedRecurring> {
  await trx('recurring_evidence').where({ id }).increment('version', 0)
  const row = await trx('recurring_evidence').where({ id }).first()
  if (!row) throw new NotFound()
  return { ...toRhythm(row), nextOccurrence: row.next_number, endedAt: row.ended_at }
}

/**
 * Sets the next occurrence and its due date. The version increases, so that a form opened earlier is refused as stale.
 */
export async function moveToNextOccurrence(
  trx: Tx,
  id: string,
  next: { occurrence: number; due: Day },
  at: Instant,
): Promise<void> {
  await trx('recurring_evidence')
    .where({ id })
    .update({ next_number: next.occurrence, next_due: next.due, due_since: at })
    .increment('version')
}

const toRhythm = (row: Pick<Row<'recurring_evidence'>, 'every' | 'anchor_on' | 'anchor_number'>): Rhythm => ({
  every: row.every as Frequency,
  countedFrom: row.anchor_on,
  anchorNumber: row.anchor_number,
})

const toRecurringEvidence = (row: Found): RecurringEvidence => ({
  ...toRhythm(row),
  id: row.id,
  organisationId: row.organisation_id,
  organisationName: row.organisationName,
  title: row.title,
  what: row.what,
  kind: row.kind as EvidenceKind | null,
  branch: row.branch_id === null ? null : { id: row.branch_id, name: row.branchName ?? '' },
  items: row.items.map(({ id }) => id).toSorted(),
  asked: row.askedName === null ? null : { id: row.asked_id, name: row.askedName },
  nextOccurrence: row.next_number,
  nextDue: row.next_due,
  endedAt: row.ended_at,
  version: row.version,
})
