import type { Knex } from 'knex'
import type { Db, Tx } from '../../../db/connection.ts'
import { looksLikeId, newId } from '../../../db/ids.ts'
import { withKeptSql } from '../../../db/kept-sql.ts'
import { lookup, runLookup, type Lookup } from '../../../db/lookups.ts'
import type { Row } from '../../../db/tables.ts'
import type { Actor } from '../../../domain/actor.ts'
import { NotFound, Stale } from '../../../domain/refusals.ts'
import { aimedAt, endedStatuses, type Target, type TargetStatus } from '../../../domain/target.ts'
import { addDays, type Day, type Instant } from '../../../domain/time.ts'
import type { ApplicationRecord } from '../../access/access.public.ts'

export const shownTargets = ['open', 'ended'] as const
export type ShownTargets = (typeof shownTargets)[number]

interface TargetLine {
  id: string
  organisationId: string
  body: string
  ownerId: string
  owner: string
  ownerIsMember: number
  dueOn: Day
  status: string
  progress: string
  progressAt: Instant | null
  madeAt: Instant
  version: number
}

const targetFields = [
  'id',
  'organisationId',
  'body',
  'ownerId',
  'owner',
  'ownerIsMember',
  'dueOn',
  'status',
  'progress',
  'progressAt',
  'madeAt',
  'version',
] as const

const ownerIsMember = `(people.status = 'active' and exists (select 1 from memberships
  where memberships.person_id = targets.owner_id and memberships.organisation_id = targets.organisation_id
  and memberships.ended_at is null))`

const targetLines = (db: Db | Tx) =>
  db('targets')
    .join('people', 'people.id', 'targets.owner_id')
    .select(
      'targets.id',
      'targets.organisation_id as organisationId',
      'targets.body',
      'targets.owner_id as ownerId',
      'people.name as owner',
      db.raw(`case when ${ownerIsMember} then 1 else 0 end as "ownerIsMember"`),
      'targets.due_on as dueOn',
      'targets.status',
      'targets.progress',
      'targets.progress_at as progressAt',
      'targets.made_at as madeAt',
      'targets.version',
    )

/**
 * One page of a library's targets: open ones by due date, or ended ones by latest progress, newest first.
 * @param by.after the last line of the previous page
 */
export const targetsOf = (db: Db | Tx, { id }: { id: string }, by: TargetsPage): Promise<Target[]> =>
  runLookup(db, targetsLookup(db, id, by))

interface TargetsPage {
  show: ShownTargets
  after: { place: string; id: string } | null
  limit: number
}

const targetsLookup = withKeptSql((db: Db | Tx, id: string, by: TargetsPage): Lookup<Target[]> => {
  const { after, limit, show } = by
  const isOpen = show === 'open'
  const page = () =>
    targetLines(db)
      .where('targets.organisation_id', id)
      .whereIn('targets.status', [...(isOpen ? aimedAt : endedStatuses)])
      .modify(query => {
        if (after && isOpen) query.whereRaw('(targets.due_on, targets.id) > (?, ?)', [after.place, after.id])
        if (after && !isOpen) query.whereRaw('(targets.progress_at, targets.id) < (?, ?)', [after.place, after.id])
      })
      .orderBy(
        isOpen
          ? ['targets.due_on', 'targets.id']
          : [
              { column: 'targets.progress_at', order: 'desc' },
              { column: 'targets.id', order: 'desc' },
            ],
      )
      .limit(limit)
  return lookup<TargetLine, Target[]>(page, targetFields, rows => rows.map(toTarget))
})

/**
 * At most 200 targets that an application can show, by due date: the open ones, and those that ended after the previous
 * application was submitted. Without a previous application, all ended targets are included.
 */
export const targetsIn = (
  db: Db | Tx,
  { organisationId, previousApplicationId }: Pick<ApplicationRecord, 'organisationId' | 'previousApplicationId'>,
): Lookup<Target[]> => targetsShown(db, organisationId, previousApplicationId)

const targetsShown = withKeptSql(
  (db: Db | Tx, organisationId: string, previousApplicationId: string | null): Lookup<Target[]> =>
    lookup<TargetLine, Target[]>(
      () =>
        targetLines(db)
          .where('targets.organisation_id', organisationId)
          .where(
            current =>
              void current.whereIn('targets.status', [...aimedAt]).orWhereRaw(
                `targets.progress_at >= coalesce((select max(submissions.submitted_at) from submissions
              where submissions.application_id = ?), '')`,
                [previousApplicationId ?? ''],
              ),
          )
          .orderBy(['targets.due_on', 'targets.id'])
          .limit(200),
      targetFields,
      rows => rows.map(toTarget),
    ),
)

/** @throws NotFound when the library has no such target */
export async function findTarget(db: Db | Tx, organisation: { id: string }, id: string): Promise<Target> {
  const [found] = looksLikeId(id) ? await runLookup(db, targetLookup(db, organisation.id, id)) : []
  if (!found) throw new NotFound()
  return found
}

const targetLookup = withKeptSql((db: Db | Tx, organisationId: string, id: string): Lookup<Target[]> =>
  lookup<TargetLine, Target[]>(
    () => targetLines(db).where('targets.id', id).where('targets.organisation_id', organisationId),
    targetFields,
    rows => rows.map(toTarget),
  ),
)

/** The number of a library's open targets. */
export async function countAimedAt(trx: Tx, { id }: { id: string }): Promise<number> {
  const [row] = await trx('targets')
    .where({ organisation_id: id })
    .whereIn('status', [...aimedAt])
    .count<{ count: number | string }[]>('id as count')
  return Number(row?.count ?? 0)
}

type NewTarget = Pick<Row<'targets'>, 'organisation_id' | 'body' | 'owner_id' | 'due_on' | 'made_by' | 'made_at'>

/** @returns the target's id */
export async function insertTarget(trx: Tx, row: NewTarget): Promise<string> {
  const id = newId()
  const none = { progress: '', progress_at: null, progress_by: null } as const
  await trx('targets').insert({ ...row, ...none, id, status: 'not started', version: 1 })
  return id
}

/** @throws Stale when the target has been changed since it was read */
export async function updateTarget(
  trx: Tx,
  { id }: Pick<Target, 'id'>,
  readAt: number,
  changes: Partial<Omit<Row<'targets'>, 'id' | 'organisation_id' | 'version'>>,
): Promise<void> {
  const changed = await trx('targets')
    .where({ id, version: readAt })
    .update({ ...changes, version: readAt + 1 })
  if (changed === 0) throw new Stale()
}

/** @throws Stale when the target has been changed since it was read */
export async function deleteTarget(trx: Tx, { id }: Pick<Target, 'id'>, readAt: number): Promise<void> {
  const deleted = await trx('targets').where({ id, version: readAt }).delete()
  if (deleted === 0) throw new Stale()
}

/** Ids of at most 20 applications that a library is writing. */
export async function applicationsWritten(trx: Tx, { id }: { id: string }): Promise<{ id: string }[]> {
  return trx('applications')
    .where({ organisation_id: id })
    .whereIn('status', ['draft', 'returned'])
    .orderBy('id')
    .limit(20)
    .select('id')
}

/** Ids of the organisations where this person owns targets. */
export const organisationsWithTargetsOf = (trx: Tx, personId: string): Promise<string[]> =>
  trx('targets').where({ owner_id: personId }).distinct().orderBy('organisation_id').pluck('organisation_id')

/** The number of a library's targets that a person has to act on. */
export interface TargetsDue {
  organisationId: string
  /**
   * `due`: the person's own targets that are due soon or late. `without owner`: for a lead, the targets whose owner is
   * no longer an active member
   */
  kind: 'due' | 'without owner'
  count: number
  /** the earliest due date of these targets */
  dueOn: Day
}

/** Owners see a target on their home page from this many days before its due date. */
const daysBefore = 14

/** The targets that a person has to act on, counted for each library and kind. */
export const targetsDueFor = withKeptSql(
  (db: Db | Tx, { id, memberships }: Pick<Actor, 'id' | 'memberships'>, today: Day): Lookup<TargetsDue[]> => {
    const led = memberships.filter(({ role }) => role === 'lead').map(({ organisationId }) => organisationId)
    const own = memberships.map(({ organisationId }) => organisationId)
    const lacksOwner = `not ${ownerIsMember}`
    const query = () =>
      db('targets')
        .join('people', 'people.id', 'targets.owner_id')
        .whereIn('targets.organisation_id', own)
        .whereIn('targets.status', [...aimedAt])
        .where(
          shown =>
            void shown
              .where(
                mine =>
                  void mine.where('targets.owner_id', id).where('targets.due_on', '<=', addDays(today, daysBefore)),
              )
              .orWhere(left => void left.whereIn('targets.organisation_id', led).whereRaw(lacksOwner)),
        )
        .groupByRaw(`targets.organisation_id, case when ${lacksOwner} then 'without owner' else 'due' end`)
        .select(
          'targets.organisation_id as organisationId',
          db.raw(`case when ${lacksOwner} then 'without owner' else 'due' end as kind`),
          db.raw('count(*) as count'),
          db.raw('min(targets.due_on) as "dueOn"'),
        ) as Knex.QueryBuilder
    return lookup<TargetsDue, TargetsDue[]>(query, ['organisationId', 'kind', 'count', 'dueOn'], rows => rows)
  },
)

const toTarget = ({ ownerId, owner, ownerIsMember, status, ...row }: TargetLine): Target => ({
  ...row,
  owner: { id: ownerId, name: owner, isMember: ownerIsMember === 1 },
  status: status as TargetStatus,
})
