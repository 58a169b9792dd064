import type { Db, Tx } from '../../../db/connection.ts'
import { runLookups } from '../../../db/lookups.ts'
import { membershipsIn, type Actor } from '../../../domain/actor.ts'
import { canBeWritten } from '../../../domain/application.ts'
import type { EvidenceSubject } from '../../../domain/evidence.ts'
import { itemsAskedBy, type Framework, type Item } from '../../../domain/framework.ts'
import { mayBeCounted, mayReadRatings, withoutEndedConsents } from '../../../domain/readable-evidence.ts'
import { NotFound } from '../../../domain/refusals.ts'
import { sinceLastYear, withoutRatings, type ItemSince } from '../../../domain/since-last-year.ts'
import { extrasByItem, type FrozenEvidence } from '../../../domain/submission.ts'
import { dayOf, type Day } from '../../../domain/time.ts'
import type { ApplicationRecord } from '../../access/access.public.ts'
import { frameworkVersion } from '../../frameworks/frameworks.public.ts'
import { extrasNowFrom } from '../submissions/answer-extras.store.ts'
import {
  frozenCopyLookup,
  latestSubmissionLookup,
  subjectsSubmittedLookup,
  type Submission,
} from '../submissions/submission.store.ts'
import { decidedBeforeLookup, earlierContentToRead, type EarlierContent } from './earlier-content.store.ts'
import { compareWritten, writtenLookups } from './since-last-year.store.ts'

/** An item of evidence in one of the two compared applications. */
export type ComparedEvidence = Pick<FrozenEvidence, 'id' | 'title' | 'periodFrom' | 'periodTo'>

/** A renewal or reappraisal compared with the decided applications before it (`EarlierContent`). */
export interface Comparison {
  application: ApplicationRecord
  framework: Framework
  /** the name of the earlier version of the criteria; null when both applications use the same version */
  earlierLabel: string | null
  /** the submission that is compared; null when the library's draft is compared instead */
  submission: Submission | null
  before: EarlierContent
  items: readonly ItemSince[]
  /** the items as they were worded last time, by the id of the matching item now */
  asked: ReadonlyMap<string, Item>
  evidence: { before: readonly ComparedEvidence[]; now: readonly ComparedEvidence[] }
  /** the evidence of both applications by id, with the facts that decide who is allowed to open it */
  held: ReadonlyMap<string, EvidenceSubject>
  /**
   * the number of items of evidence in the submission that are no longer available, because a consent ended or was
   * withdrawn
   */
  unavailable: number
  showsRatings: boolean
}

type Sides = Pick<Comparison, 'submission' | 'before' | 'items' | 'evidence' | 'held' | 'unavailable'>

/**
 * Compares an application with the decided applications before it, in a constant number of queries. For members of a
 * library that is writing the application, this is its draft; for all others, its last submission.
 * @throws NotFound for a first application, when the award predates this service, and when there is no submission to
 * compare
 */
export async function comparisonFor(
  db: Db | Tx,
  actor: Actor,
  application: ApplicationRecord,
  today: Day,
): Promise<Comparison> {
  const isWriting = canBeWritten(application) && membershipsIn(actor, application.organisationId).length > 0
  const framework = await frameworkVersion(db, application.frameworkVersionId)
  const sides = isWriting
    ? await writtenSides(db, actor, { application, framework, today })
    : await submittedSides(db, actor, application, framework)
  const { frameworkVersionId: earlier, items } = sides.before
  return {
    ...sides,
    application,
    framework,
    earlierLabel: earlier === application.frameworkVersionId ? null : (await frameworkVersion(db, earlier)).label,
    asked: new Map(items.map(item => [item.id, item])),
    showsRatings: mayReadRatings(actor, application),
  }
}

async function writtenSides(
  db: Db | Tx,
  actor: Actor,
  { application, framework, today }: { application: ApplicationRecord; framework: Framework; today: Day },
): Promise<Sides> {
  const { answers, attached: all, decided, ...found } = await runLookups(db, writtenLookups(db, application))
  const extras = await extrasNowFrom(db, application, framework, found)
  const earlier = await earlierContentToRead(db, application, decided)
  if (!earlier) throw new NotFound()
  const { held } = earlier
  const attached = all.filter(each => mayBeCounted(actor, each))
  const before = withoutEndedConsents(actor, application, earlier.before, held)
  const { items } = compareWritten(framework, application, { before, answers, attached, extras }, { on: today })
  const now = [...new Map(attached.map(each => [each.id, each])).values()]
  return {
    submission: null,
    before,
    items,
    evidence: { before: before.evidence, now },
    // the facts in `held` replace those in `now`, because only they include `distressing`
    held: new Map([...now.map(each => [each.id, each] as const), ...held]),
    unavailable: 0,
  }
}

async function submittedSides(
  db: Db | Tx,
  actor: Actor,
  application: ApplicationRecord,
  framework: Framework,
): Promise<Sides> {
  const { submission, decided } = await runLookups(db, {
    submission: latestSubmissionLookup(db, application.id),
    decided: decidedBeforeLookup(db, application),
  })
  const earlier = submission && (await earlierContentToRead(db, application, decided))
  if (!earlier) throw new NotFound()
  const { whole, subjects } = await runLookups(db, {
    whole: frozenCopyLookup(db, submission.id),
    subjects: subjectsSubmittedLookup(db, [submission.id]),
  })
  const held = new Map([...earlier.held, ...subjects])
  const before = withoutEndedConsents(actor, application, earlier.before, held)
  const copy = withoutEndedConsents(actor, application, whole, held)
  const showsRatings = mayReadRatings(actor, application)
  const [then, now] = showsRatings ? [before, copy] : [withoutRatings(before), withoutRatings(copy)]
  return {
    submission,
    before,
    items: sinceLastYear(
      itemsAskedBy(framework, application.kind),
      { before: then, now: { ...now, extras: extrasByItem(copy) } },
      dayOf(submission.submittedAt),
    ),
    evidence: { before: before.evidence, now: copy.evidence },
    held,
    unavailable: whole.evidence.length - copy.evidence.length,
  }
}
