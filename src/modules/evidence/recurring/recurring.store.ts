import type { Knex } from 'knex'
import type { Db, Tx } from '../../../db/connection.ts'
import { looksLikeId, newId } from '../../../db/ids.ts'
import { jsonList } from '../../../db/json-list.ts'
import { withKeptSql } from '../../../db/kept-sql.ts'
import { runLookup, lookup, type Lookup } from '../../../db/lookups.ts'
import type { Row } from '../../../db/tables.ts'
import type { Actor } from '../../../domain/actor.ts'
import type { EvidenceKind } from '../../../domain/evidence.ts'
import { can, type OrganisationPermission } from '../../../domain/permissions.ts'
import { allFrequencies, soonDays, type Frequency, type Rhythm, type Unanswered } from '../../../domain/recurring.ts'
import { Forbidden, NotFound, Stale } from '../../../domain/refusals.ts'
import { addDays, type Day, type Instant } from '../../../domain/time.ts'

export const recurringFilters = ['current', 'ended'] as const
export type RecurringFilter = (typeof recurringFilters)[number]

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
  /** the person responsible; null when they can no longer add evidence for this library or sign in */
  asked: { id: string; name: string } | null
  nextOccurrence: number
  nextDue: Day
  endedAt: Instant | null
  version: number
}

/** One line in a list of regular evidence. */
export type RecurringLine = Unanswered & Pick<RecurringEvidence, 'id' | 'title' | 'asked' | 'nextDue' | 'endedAt'>

/**
 * SQL for the name of the person responsible; null when they can no longer add evidence for the library or their
 * account is not active.
 */
const askedName = `(select people.name from people where people.id = recurring_evidence.asked_id
  and people.status = 'active' and exists (
  select 1 from memberships where memberships.person_id = people.id
  and memberships.organisation_id = recurring_evidence.organisation_id and memberships.ended_at is null
  and memberships.role <> 'observer')) as "askedName"`

type Found = Row<'recurring_evidence'> & {
  organisationName: string
  branchName: string | null
  askedName: string | null
  items: string
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
  const row = looksLikeId(id)
    ? await db('recurring_evidence')
        .join('organisations', 'organisations.id', 'recurring_evidence.organisation_id')
        .leftJoin('branches', 'branches.id', 'recurring_evidence.branch_id')
        .where('recurring_evidence.id', id)
        .first<Found | undefined>(
          'recurring_evidence.*',
          'organisations.name as organisationName',
          'branches.name as branchName',
          db.raw(askedName),
          jsonList(
            db,
            { id: 'item_id' },
            'from recurring_items where recurring_items.recurring_id = recurring_evidence.id',
            'items',
          ),
        )
    : undefined
  if (!row || !can(actor, 'recurring.read', { id: row.organisation_id })) throw new NotFound()
  if (!can(actor, permission, { id: row.organisation_id })) throw new Forbidden(permission)
  return toRecurringEvidence(row)
}

const lineFields = [
  'id',
  'title',
  'every',
  'countedFrom',
  'anchorNumber',
  'nextOccurrence',
  'askedId',
  'askedName',
  'nextDue',
  'endedAt',
] as const
interface LineRow extends Unanswered {
  id: string
  title: string
  askedId: string
  askedName: string | null
  nextDue: Day
  endedAt: Instant | null
}
const linesIn = (db: Db, query: Knex.QueryBuilder): Knex.QueryBuilder =>
  query.select(
    'recurring_evidence.id',
    'recurring_evidence.title',
    'recurring_evidence.every',
    'recurring_evidence.anchor_on as countedFrom',
    'recurring_evidence.anchor_number as anchorNumber',
    'recurring_evidence.next_number as nextOccurrence',
    'recurring_evidence.asked_id as askedId',
    db.raw(askedName),
    'recurring_evidence.next_due as nextDue',
    'recurring_evidence.ended_at as endedAt',
  )

/**
 * One page of a library's regular evidence: current evidence by due date, or ended evidence with the latest first.
 * @param after the last line of the previous page. `at` is its due date, or the time at which it ended
 */
export async function recurringLines(
  db: Db,
  organisation: { id: string },
  { show, after, limit }: { show: RecurringFilter; after: { at: string; id: string } | null; limit: number },
): Promise<RecurringLine[]> {
  const query = db('recurring_evidence').where({ organisation_id: organisation.id }) as Knex.QueryBuilder
  if (show === 'current') {
    query.whereNull('ended_at').orderBy(['next_due', 'id'])
    if (after) query.whereRaw('(recurring_evidence.next_due, recurring_evidence.id) > (?, ?)', [after.at, after.id])
  } else {
    query.whereNotNull('ended_at').orderBy([
      { column: 'ended_at', order: 'desc' },
      { column: 'id', order: 'desc' },
    ])
    if (after) query.whereRaw('(recurring_evidence.ended_at, recurring_evidence.id) < (?, ?)', [after.at, after.id])
  }
  return runLookup(
    db,
    lookup<LineRow, RecurringLine[]>(
      () => linesIn(db, query.limit(limit)),
      lineFields,
      rows => rows.map(toLine),
    ),
  )
}

export type RecurringDue = RecurringLine & { organisationId: string }

/**
 * Regular evidence that is late or due soon, for the home pages of leads and of the people responsible. Leaves out
 * closed organisations.
 */
export const recurringDue = withKeptSql((db: Db, actor: Actor, today: Day, limit: number = 40): Lookup<RecurringDue[]> => {
  const organisationsAs = (wanted: string) =>
    actor.memberships.filter(({ role }) => role === wanted).map(({ organisationId }) => organisationId)
  const query = (db('recurring_evidence') as Knex.QueryBuilder)
    .whereNull('ended_at')
    .where(
      mine =>
        void mine
          .whereIn('organisation_id', organisationsAs('lead'))
          .orWhere(
            asked => void asked.whereIn('organisation_id', organisationsAs('contributor')).where('asked_id', actor.id),
          ),
    )
    .whereNotExists(
      db('organisations')
        .whereRaw('organisations.id = recurring_evidence.organisation_id')
        .whereNotNull('closed_at')
        .select(db.raw('1')),
    )
    .where(soon => {
      for (const every of allFrequencies)
        void soon.orWhere(
          each => void each.where('every', every).where('next_due', '<=', addDays(today, soonDays(every))),
        )
    })
    .orderBy(['next_due', 'id'])
    .limit(limit)
    .select('recurring_evidence.organisation_id as organisationId')
  return lookup<LineRow & { organisationId: string }, RecurringDue[]>(
    () => linesIn(db, query),
    [...lineFields, 'organisationId'],
    rows => rows.map(row => ({ ...toLine(row), organisationId: row.organisationId })),
  )
})

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
 * @throws Stale when someone else changed, answered, skipped or ended the regular evidence since version `readVersion`
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

const toRhythm = (row: Row<'recurring_evidence'>): Rhythm => ({
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
  items: (JSON.parse(row.items) as { id: string }[]).map(({ id }) => id).toSorted(),
  asked: row.askedName === null ? null : { id: row.asked_id, name: row.askedName },
  nextOccurrence: row.next_number,
  nextDue: row.next_due,
  endedAt: row.ended_at,
  version: row.version,
})

const toLine = ({ askedId, askedName: name, ...row }: LineRow): RecurringLine => ({
  id: row.id,
  title: row.title,
  every: row.every,
  countedFrom: row.countedFrom,
  anchorNumber: row.anchorNumber,
  nextOccurrence: row.nextOccurrence,
  asked: name === null ? null : { id: askedId, name },
  nextDue: row.nextDue,
  endedAt: row.endedAt,
})
