import type { Knex } from 'knex'
import type { Db, Tx } from '../../../db/connection.ts'
import type { Application } from '../../../domain/application.ts'
import { looksLikeId } from '../../../db/ids.ts'
import { withKeptSql } from '../../../db/kept-sql.ts'
import { runLookup, lookup, type Lookup } from '../../../db/lookups.ts'
import type { Row } from '../../../db/tables.ts'
import type { BranchKind, Organisation } from '../../../domain/organisation.ts'
import { NotFound, Stale } from '../../../domain/refusals.ts'
import type { Day } from '../../../domain/time.ts'

/**
 * The ids of the organisation's branches that are in an award that has not ended, or in an open application, of this
 * award stream.
 */
export const branchesTaken = (db: Db | Tx, organisation: { id: string }, streamId: string): Promise<Set<string>> =>
  runLookup(db, branchesTakenLookup(db, organisation, streamId))

/** `branchesTaken` as a lookup. */
export const branchesTakenLookup = (db: Db | Tx, { id }: { id: string }, streamId: string): Lookup<Set<string>> =>
  taken(db, { organisationId: id, streamId, exceptAward: '', exceptApplication: '' })

/** As `branchesTaken`, but ignores this renewal and its award. */
export const branchesTakenBeside = (db: Db | Tx, application: Renewal): Promise<Set<string>> =>
  runLookup(db, branchesTakenBesideWith(db, application))

type Renewal = Pick<Application, 'id' | 'organisationId' | 'streamId' | 'awardId'>

/** `branchesTakenBeside` as a lookup. */
export const branchesTakenBesideWith = (
  db: Db | Tx,
  { id, organisationId, streamId, awardId }: Renewal,
): Lookup<Set<string>> => taken(db, { organisationId, streamId, exceptAward: awardId ?? '', exceptApplication: id })

/** As `branchesTaken`, but ignores this award and its renewals. */
export const branchesTakenBesideAward = (db: Db | Tx, award: AwardSubject): Promise<Set<string>> =>
  runLookup(db, branchesTakenBesideAwardLookup(db, award))

interface AwardSubject {
  id: string
  organisationId: string
  streamId: string
}

/** `branchesTakenBesideAward` as a lookup. */
export const branchesTakenBesideAwardLookup = (
  db: Db | Tx,
  { id, organisationId, streamId }: AwardSubject,
): Lookup<Set<string>> =>
  taken(db, { organisationId, streamId, exceptAward: id, exceptApplication: '', exceptRenewalsOf: id })

interface TakenWhere {
  organisationId: string
  streamId: string
  exceptAward: string
  exceptApplication: string
  /** the award whose renewals are ignored */
  exceptRenewalsOf?: string
}

const taken = withKeptSql(
  (
    db: Db | Tx,
    { organisationId, streamId, exceptAward, exceptApplication, exceptRenewalsOf = '' }: TakenWhere,
  ): Lookup<Set<string>> => {
    const inAwards = () =>
      db('award_branches')
        .join('awards', 'awards.id', 'award_branches.award_id')
        .where('awards.organisation_id', organisationId)
        .where('awards.stream_id', streamId)
        .whereNot('awards.status', 'ended')
        .whereNot('awards.id', exceptAward)
        .whereNull('award_branches.left_on')
        .select('award_branches.branch_id as id')
    const inApplications = () =>
      db('application_branches')
        .join('applications', 'applications.id', 'application_branches.application_id')
        .where('applications.organisation_id', organisationId)
        .where('applications.stream_id', streamId)
        .whereNot('applications.status', 'withdrawn')
        .whereNot('applications.id', exceptApplication)
        .whereRaw("coalesce(applications.award_id, '') <> ?", [exceptRenewalsOf || 'none'])
        .where(open =>
          open.whereNot('applications.status', 'decided').orWhereNull('applications.decision_letter_released_at'),
        )
        .select('application_branches.branch_id as id')
    return lookup<{ id: string }, Set<string>>(
      () => inAwards().unionAll(inApplications() as Knex.QueryBuilder),
      ['id'],
      rows => new Set(rows.map(({ id }) => id)),
    )
  },
)

/** Locks the organisation's row until the transaction ends, so that nobody else can take its branches or close it. */
export async function lockOrganisation(trx: Tx, { id }: { id: string }): Promise<void> {
  await trx('organisations').where({ id }).forUpdate().first('id')
}

export interface Branch {
  id: string
  organisationId: string
  name: string
  kind: BranchKind
  place: string | null
  openedOn: Day | null
  closedOn: Day | null
  version: number
}

const branchColumns = ['id', 'organisation_id', 'name', 'kind', 'place', 'opened_on', 'closed_on', 'version'] as const
type BranchRow = Pick<Row<'branches'>, (typeof branchColumns)[number]>

export const branchesOf = (db: Db | Tx, organisation: { id: string }): Promise<Branch[]> =>
  runLookup(db, branchesIn(db, organisation.id))

/** `branchesOf` as a lookup. */
export const branchesIn = withKeptSql((db: Db | Tx, id: string): Lookup<Branch[]> =>
  lookup<BranchRow, Branch[]>(
    () =>
      db('branches')
        .where({ organisation_id: id })
        .orderBy(['name', 'id'])
        .select(...branchColumns),
    branchColumns,
    rows => rows.map(toBranch),
  ),
)

/** The branches that are not closed on a day. */
export const openOn = (branches: readonly Branch[], day: Day): Branch[] =>
  branches.filter(({ closedOn }) => closedOn === null || closedOn > day)

/** Limits a query that reads `branches` to those that are not closed on a day. */
export const isOpenOn =
  (day: Day) =>
  (query: Knex.QueryBuilder): void =>
    void query.where(open => open.whereNull('branches.closed_on').orWhere('branches.closed_on', '>', day))

/** The condition of `isOpenOn` in SQL. Its parameter is the day. */
export const isOpenOnDay = "coalesce(branches.closed_on, '9999-12-31') > ?"

/** The ids of these branches that are not closed on a day. */
export const openAmong = (db: Db | Tx, ids: readonly string[], day: Day): Promise<string[]> =>
  db('branches')
    .whereIn('id', [...ids])
    .modify(isOpenOn(day))
    .orderBy('id')
    .pluck('id')

/** @throws NotFound when the organisation has no branch with this id */
export async function findBranch(db: Db | Tx, organisation: Organisation, id: string): Promise<Branch> {
  const branch = looksLikeId(id) ? await runLookup(db, branchWithId(db, organisation.id, id)) : null
  if (!branch) throw new NotFound()
  return branch
}

const branchWithId = withKeptSql((db: Db | Tx, organisationId: string, id: string): Lookup<Branch | null> =>
  lookup<BranchRow, Branch | null>(
    () =>
      db('branches')
        .where({ id, organisation_id: organisationId })
        .select(...branchColumns),
    branchColumns,
    ([row]) => (row ? toBranch(row) : null),
  ),
)

export async function insertBranches(trx: Tx, rows: readonly Omit<Row<'branches'>, 'version'>[]): Promise<void> {
  if (rows.length > 0)
    await trx.batchInsert(
      'branches',
      rows.map(row => ({ ...row, version: 1 })),
      50,
    )
}

/** @throws Stale when the branch was changed since it was read */
export async function updateBranch(
  trx: Tx,
  { id }: Branch,
  readAt: number,
  changes: Pick<Row<'branches'>, 'name' | 'kind' | 'place' | 'opened_on' | 'closed_on'>,
): Promise<void> {
  const changed = await trx('branches')
    .where({ id, version: readAt })
    .update({ ...changes, version: readAt + 1 })
  if (changed === 0) throw new Stale()
}

export const toBranch = (row: BranchRow): Branch => ({
  id: row.id,
  organisationId: row.organisation_id,
  name: row.name,
  kind: row.kind as BranchKind,
  place: row.place,
  openedOn: row.opened_on,
  closedOn: row.closed_on,
  version: row.version,
})
