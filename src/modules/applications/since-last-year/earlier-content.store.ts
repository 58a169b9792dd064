import type { Db, Tx } from '../../../db/connection.ts'
import { withKeptSql } from '../../../db/kept-sql.ts'
import { lookup, runLookup, runLookups, type Lookup } from '../../../db/lookups.ts'
import type { ApplicationKind } from '../../../domain/application.ts'
import { aboutEarlierTargets } from '../../../domain/completeness.ts'
import type { EvidenceSubject } from '../../../domain/evidence.ts'
import { applyMapping, originsOver, type Mapping } from '../../../domain/framework-mapping.ts'
import { itemById, itemsOf, type Framework, type Item } from '../../../domain/framework.ts'
import {
  contentCarrier,
  type AnswerContent,
  type ApplicationContent,
  type MappedFrom,
} from '../../../domain/since-last-year.ts'
import {
  extrasByItem,
  frozenFrom,
  type FrozenAnswer,
  type FrozenCopy,
  type FrozenEvidence,
  type PledgeTargetsEndorsements,
} from '../../../domain/submission.ts'
import type { Instant } from '../../../domain/time.ts'
import type { ApplicationRecord } from '../../access/access.public.ts'
import { frameworkVersions, mappingPaths, type MappingPaths } from '../../frameworks/frameworks.public.ts'
import { subjectsSubmittedLookup } from '../submissions/submission.store.ts'

/**
 * The newest submitted answer to each item, with its evidence and the other parts submitted for it. Leaves out
 * submissions before the last full appraisal.
 */
export interface EarlierContent extends ApplicationContent {
  answers: FrozenAnswer[]
  evidence: FrozenEvidence[]
  /** the id of the newest earlier application */
  applicationId: string
  frameworkVersionId: string
  /** when the newest earlier application was last submitted */
  submittedAt: Instant
  scope: { id: string; name: string }[]
  leads: string[]
}

/** The last submission of an application that has been decided. */
export interface DecidedBefore {
  applicationId: string
  kind: ApplicationKind
  frameworkVersionId: string
  submissionId: string
  submittedAt: Instant
}

type Renewing = Pick<ApplicationRecord, 'awardId' | 'kind' | 'startedAt' | 'frameworkVersionId'>

/**
 * The content of the decided submissions that an application is compared with. They go back to the last full appraisal,
 * because a light renewal leaves out some items.
 * @returns null for a first application, and when the award predates this service
 */
export async function findEarlierContent(db: Db | Tx, application: Renewing): Promise<EarlierContent | null> {
  const { decided } = await runLookups(db, { decided: decidedBeforeLookup(db, application) })
  return earlierContentFrom(db, application, decided)
}

/**
 * As `findEarlierContent`, but from the result of `decidedBeforeLookup`.
 * @param decided null for a first application
 */
export async function earlierContentFrom(
  db: Db | Tx,
  application: Renewing,
  decided: readonly DecidedBefore[] | null,
): Promise<EarlierContent | null> {
  if (!decided?.[0]) return null
  const copies = await runLookup(db, copiesLookup(db, submissionsOf(decided)))
  return contentIn(db, application, decided, copies)
}

/**
 * As `earlierContentFrom`, with `held`: the current facts that decide who is allowed to open each item of evidence, by
 * its id.
 * @returns null without earlier applications
 */
export async function earlierContentToRead(
  db: Db | Tx,
  application: Renewing,
  decided: readonly DecidedBefore[] | null,
): Promise<{ before: EarlierContent; held: Map<string, EvidenceSubject> } | null> {
  if (!decided?.[0]) return null
  const ids = submissionsOf(decided)
  const { copies, held } = await runLookups(db, {
    copies: copiesLookup(db, ids),
    held: subjectsSubmittedLookup(db, ids),
  })
  return { before: await contentIn(db, application, decided, copies), held }
}

const submissionsOf = (decided: readonly DecidedBefore[]): string[] => decided.map(({ submissionId }) => submissionId)

async function contentIn(
  db: Db | Tx,
  { frameworkVersionId: target }: Renewing,
  decided: readonly DecidedBefore[],
  copies: readonly FrozenCopy[],
): Promise<EarlierContent> {
  const newest = decided[0]!
  const versions = decided.map(({ frameworkVersionId }) => frameworkVersionId)
  const paths = await mappingPaths(db, target, versions)
  const frameworks = await frameworkVersions(db, versions)
  const submitted = versions.map((versionId, index) => ({ versionId, answers: copies[index]!.answers }))
  return {
    ...itemsBefore(versions, frameworks, id => paths(id, target)),
    answers: withTargets(answersAcrossVersions(submitted, target, paths)),
    extras: extrasAcross(copies),
    evidence: newestOf(
      copies.flatMap(({ evidence }) => evidence),
      ({ id }) => id,
    ),
    applicationId: newest.applicationId,
    frameworkVersionId: newest.frameworkVersionId,
    submittedAt: newest.submittedAt,
    scope: copies[0]?.scope ?? [],
    leads: copies[0]?.contacts?.leads ?? [],
  }
}

/**
 * The items of earlier versions of the criteria, each with the id of the item in the target version that it matches. If
 * several items match one item, uses the item of the newest application.
 * @param versions the ids of the applications' versions, newest application first
 * @param pathFrom the mappings that lead from a version to the target version
 * @returns `mapped`: the codes of the earlier items and their relation, by the id of the target item; only for
 * confirmed mappings
 */
function itemsBefore(
  versions: readonly string[],
  frameworks: ReadonlyMap<string, Framework>,
  pathFrom: (versionId: string) => readonly Mapping[],
): { items: Item[]; mapped: Map<string, MappedFrom> } {
  const [items, mapped] = [new Map<string, Item>(), new Map<string, MappedFrom>()]
  for (const versionId of new Set(versions)) {
    const framework = frameworks.get(versionId)!
    const path = pathFrom(versionId)
    if (path.length === 0) for (const item of itemsOf(framework)) if (!items.has(item.id)) items.set(item.id, item)
    for (const [id, { relation, from, isConfirmed }] of originsOver(path)) {
      const sources = from.flatMap(each => itemById(framework, each) ?? [])
      if (items.has(id) || !sources[0]) continue
      items.set(id, { ...sources[0], id })
      if (isConfirmed) mapped.set(id, { relation, codes: sources.map(({ code }) => code) })
    }
  }
  return { items: [...items.values()], mapped }
}

/**
 * The newest answer to each item of the target version. Answers to older versions are converted by the mappings.
 * @param submitted newest first
 */
function answersAcrossVersions(
  submitted: readonly { versionId: string; answers: readonly FrozenAnswer[] }[],
  target: string,
  paths: MappingPaths,
): FrozenAnswer[] {
  let known = new Map<string, FrozenAnswer>()
  let version = submitted.at(-1)?.versionId ?? target
  const move = (to: string): void => {
    for (const mapping of paths(version, to)) known = applyMapping(known, mapping, contentCarrier<FrozenAnswer>())
    version = to
  }
  for (const { versionId, answers } of submitted.toReversed()) {
    move(versionId)
    for (const answer of answers.filter(hasAnswer)) known.set(answer.item, answer)
  }
  move(target)
  return [...known.values()]
}

/**
 * The last submission of each earlier application with a released decision letter, newest first, back to the last full
 * appraisal. Null for a first application, and without an award.
 */
export const decidedBeforeLookup = (
  db: Db | Tx,
  { awardId, kind, startedAt }: Pick<Renewing, 'awardId' | 'kind' | 'startedAt'>,
): Lookup<DecidedBefore[]> | null =>
  awardId === null || kind === 'first' ? null : decidedLookup(db, awardId, startedAt)

const decidedLookup = withKeptSql((db: Db | Tx, awardId: string, startedAt: Instant): Lookup<DecidedBefore[]> =>
  lookup<DecidedBefore, DecidedBefore[]>(
    () => decidedQuery(db, awardId, startedAt),
    ['applicationId', 'kind', 'frameworkVersionId', 'submissionId', 'submittedAt'],
    rows => {
      const full = rows.findIndex(each => each.kind !== 'renewal')
      return full < 0 ? rows : rows.slice(0, full + 1)
    },
  ),
)

const decidedQuery = (db: Db | Tx, awardId: string, startedAt: Instant) =>
  db('applications')
    .join('submissions', 'submissions.application_id', 'applications.id')
    .where('applications.award_id', awardId)
    .where('applications.status', 'decided')
    .whereNotNull('applications.decision_letter_released_at')
    .where('applications.started_at', '<', startedAt)
    .whereNotExists(
      db('submissions as later')
        .whereRaw('later.application_id = applications.id and later.number > submissions.number')
        .select(db.raw('1')),
    )
    .orderBy([
      { column: 'applications.started_at', order: 'desc' },
      { column: 'applications.id', order: 'desc' },
    ])
    .select(
      'applications.id as applicationId',
      'applications.kind',
      'applications.framework_version_id as frameworkVersionId',
      'submissions.id as submissionId',
      'submissions.submitted_at as submittedAt',
    )

/**
 * The frozen copies of these submissions, in the order of `ids`. Leaves out the parts about files, which the comparison
 * does not need.
 */
const copiesLookup = withKeptSql((db: Db | Tx, ids: readonly string[]): Lookup<FrozenCopy[]> =>
  lookup<{ submission_id: string; name: string; content: string | null }, FrozenCopy[]>(
    () =>
      db('submission_parts')
        .whereIn('submission_id', [...ids])
        .whereNot('name', 'like', 'files/%')
        .orderBy('position')
        .select('submission_id', 'name', 'content'),
    ['submission_id', 'name', 'content'],
    parts => ids.map(id => frozenFrom(parts.filter(({ submission_id }) => submission_id === id))),
  ),
)

function newestOf<Entity>(entities: readonly Entity[], idOf: (entity: Entity) => string): Entity[] {
  const found = new Map<string, Entity>()
  for (const entity of entities) if (!found.has(idOf(entity))) found.set(idOf(entity), entity)
  return [...found.values()]
}

const hasAnswer = ({ narrative, ownRating, evidence }: AnswerContent): boolean =>
  narrative.trim() !== '' || ownRating !== null || evidence.length > 0

/**
 * The targets, endorsements and pledge that were last submitted with each item, from several applications.
 * @param copies newest first
 */
function extrasAcross(copies: readonly FrozenCopy[]): Map<string, PledgeTargetsEndorsements> {
  const known = new Map(copies.toReversed().flatMap(copy => [...extrasByItem(copy)]))
  const targets = known.get('targets')
  if (targets && !known.has(aboutEarlierTargets))
    known.set(aboutEarlierTargets, {
      ...targets,
      targets: targets.targets.map(target => ({ ...target, items: [aboutEarlierTargets] })),
    })
  return known
}

/** If there is no earlier answer about progress on targets, uses the last answer about setting targets instead. */
function withTargets(answers: FrozenAnswer[]): FrozenAnswer[] {
  const targets = answers.find(({ item }) => item === 'targets')
  if (!targets || answers.some(({ item }) => item === aboutEarlierTargets)) return answers
  return [...answers, { ...targets, item: aboutEarlierTargets, evidence: [] }]
}
