import type { ApplicationRecord } from '../../access/access.public.ts'
import type { Knex } from 'knex'
import type { Db, Tx } from '../../../db/connection.ts'
import type { Actor } from '../../../domain/actor.ts'
import type { EvidenceSubject } from '../../../domain/evidence.ts'
import { itemsAskedBy, type Framework, type PanelReason } from '../../../domain/framework.ts'
import { panelReasons } from '../../../domain/panel-reasons.ts'
import { withoutEndedConsents } from '../../../domain/readable-evidence.ts'
import { sinceLastYear, type ItemSince } from '../../../domain/since-last-year.ts'
import { extrasByItem, type FrozenCopy } from '../../../domain/submission.ts'
import { dayOf, type Day } from '../../../domain/time.ts'
import {
  type EarlierContent as SubmittedBefore,
  type RecommendationsShown,
  type Submission,
  evidenceSubjects,
  frozenCopy,
  latestSubmission,
  panelFacts,
  recommendationsBefore,
  findEarlierContent,
} from '../../applications/applications.public.ts'
import { frameworkVersion } from '../../frameworks/frameworks.public.ts'

/** An application as its trustee reads it: its submission, and the submission that the last decision was based on. */
export interface RenewalToConfirm {
  application: ApplicationRecord
  framework: Framework
  submission: Submission
  copy: FrozenCopy
  /** null for a first application, and when the award was decided before this service */
  before: SubmittedBefore | null
  items: ItemSince[]
  /** every item of evidence in either submission, with the facts that decide who can open it */
  held: ReadonlyMap<string, EvidenceSubject>
  recommendations: RecommendationsShown | null
  reasons: PanelReason[]
  award: AwardToConfirm | null
  /** one combined version number of everything that the trustee reads; see `versionRead` */
  readAt: number
}

/** The award that a decision is about. */
export interface AwardToConfirm {
  isSuspended: boolean
  /** the last valid day, which can be in the past; null while a submitted renewal keeps the award valid */
  validTo: Day | null
}

const nothingBefore = { items: [], answers: [], evidence: [], extras: new Map() }

/** @returns null before the first submission. The number of queries is constant. */
export async function renewalToConfirm(
  db: Db | Tx,
  actor: Actor,
  application: ApplicationRecord,
  today: Day,
): Promise<RenewalToConfirm | null> {
  const submission = await latestSubmission(db, application)
  if (!submission) return null
  const framework = await frameworkVersion(db, application.frameworkVersionId)
  const whole = await frozenCopy(db, submission)
  const earlier = await findEarlierContent(db, application)
  const held = await evidenceSubjects(db, [
    ...new Set([...whole.evidence, ...(earlier?.evidence ?? [])].map(({ id }) => id)),
  ])
  const copy = withoutEndedConsents(actor, application, whole, held)
  const before = earlier && withoutEndedConsents(actor, application, earlier, held)
  const items = sinceLastYear(
    itemsAskedBy(framework, application.kind),
    { before: before ?? nothingBefore, now: { ...copy, extras: extrasByItem(copy) } },
    dayOf(submission.submittedAt),
  )
  return {
    application,
    framework,
    submission,
    copy,
    before,
    items,
    held,
    recommendations: await recommendationsBefore(db, actor, application, today),
    reasons: panelReasons(framework, await panelFacts(db, application)),
    award: await awardToConfirm(db, application),
    readAt: await versionRead(db, application),
  }
}

/** @returns null when there is no award */
async function awardToConfirm(
  db: Db | Tx,
  { awardId }: Pick<ApplicationRecord, 'awardId'>,
): Promise<AwardToConfirm | null> {
  const row = awardId === null ? undefined : await db('awards').where({ id: awardId }).first('valid_to', 'status')
  return row ? { isSuspended: row.status === 'suspended', validTo: row.valid_to } : null
}

/**
 * @returns the sum of the versions of the application, its questions and its award's recommendations. Each change
 * increases the sum
 */
export async function versionRead(
  db: Db | Tx,
  { id, version, awardId }: Pick<ApplicationRecord, 'id' | 'version' | 'awardId'>,
): Promise<number> {
  const questions = await versionsIn(db('questions').where({ application_id: id }))
  const recommendations = awardId === null ? 0 : await versionsIn(db('recommendations').where({ award_id: awardId }))
  return version + questions + recommendations
}

async function versionsIn(rows: Knex.QueryBuilder): Promise<number> {
  const [row] = await rows.sum<{ versions: number | string | null }[]>('version as versions')
  return Number(row?.versions ?? 0)
}
