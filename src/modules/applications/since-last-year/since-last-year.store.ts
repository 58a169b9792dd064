import type { Db, Tx } from '../../../db/connection.ts'
import { runLookups } from '../../../db/lookups.ts'
import type { ApplicationKind } from '../../../domain/application.ts'
import { applyMapping, originsOver, type Mapping } from '../../../domain/framework-mapping.ts'
import { itemById, itemsAskedBy, itemsOf, type Framework, type Item } from '../../../domain/framework.ts'
import { aboutEarlierTargets } from '../../../domain/completeness.ts'
import {
  contentCarrier,
  sinceLastYear,
  withoutStillToAdd,
  type ItemSince,
  type MappedFrom,
  type ApplicationContent,
  type AnswerContent,
} from '../../../domain/since-last-year.ts'
import {
  extrasByItem,
  frozenFrom,
  type PledgeTargetsEndorsements,
  type FrozenAnswer,
  type FrozenCopy,
  type FrozenEvidence,
} from '../../../domain/submission.ts'
import type { Day, Instant } from '../../../domain/time.ts'
import type { ApplicationRecord } from '../../access/access.public.ts'
import {
  frameworkVersion,
  frameworkVersions,
  mappingPaths,
  type MappingPaths,
} from '../../frameworks/frameworks.public.ts'
import { evidenceUsedLookup } from '../answers/answer-evidence.store.ts'
import { answersIn, type Answer } from '../answers/answer.store.ts'
import { extrasFrom, extrasLookups, extrasSubmitted } from '../submissions/answer-extras.store.ts'

/** An application that is being written, compared with the last decided one. */
export interface WrittenSince {
  before: EarlierContent | null
  answers: Answer[]
  /** ids of the evidence used, by item */
  used: Map<string, string[]>
  /** the targets, endorsements and pledge, by item */
  extras: Map<string, PledgeTargetsEndorsements>
  /** how each item has changed; empty when there is no earlier application */
  items: ItemSince[]
}

/**
 * Compares a draft with the last decided application. The number of queries is constant.
 * @param on the day for judging how old evidence is
 * @param isSubmitting whether an earlier pledge, targets or endorsements that the draft lacks count as left out. Before
 * submission they do not, because the library can still add them
 */
export async function writtenSince(
  db: Db | Tx,
  application: ApplicationRecord,
  on: Day,
  { isSubmitting = false } = {},
): Promise<WrittenSince> {
  const before = await findEarlierContent(db, application)
  const { answers, used, ...found } = await runLookups(db, {
    answers: answersIn(db, application),
    used: evidenceUsedLookup(db, application),
    ...extrasLookups(db, application),
  })
  const framework = await frameworkVersion(db, application.frameworkVersionId)
  const extras = extrasByItem(
    application.status === 'more evidence asked'
      ? await extrasSubmitted(db, application)
      : extrasFrom(framework, application, found),
  )
  if (!before) return { before, answers, used, extras, items: [] }
  const asked = itemsAskedBy(framework, application.kind)
  const now = { ...(await findCurrentContent(db, answers, used)), extras }
  const compared = isSubmitting ? before : withoutStillToAdd(before, now)
  return { before, answers, used, extras, items: sinceLastYear(asked, { before: compared, now }, on) }
}

/** These answers and the evidence that they use, in the form that the comparison needs. */
export async function findCurrentContent(
  db: Db | Tx,
  answers: readonly Answer[],
  used: ReadonlyMap<string, string[]>,
): Promise<Pick<ApplicationContent, 'answers' | 'evidence'>> {
  const ids = [...new Set([...used.values()].flat())]
  const evidence =
    ids.length === 0
      ? []
      : await db('evidence')
          .whereIn('id', ids)
          .select<ApplicationContent['evidence'][number][]>('id', 'period_from as periodFrom', 'period_to as periodTo')
  return {
    evidence,
    answers: answers.map(({ itemId, narrative, ownRating }) => ({
      item: itemId,
      narrative,
      ownRating,
      evidence: used.get(itemId) ?? [],
    })),
  }
}

/**
 * The newest submitted answer to each item, with its evidence and the other parts submitted for it. Submissions before
 * the last full appraisal are not read.
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

interface Submitted {
  applicationId: string
  kind: ApplicationKind
  frameworkVersionId: string
  submissionId: string
  submittedAt: Instant
}

/**
 * The content of the decided submissions that an application is compared with. They go back to the last full appraisal,
 * because a light renewal leaves out some items. The number of queries is constant.
 * @returns null for a first application, and when the award predates this service
 */
export async function findEarlierContent(
  db: Db | Tx,
  application: Pick<ApplicationRecord, 'awardId' | 'kind' | 'startedAt' | 'frameworkVersionId'>,
): Promise<EarlierContent | null> {
  const submitted =
    application.awardId === null || application.kind === 'first'
      ? []
      : await decidedBefore(db, application.awardId, application.startedAt)
  const newest = submitted[0]
  if (!newest) return null
  const copies = await copiesOf(
    db,
    submitted.map(({ submissionId }) => submissionId),
  )
  const target = application.frameworkVersionId
  const versions = submitted.map(({ frameworkVersionId }) => frameworkVersionId)
  const paths = await mappingPaths(db, target, versions)
  const frameworks = await frameworkVersions(db, versions)
  return {
    ...itemsBefore(versions, frameworks, id => paths(id, target)),
    answers: withTargets(
      answersAcrossVersions(
        submitted.map(({ frameworkVersionId }, index) => ({
          versionId: frameworkVersionId,
          answers: copies[index]!.answers,
        })),
        target,
        paths,
      ),
    ),
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
 * The items of earlier versions, each with the id of the matching item in the target version. If several applications
 * have a matching item, the item of the newest one is used.
 * @param versions ids, newest application first
 * @param pathFrom the mappings that lead from a version to the target version
 * @returns `mapped`: by target item, the earlier items and their relation, if the mapping is confirmed
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
 * The newest answer to each item of the target version. Mappings carry over the answers to older versions.
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

/** The last submission of each decided application of the award, newest first, back to the last full appraisal. */
async function decidedBefore(db: Db | Tx, awardId: string, startedAt: Instant): Promise<Submitted[]> {
  const rows = await db('applications')
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
    .select<Submitted[]>(
      'applications.id as applicationId',
      'applications.kind',
      'applications.framework_version_id as frameworkVersionId',
      'submissions.id as submissionId',
      'submissions.submitted_at as submittedAt',
    )
  const full = rows.findIndex(({ kind }) => kind !== 'renewal')
  return full < 0 ? rows : rows.slice(0, full + 1)
}

/** The frozen copies of these submissions, without the parts about files, in the order of the ids. */
async function copiesOf(db: Db | Tx, submissionIds: readonly string[]): Promise<FrozenCopy[]> {
  const parts = await db('submission_parts')
    .whereIn('submission_id', [...submissionIds])
    .whereNot('name', 'like', 'files/%')
    .orderBy('position')
    .select('submission_id', 'name', 'content')
  return submissionIds.map(id => frozenFrom(parts.filter(({ submission_id }) => submission_id === id)))
}

function newestOf<Entity>(entities: readonly Entity[], idOf: (entity: Entity) => string): Entity[] {
  const found = new Map<string, Entity>()
  for (const entity of entities) if (!found.has(idOf(entity))) found.set(idOf(entity), entity)
  return [...found.values()]
}

const hasAnswer = ({ narrative, ownRating, evidence }: AnswerContent): boolean =>
  narrative.trim() !== '' || ownRating !== null || evidence.length > 0

/**
 * The targets, endorsements and pledge that were last submitted beside each item, from several applications.
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

/**
 * Adds the last answer about targets as the earlier answer about progress, if there is none. Progress is compared with
 * the targets that were set last time.
 */
function withTargets(answers: FrozenAnswer[]): FrozenAnswer[] {
  const targets = answers.find(({ item }) => item === 'targets')
  if (!targets || answers.some(({ item }) => item === aboutEarlierTargets)) return answers
  return [...answers, { ...targets, item: aboutEarlierTargets, evidence: [] }]
}
