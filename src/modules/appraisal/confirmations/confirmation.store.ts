import type { ApplicationRecord } from '../../access/access.public.ts'
import type { Knex } from 'knex'
import type { Db, Tx } from '../../../db/connection.ts'
import { withKeptSql } from '../../../db/kept-sql.ts'
import { lookup, runLookups, type Answers, type Lookup } from '../../../db/lookups.ts'
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
  frozenCopyLookup,
  latestSubmissionLookup,
  panelFacts,
  recommendationsBefore,
  findEarlierContent,
  subjectsLookup,
  subjectsSubmittedLookup,
} from '../../applications/applications.public.ts'
import { frameworkVersion } from '../../frameworks/frameworks.public.ts'

/** An application as its trustee reads it: its submission, and the earlier answers with which it is compared. */
export interface RenewalToConfirm {
  application: ApplicationRecord
  framework: Framework
  submission: Submission
  copy: FrozenCopy
  /** the number of items of evidence that are left out of the copy, because a consent ended or was withdrawn */
  unavailable: number
  /**
   * for each item, the newest answer in a decided application, going back as far as the last full appraisal; null for a
   * first application, and when the award was decided before this service
   */
  before: SubmittedBefore | null
  items: ItemSince[]
  /** every item of evidence submitted now or before, by id, with the facts that decide who can open it */
  held: ReadonlyMap<string, EvidenceSubject>
  recommendations: RecommendationsShown | null
  reasons: PanelReason[]
  award: AwardToConfirm | null
  /** a number that increases with each change to anything that the trustee reads; see `versionRead` */
  readAt: number
}

/** The award that a decision is about. */
export interface AwardToConfirm {
  isSuspended: boolean
  /**
   * the last valid day, which can be in the past; null after a renewal was submitted in time, unless the library has a
   * deadline
   */
  validTo: Day | null
}

const nothingBefore = { items: [], answers: [], evidence: [], extras: new Map() }

/** The queries whose results `renewalFrom` needs, to run together with others. */
export const renewalLookups = (db: Db | Tx, application: ApplicationRecord) => ({
  submission: latestSubmissionLookup(db, application.id),
  award: application.awardId === null ? null : awardToConfirm(db, application.awardId),
  ...versionLookups(db, application),
})

/**
 * The application as its trustee reads it. Makes the same number of queries for every application.
 * @param found the results of `renewalLookups`
 * @returns null before the first submission
 */
export async function renewalFrom(
  db: Db | Tx,
  actor: Actor,
  { application, today }: { application: ApplicationRecord; today: Day },
  found: Answers<ReturnType<typeof renewalLookups>>,
): Promise<RenewalToConfirm | null> {
  const { submission, award, ...versions } = found
  if (!submission) return null
  const framework = await frameworkVersion(db, application.frameworkVersionId)
  const earlier = await findEarlierContent(db, application)
  const idsBefore = earlier?.evidence.map(({ id }) => id) ?? []
  const { whole, heldNow, heldBefore } = await runLookups(db, {
    whole: frozenCopyLookup(db, submission.id),
    heldNow: subjectsSubmittedLookup(db, [submission.id]),
    heldBefore: idsBefore.length > 0 ? subjectsLookup(db, idsBefore) : null,
  })
  const held = new Map([...heldNow, ...(heldBefore ?? [])])
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
    unavailable: whole.evidence.length - copy.evidence.length,
    before,
    items,
    held,
    recommendations: await recommendationsBefore(db, actor, application, today),
    reasons: panelReasons(framework, await panelFacts(db, application)),
    award,
    readAt: versionFrom(application, versions),
  }
}

/** The award with this id, as a lookup; null when it does not exist. */
const awardToConfirm = withKeptSql((db: Db | Tx, awardId: string): Lookup<AwardToConfirm | null> =>
  lookup<{ valid_to: Day | null; status: string }, AwardToConfirm | null>(
    () => db('awards').where({ id: awardId }).select('valid_to', 'status'),
    ['valid_to', 'status'],
    ([row]) => (row ? { isSuspended: row.status === 'suspended', validTo: row.valid_to } : null),
  ),
)

type Read = Pick<ApplicationRecord, 'id' | 'version' | 'awardId'>

/**
 * @returns a number that increases with any change by a person to the application, its questions or its award's
 * recommendations
 */
export const versionRead = async (db: Db | Tx, application: Read): Promise<number> =>
  versionFrom(application, await runLookups(db, versionLookups(db, application)))

const versionLookups = (db: Db | Tx, { id, awardId }: Read) => ({
  questions: questionVersions(db, id),
  recommendations: awardId === null ? null : recommendationVersions(db, awardId),
})

const questionVersions = withKeptSql((db: Db | Tx, applicationId: string): Lookup<number> =>
  versionsIn(() => db('questions').where({ application_id: applicationId })),
)

const recommendationVersions = withKeptSql((db: Db | Tx, awardId: string): Lookup<number> =>
  versionsIn(() => db('recommendations').where({ award_id: awardId })),
)

const versionFrom = (
  { version }: Read,
  { questions, recommendations }: Answers<ReturnType<typeof versionLookups>>,
): number => version + questions + (recommendations ?? 0)

const versionsIn = (rows: () => Knex.QueryBuilder): Lookup<number> =>
  lookup<{ versions: number | null }, number>(
    () => rows().sum('version as versions'),
    ['versions'],
    ([row]) => row?.versions ?? 0,
  )
