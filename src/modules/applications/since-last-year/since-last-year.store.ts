import type { Db, Tx } from '../../../db/connection.ts'
import type { ApplicationKind } from '../../../domain/application.ts'
import { itemsAskedBy, itemsOf, type Item } from '../../../domain/framework.ts'
import { aboutEarlierTargets } from '../../../domain/progress.ts'
import { sinceLastYear, type ItemSince, type Said, type SaidAnswer } from '../../../domain/since-last-year.ts'
import { frozenFrom, type FrozenAnswer, type FrozenCopy, type FrozenEvidence } from '../../../domain/submission.ts'
import type { Day, Instant } from '../../../domain/time.ts'
import type { ApplicationRecord } from '../../access/access.public.ts'
import { frameworkVersion } from '../../frameworks/frameworks.public.ts'
import { answersOf, evidenceUsedBy, type Answer } from '../answers/answer.store.ts'

/** An application as it is being written, beside what was handed in before. */
export interface WrittenSince {
  before: Before | null
  answers: Answer[]
  /** pieces used, by item */
  used: Map<string, string[]>
  /** each item that it asks against the time before; empty where nothing went before */
  items: ItemSince[]
}

/** The same few queries, however much is written. @param on the day as of which evidence is fresh or not */
export async function writtenSince(db: Db | Tx, application: ApplicationRecord, on: Day): Promise<WrittenSince> {
  const before = await saidBefore(db, application)
  const [answers, used] = [await answersOf(db, application), await evidenceUsedBy(db, application)]
  if (!before) return { before, answers, used, items: [] }
  const framework = await frameworkVersion(db, application.frameworkVersionId)
  return {
    before,
    answers,
    used,
    items: sinceLastYear(itemsAskedBy(framework, application.kind), before, await saidNow(db, answers, used), on),
  }
}

/** What an application says just now, as it is compared. */
export async function saidNow(
  db: Db | Tx,
  answers: readonly Answer[],
  used: ReadonlyMap<string, string[]>,
): Promise<Pick<Said, 'answers' | 'evidence'>> {
  const ids = [...new Set([...used.values()].flat())]
  const evidence =
    ids.length === 0
      ? []
      : await db('evidence')
          .whereIn('id', ids)
          .select<Said['evidence'][number][]>('id', 'period_from as periodFrom', 'period_to as periodTo')
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

/** What the award was decided on before, for each item the newest of it since the last full appraisal. */
export interface Before extends Said {
  answers: FrozenAnswer[]
  evidence: FrozenEvidence[]
  /** of the newest of them */
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
 * What an application is compared with: the frozen copies of what was decided before. A light renewal leaves out what
 * it does not ask, so the ones before it count too, back to the last full appraisal. The same few queries, however long
 * ago that was.
 * @returns null for a first application, and after an award from paper
 */
export async function saidBefore(
  db: Db | Tx,
  application: Pick<ApplicationRecord, 'awardId' | 'kind' | 'startedAt'>,
): Promise<Before | null> {
  const isSubmitted =
    application.awardId === null || application.kind === 'first'
      ? []
      : await decidedBefore(db, application.awardId, application.startedAt)
  const newest = isSubmitted[0]
  if (!newest) return null
  const copies = await copiesOf(
    db,
    isSubmitted.map(({ submissionId }) => submissionId),
  )
  const items = new Map<string, Item>()
  for (const { frameworkVersionId } of isSubmitted)
    for (const item of itemsOf(await frameworkVersion(db, frameworkVersionId)))
      if (!items.has(item.id)) items.set(item.id, item)
  return {
    items: [...items.values()],
    answers: withTargets(
      newestOf(
        copies.flatMap(({ answers }) => answers.filter(isSaid)),
        ({ item }) => item,
      ),
    ),
    evidence: newestOf(
      copies.flatMap(({ evidence }) => evidence),
      ({ id }) => id,
    ),
    submittedAt: newest.submittedAt,
    scope: copies[0]?.scope ?? [],
    leads: copies[0]?.contacts?.leads ?? [],
  }
}

/**
 * The last submission of each case of the award that was decided before, newest first, back to the last full appraisal.
 */
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

/** In the order of the ids given; without files. */
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

const isSaid = ({ narrative, ownRating, evidence }: SaidAnswer): boolean =>
  narrative.trim() !== '' || ownRating !== null || evidence.length > 0

/** The targets of then are what progress on them began with, so they are what it is compared with. */
function withTargets(answers: FrozenAnswer[]): FrozenAnswer[] {
  const targets = answers.find(({ item }) => item === 'targets')
  if (!targets || answers.some(({ item }) => item === aboutEarlierTargets)) return answers
  return [...answers, { ...targets, item: aboutEarlierTargets, evidence: [] }]
}
