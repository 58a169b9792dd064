import type { ApplicationRecord } from '../../access/access.public.ts'
import type { Db, Tx } from '../../../db/connection.ts'
import type { Actor } from '../../../domain/actor.ts'
import type { EvidenceSubject } from '../../../domain/evidence.ts'
import { itemsAskedBy, type Framework, type PanelReason } from '../../../domain/framework.ts'
import { panelReasons } from '../../../domain/panel-reasons.ts'
import { withoutUncovered } from '../../../domain/readable-evidence.ts'
import { sinceLastYear, type ItemSince } from '../../../domain/since-last-year.ts'
import type { FrozenCopy } from '../../../domain/submission.ts'
import { dayOf, type Day } from '../../../domain/time.ts'
import {
  type Before as SaidBefore,
  type RecommendationsShown,
  type Submission,
  evidenceSubjects,
  frozenCopy,
  latestSubmission,
  ownRatingsOf,
  panelFacts,
  recommendationsBefore,
  saidBefore,
} from '../../applications/applications.public.ts'
import { frameworkVersion } from '../../frameworks/frameworks.public.ts'

/** A light renewal as one trustee reads it: what was handed in, beside what was decided on before. */
export interface Confirming {
  application: ApplicationRecord
  framework: Framework
  submission: Submission
  copy: FrozenCopy
  /** null after an award from paper */
  before: SaidBefore | null
  items: ItemSince[]
  /** rights on every piece that is named, then or now */
  held: ReadonlyMap<string, EvidenceSubject>
  recommendations: RecommendationsShown | null
  reasons: PanelReason[]
  validTo: Day | null
  /** what whoever decides has read: it grows with every change of the case, its recommendations and its questions */
  readAt: number
}

const nothingBefore = { items: [], answers: [], evidence: [] }

/** The same queries, however much is written. @returns null while nothing was handed in */
export async function renewalToConfirm(
  db: Db | Tx,
  actor: Actor,
  application: ApplicationRecord,
  today: Day,
): Promise<Confirming | null> {
  const submission = await latestSubmission(db, application)
  if (!submission) return null
  const framework = await frameworkVersion(db, application.frameworkVersionId)
  const [whole, earlier] = [await frozenCopy(db, submission), await saidBefore(db, application)]
  const held = await evidenceSubjects(db, [
    ...new Set([...whole.evidence, ...(earlier?.evidence ?? [])].map(({ id }) => id)),
  ])
  const [copy, before] = [
    withoutUncovered(actor, application, whole, held),
    earlier && withoutUncovered(actor, application, earlier, held),
  ]
  const items = sinceLastYear(
    itemsAskedBy(framework, application.kind),
    before ?? nothingBefore,
    copy,
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
    reasons: panelReasons(framework, await panelFacts(db, application, await ownRatingsOf(db, application))),
    validTo:
      application.awardId === null
        ? null
        : ((await db('awards').where({ id: application.awardId }).first('valid_to'))?.valid_to ?? null),
    readAt: await versionRead(db, application),
  }
}

/** Versions only grow, and a new row brings its own: the sum is another whenever anything of it is. */
export async function versionRead(
  db: Db | Tx,
  { id, version, awardId }: Pick<ApplicationRecord, 'id' | 'version' | 'awardId'>,
): Promise<number> {
  const sum = async (
    table: 'recommendations' | 'questions',
    column: 'award_id' | 'application_id',
    value: string,
  ): Promise<number> =>
    Number(
      (
        await db(table)
          .where({ [column]: value })
          .sum<{ versions: number | string | null }[]>('version as versions')
      )[0]?.versions ?? 0,
    )
  return (
    version +
    (await sum('questions', 'application_id', id)) +
    (awardId === null ? 0 : await sum('recommendations', 'award_id', awardId))
  )
}
