import type { Db, Tx } from '../../../db/connection.ts'
import { newId } from '../../../db/ids.ts'
import { jsonList } from '../../../db/json-list.ts'
import { withKeptSql } from '../../../db/kept-sql.ts'
import { lookup, runLookup, type Lookup } from '../../../db/lookups.ts'
import type { Row } from '../../../db/tables.ts'
import type { ApplicationKind } from '../../../domain/application.ts'
import {
  acrossVersions,
  carriedCount,
  carriedInto,
  type CarriedCount,
  type EarlierAnswer,
} from '../../../domain/carry.ts'
import { compare } from '../../../domain/compare.ts'
import { itemsAskedBy, type Framework, type Terms } from '../../../domain/framework.ts'
import { itemsFollowing } from '../../../domain/framework-mapping.ts'
import { addDays, type Day, type Instant } from '../../../domain/time.ts'
import { applicationsThroughMapping, mappingPaths } from '../../frameworks/frameworks.public.ts'
import { isOpenOn } from '../../organisations/organisations.public.ts'

export interface EarlierApplication {
  id: string
  kind: ApplicationKind
  isDecided: boolean
  summary: string
  submittedAt: Instant | null
  frameworkVersionId: string
}

/**
 * Up to 20 earlier applications for an award, newest first, from which a renewal copies answers. Each has a released
 * decision letter or was closed.
 */
export const earlierApplications = (db: Db | Tx, award: { id: string }): Promise<EarlierApplication[]> =>
  runLookup(db, earlierApplicationsLookup(db, award.id))

const earlierColumns = ['id', 'kind', 'status', 'summary', 'submitted_at', 'framework_version_id'] as const
type EarlierApplicationRow = Pick<Row<'applications'>, (typeof earlierColumns)[number]>

/** `earlierApplications` as a lookup. */
export const earlierApplicationsLookup = withKeptSql((db: Db | Tx, id: string): Lookup<EarlierApplication[]> => {
  const closed = () =>
    db('events')
      .where('events.entity', 'application')
      .whereRaw('events.entity_id = applications.id')
      .where('events.name', 'application.close')
      .select(db.raw('1'))
  const earlier = () =>
    db('applications')
      .where({ award_id: id })
      .where(query =>
        query
          .where(decided => decided.where({ status: 'decided' }).whereNotNull('decision_letter_released_at'))
          .orWhere(withdrawn => withdrawn.where({ status: 'withdrawn' }).whereExists(closed())),
      )
      .orderBy([
        { column: 'started_at', order: 'desc' },
        { column: 'id', order: 'desc' },
      ])
      .limit(20)
      .select(...earlierColumns)
  return lookup<EarlierApplicationRow, EarlierApplication[]>(earlier, earlierColumns, rows =>
    rows.map(row => ({
      id: row.id,
      kind: row.kind as ApplicationKind,
      isDecided: row.status === 'decided',
      summary: row.summary,
      submittedAt: row.submitted_at,
      frameworkVersionId: row.framework_version_id,
    })),
  )
})

type EarlierRow = Row<'answers'> & { evidenceItems: string }

/**
 * @returns the answers of each of these applications, in the order of the ids, without removed evidence. Makes one
 * query.
 */
export async function earlierAnswers(db: Db | Tx, applicationIds: readonly string[]): Promise<EarlierAnswer[][]> {
  const rows = await db('answers')
    .whereIn('application_id', [...applicationIds])
    .orderBy(['application_id', 'item_id'])
    .select<EarlierRow[]>(
      'answers.*',
      jsonList(
        db,
        { id: 'evidence_id', attachedAt: 'attached_at' },
        `from answer_evidence join evidence on evidence.id = evidence_id where answer_id = answers.id
          and evidence.removed_at is null`,
        'evidenceItems',
      ),
    )
  return applicationIds.map(id => rows.filter(row => row.application_id === id).map(toEarlierAnswer))
}

/** The application into which answers are copied: its version of the criteria and its kind. */
export interface CarryInto {
  versionId: string
  framework: Framework
  kind: ApplicationKind
}

/** The answers with which a new application starts: earlier answers, converted to its version of the criteria. */
export async function carriedAnswers(
  db: Db | Tx,
  { versionId, framework, kind }: CarryInto,
  earlier: readonly EarlierApplication[],
): Promise<EarlierAnswer[]> {
  return (await carriedWithCount(db, { versionId, framework, kind }, earlier)).answers
}

/** As `carriedAnswers`, with the counts that the page shows before the renewal starts. */
export async function carriedWithCount(
  db: Db | Tx,
  { versionId, framework, kind }: CarryInto,
  earlier: readonly EarlierApplication[],
): Promise<{ answers: EarlierAnswer[]; count: CarriedCount }> {
  const answers = await earlierAnswers(
    db,
    earlier.map(({ id }) => id),
  )
  const versions = earlier.map(({ frameworkVersionId }) => frameworkVersionId)
  const paths = await mappingPaths(db, versionId, versions)
  const known = acrossVersions(
    versions.map((version, index) => ({ versionId: version, answers: answers[index]! })),
    versionId,
    paths,
  )
  const carried = carriedInto(framework, kind, [known])
  const path = versions[0] ? paths(versions[0], versionId) : []
  return { answers: carried, count: carriedCount(carried, answers[0] ?? [], path) }
}

/** Maps each item of an earlier application to the new application's items that show its partners. */
export async function itemsToShowPartners(
  db: Db | Tx,
  { versionId, framework, kind }: CarryInto,
  { frameworkVersionId }: Pick<EarlierApplication, 'frameworkVersionId'>,
): Promise<Map<string, string[]>> {
  const paths = await mappingPaths(db, versionId, [frameworkVersionId])
  const asked = itemsAskedBy(framework, kind).map(({ id }) => id)
  return itemsFollowing(paths(frameworkVersionId, versionId), asked)
}

/**
 * Deletes partners that were copied, and copied answers whose text and rating nobody has changed. Evidence attached to
 * these answers is detached.
 * @returns the ids of the items that still have answers
 */
export async function deleteCarried(
  trx: Tx,
  { id, startedAt }: { id: string; startedAt: Instant },
): Promise<Set<string>> {
  const carried = trx('answers').where({ application_id: id, carried: 1, version: 1 }).select('id')
  await trx('answer_evidence').whereIn('answer_id', carried).delete()
  await trx('answers').where({ application_id: id, carried: 1, version: 1 }).delete()
  await trx('application_partners').where({ application_id: id }).where('attached_at', '<', startedAt).delete()
  return new Set(await trx('answers').where({ application_id: id }).pluck('item_id'))
}

/** The drafts of renewals and reappraisals that received answers through the mapping of a version. */
export async function draftsThroughMapping(
  db: Db | Tx,
  versionId: string,
): Promise<{ id: string; awardId: string; startedAt: Instant; kind: ApplicationKind; versionId: string }[]> {
  return applicationsThroughMapping(db, versionId)
    .where('applications.status', 'draft')
    .orderBy('applications.id')
    .select(
      'applications.id',
      'applications.award_id as awardId',
      'applications.started_at as startedAt',
      'applications.kind',
      'applications.framework_version_id as versionId',
    )
}

const toEarlierAnswer = (row: EarlierRow): EarlierAnswer => ({
  itemId: row.item_id,
  narrative: row.narrative,
  ownRating: row.own_rating as EarlierAnswer['ownRating'],
  writtenBy: row.written_by,
  writtenAt: row.written_at,
  evidence: (JSON.parse(row.evidenceItems) as EarlierAnswer['evidence']).toSorted((a, b) =>
    compare(a.attachedAt + a.id, b.attachedAt + b.id),
  ),
})

/** Copies answers into an application. The copies keep the original author and time. */
export async function insertCopied(trx: Tx, applicationId: string, answers: readonly EarlierAnswer[]): Promise<void> {
  const rows = answers.map(({ evidence, ...answer }) => ({ id: newId(), evidence, answer }))
  await trx.batchInsert(
    'answers',
    rows.map(({ id, answer }) => ({
      id,
      application_id: applicationId,
      item_id: answer.itemId,
      narrative: answer.narrative,
      own_rating: answer.ownRating,
      written_by: answer.writtenBy,
      written_at: answer.writtenAt,
      carried: 1 as const,
      version: 1,
    })),
    50,
  )
  await trx.batchInsert(
    'answer_evidence',
    rows.flatMap(({ id, evidence }) =>
      evidence.map(evidence => ({ answer_id: id, evidence_id: evidence.id, attached_at: evidence.attachedAt })),
    ),
    100,
  )
}

/** The branches of an award that are open on a day, sorted by name. */
export const branchesOfAwardOn = (db: Db | Tx, award: { id: string }, day: Day): Promise<OpenBranch[]> =>
  runLookup(db, branchesOfAwardLookup(db, award.id, day))

interface OpenBranch {
  id: string
  name: string
}

/** `branchesOfAwardOn` as a lookup. */
export const branchesOfAwardLookup = withKeptSql((db: Db | Tx, id: string, day: Day): Lookup<OpenBranch[]> =>
  lookup<OpenBranch, OpenBranch[]>(
    () =>
      db('award_branches')
        .join('branches', 'branches.id', 'award_branches.branch_id')
        .where('award_branches.award_id', id)
        .whereNull('award_branches.left_on')
        .modify(isOpenOn(day))
        .orderBy(['branches.name', 'branches.id'])
        .distinct('branches.id', 'branches.name'),
    ['id', 'name'],
    rows => rows,
  ),
)

/** The deadlines of a renewal, with the status of its award. */
export interface RenewalDates {
  /**
   * the last day on which submitting the renewal keeps the award valid; null while a submitted renewal keeps it valid
   * and the library has no deadline
   */
  validTo: Day | null
  /** the last day on which the award can be renewed at all; null when `validTo` is null */
  lapsesAfter: Day | null
  /** the status of the award, as in `awards.status` */
  status: string
}

/** The deadlines of an award's renewal, as a lookup; null when there is no such award. */
export const renewalDatesWith = withKeptSql((db: Db | Tx, awardId: string): Lookup<RenewalDates | null> =>
  lookup<Pick<RenewalDates, 'status' | 'validTo'> & { settings: string }, RenewalDates | null>(
    () =>
      db('awards')
        .join('terms', 'terms.award_id', 'awards.id')
        .where('awards.id', awardId)
        .orderBy('terms.number', 'desc')
        .limit(1)
        .select('awards.status', 'awards.valid_to as validTo', 'terms.settings'),
    ['status', 'validTo', 'settings'],
    ([row]) => {
      if (!row) return null
      const { lapseAfterDays } = JSON.parse(row.settings) as Terms
      return {
        status: row.status,
        validTo: row.validTo,
        lapsesAfter: row.validTo && addDays(row.validTo, lapseAfterDays),
      }
    },
  ),
)
