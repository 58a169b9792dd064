import type { Knex } from 'knex'
import type { Db, Tx } from '../../../db/connection.ts'
import { looksLikeId, newId } from '../../../db/ids.ts'
import { jsonList } from '../../../db/json-list.ts'
import { withKeptSql } from '../../../db/kept-sql.ts'
import { lookup, runLookup, type Lookup } from '../../../db/lookups.ts'
import type { Row, YesNo } from '../../../db/tables.ts'
import type { Actor } from '../../../domain/actor.ts'
import type { Award, AwardChange, AwardStatus } from '../../../domain/award.ts'
import { can, type AwardPermission } from '../../../domain/permissions.ts'
import { Forbidden, NotFound } from '../../../domain/refusals.ts'
import type { Day, Instant } from '../../../domain/time.ts'
import { activeCoordinators } from '../../access/access.public.ts'
import { isOpenOn } from '../../organisations/organisations.public.ts'

export interface NamedAward extends Award {
  organisationName: string
  place: string
  /** the end of the term or of an extension, or the day that a decision letter gave instead; see domain/valid-to.ts */
  baseValidTo: Day
  /**
   * whether a renewal keeps the award valid: it was submitted by the last valid day, and no renewal in the same term
   * got `not yet`
   */
  isKeptByRenewal: boolean
  /** why a coordinator asked for a full reappraisal next; null if none did */
  fullReappraisalReason: string | null
  /** for a recorded award: the body that decided, and where its decision is recorded */
  decidedBy: string | null
  source: string | null
}

/**
 * @throws NotFound when the award does not exist or the person cannot read it; Forbidden when the person can read it
 * but lacks the permission
 */
export async function findAward(
  db: Db | Tx,
  actor: Actor,
  permission: AwardPermission,
  id: string,
): Promise<NamedAward> {
  const award = looksLikeId(id) ? await awardById(db, id) : null
  if (award && can(actor, permission, award)) return award
  throw award && can(actor, 'award.read', award) ? new Forbidden(permission) : new NotFound()
}

/** The award with a certificate code. Does not check permissions, because anyone with the code can see the award. */
export const awardWithCode = (db: Db, code: string): Promise<NamedAward | null> =>
  runLookup(db, awardWhere(db, 'code', code))

/** The award with an id. Does not check permissions. */
export const awardById = (db: Db | Tx, id: string): Promise<NamedAward | null> =>
  runLookup(db, awardWhere(db, 'id', id))

const awardColumns = [
  'id',
  'organisation_id',
  'stream_id',
  'code',
  'status',
  'valid_to',
  'granted_on',
  'is_recorded',
  'first_shown_at',
  'removed_at',
  'base_valid_to',
  'is_kept_by_renewal',
  'full_reappraisal_reason',
  'decided_by',
  'source',
  'version',
] as const

type NamedRow = Pick<Row<'awards'>, (typeof awardColumns)[number]> & {
  organisation_name: string
  place: string
  barred: { id: string }[]
  coordinators_left: number
}

/** SQL `from … where …`, for use in a query on `awards`: the coordinators who can act on the award. */
const coordinatorsFreeForAward = `${activeCoordinators}
  and not exists (select 1 from memberships where memberships.person_id = people.id
    and memberships.organisation_id = awards.organisation_id and memberships.ended_at is null)
  and not exists (select 1 from applications join declarations on declarations.application_id = applications.id
    where applications.award_id = awards.id and declarations.person_id = people.id
    and declarations.says = 'conflict')`

const awardWhere = withKeptSql((db: Db | Tx, column: 'id' | 'code', value: string): Lookup<NamedAward | null> =>
  lookup<NamedRow, NamedAward | null>(
    () =>
      db('awards')
        .join('organisations', 'organisations.id', 'awards.organisation_id')
        .where(`awards.${column}`, value)
        .select(
          ...awardColumns.map(each => `awards.${each}`),
          'organisations.name as organisation_name',
          'organisations.place as place',
          jsonList(
            db,
            { id: 'declarations.person_id' },
            `from declarations join applications on applications.id = declarations.application_id
              where applications.award_id = awards.id and declarations.says = 'conflict'`,
            'barred',
          ),
          db.raw(`(select count(*) ${coordinatorsFreeForAward}) as coordinators_left`),
        ),
    [...awardColumns, 'organisation_name', 'place', 'barred', 'coordinators_left'],
    ([row]) => (row ? toAward(row) : null),
    ['barred'],
  ),
)

/**
 * Records that someone outside the charity saw a recorded award. From then on, a trustee must confirm any correction or
 * removal.
 */
export async function noteShown(trx: Tx, { id }: Pick<Award, 'id'>, at: Instant): Promise<void> {
  await trx('awards').where({ id, is_recorded: 1, first_shown_at: null }).update({ first_shown_at: at })
}

/** The recorded awards among these ids that no one outside the charity has seen yet. */
export const awardsToNote = (db: Db, ids: readonly string[]): Promise<string[]> =>
  db('awards')
    .whereIn('id', [...ids])
    .where({ is_recorded: 1, first_shown_at: null })
    .pluck('id')

/** The history of an award, oldest change first, without undone moves of the nightly job. */
export const changesOf = (db: Db | Tx, award: Pick<Award, 'id'>): Promise<AwardChange[]> =>
  runLookup(db, changesWith(db, award.id))

/** The lookup behind `changesOf`, to run with others in one statement. */
export const changesWith = withKeptSql((db: Db | Tx, id: string): Lookup<AwardChange[]> =>
  lookup<AwardChange, AwardChange[]>(
    () =>
      db('award_changes')
        .where({ award_id: id, undone_at: null })
        .orderBy('number')
        .select(
          'number',
          'move',
          'to_status as to',
          'from_day as from',
          'valid_to as validTo',
          'at',
          'reason',
          'cause',
        ),
    ['number', 'move', 'to', 'from', 'validTo', 'at', 'reason', 'cause'],
    rows => rows,
  ),
)

/** The names of the branches that an award covers today. A closed branch is left out until it reopens. */
export const branchesInAward = (db: Db | Tx, award: Pick<Award, 'id'>, today: Day): Promise<string[]> =>
  runLookup(db, branchesInAwardWith(db, award.id, today))

/** The lookup behind `branchesInAward`, to run together with others. */
export const branchesInAwardWith = withKeptSql((db: Db | Tx, id: string, today: Day): Lookup<string[]> =>
  lookup<{ name: string }, string[]>(
    () =>
      db('award_branches')
        .join('branches', 'branches.id', 'award_branches.branch_id')
        .where('award_branches.award_id', id)
        .whereNull('award_branches.left_on')
        .modify(isOpenOn(today))
        .orderBy(['branches.name', 'branches.id'])
        .select('branches.name'),
    ['name'],
    rows => rows.map(({ name }) => name),
  ),
)

export const isCodeTaken = async (trx: Tx, code: string): Promise<boolean> =>
  (await trx('awards').where({ code }).first('id')) !== undefined

export interface AwardToInsert {
  id: string
  organisationId: string
  streamId: string
  code: string
  grantedOn: Day
  validTo: Day
  /** who decided and where that is recorded, for an award made before this service; otherwise null */
  recorded: { decidedBy: string; source: string } | null
  /** the ids of the branches that the award covers */
  scope: readonly string[]
}

export async function insertAward(trx: Tx, award: AwardToInsert): Promise<void> {
  await trx('awards').insert({
    id: award.id,
    organisation_id: award.organisationId,
    stream_id: award.streamId,
    code: award.code,
    status: 'valid',
    valid_to: award.validTo,
    base_valid_to: award.validTo,
    granted_on: award.grantedOn,
    is_recorded: award.recorded ? 1 : 0,
    decided_by: award.recorded?.decidedBy ?? null,
    source: award.recorded?.source ?? null,
    is_kept_by_renewal: 0,
    full_reappraisal_reason: null,
    version: 1,
  })
  await trx.batchInsert(
    'award_branches',
    award.scope.map(branch_id => ({ award_id: award.id, branch_id, joined_on: award.grantedOn, left_on: null })),
    100,
  )
}

/** One run of the nightly job, and whether a renewal kept the award valid before it. */
export interface ClockRun {
  id: string
  wasKept: boolean
}

/** Adds a change to the history of an award, numbered after the last one. */
export async function insertChange(
  trx: Tx,
  row: Omit<AwardChange, 'number'> & { awardId: string; run?: ClockRun | undefined },
): Promise<void> {
  const last = await trx('award_changes')
    .where({ award_id: row.awardId })
    .max<{ number: number | null }[]>('number as number')
  await trx('award_changes').insert({
    id: newId(),
    award_id: row.awardId,
    number: Number(last[0]?.number ?? 0) + 1,
    move: row.move,
    to_status: row.to,
    from_day: row.from,
    valid_to: row.validTo,
    at: row.at,
    reason: row.reason,
    cause: row.cause ?? null,
    run_id: row.run?.id ?? null,
    was_kept_by_renewal: row.run ? (Number(row.run.wasKept) as YesNo) : null,
  })
}

const toAward = (row: NamedRow): NamedAward => ({
  id: row.id,
  organisationId: row.organisation_id,
  organisationName: row.organisation_name,
  place: row.place,
  streamId: row.stream_id,
  code: row.code,
  status: row.status as AwardStatus,
  validTo: row.valid_to,
  grantedOn: row.granted_on,
  isRecorded: row.is_recorded === 1,
  firstShownAt: row.first_shown_at ?? null,
  removedAt: row.removed_at ?? null,
  baseValidTo: row.base_valid_to,
  isKeptByRenewal: row.is_kept_by_renewal === 1,
  fullReappraisalReason: row.full_reappraisal_reason,
  decidedBy: row.decided_by,
  source: row.source,
  barred: row.barred.map(({ id }) => id),
  everyCoordinatorIsBarred: row.coordinators_left === 0,
  version: row.version,
})

/**
 * Limits a query to awards on which this person can act for the charity. Leaves out awards of their own organisations,
 * and awards with an application on which they declared a conflict of interest.
 */
export const isNotBarred =
  (db: Db, actor: Actor) =>
  (query: Knex.QueryBuilder): void =>
    void query
      .whereNotIn(
        'awards.organisation_id',
        actor.memberships.map(({ organisationId }) => organisationId),
      )
      .whereNotExists(
        // starts from the award's few applications, because a trustee can have declared many conflicts
        db('applications')
          .whereRaw('applications.award_id = awards.id')
          .whereExists(
            db('declarations')
              .whereRaw('declarations.application_id = applications.id')
              .where({ person_id: actor.id, says: 'conflict' }),
          ),
      )
