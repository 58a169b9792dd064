import type { Db } from '../../../db/connection.ts'
import { runLookups } from '../../../db/lookups.ts'
import type { Actor } from '../../../domain/actor.ts'
import { canBeWritten, isWrittenNow } from '../../../domain/application.ts'
import { itemsAskedBy, type Framework } from '../../../domain/framework.ts'
import type { MoveReason } from '../../../domain/move-reasons.ts'
import type { AnswerFacts } from '../../../domain/completeness.ts'
import type { SinceLastYear } from '../../../domain/since-last-year.ts'
import type { Round, RoundExtension } from '../../../domain/round.ts'
import { dayOf, type Instant } from '../../../domain/time.ts'
import { workingCopiesFrom, type WorkingCopy } from '../../../web/working-copies.ts'
import type { ApplicationRecord } from '../../access/access.public.ts'
import {
  type CriteriaReading,
  criteriaReading,
  frameworkVersion,
  extensionLookup,
  roundNowLookup,
  versionPublishedAt,
} from '../../frameworks/frameworks.public.ts'
import { answerFactsLookup, answersOf, type Answer } from '../answers/answer.store.ts'
import { signOffLookup, wantsSignOff } from '../sign-offs/sign-off.store.ts'
import { moveReasonsLookup } from '../move-reasons/move-reason.store.ts'
import { commentCounts } from '../comments/comment.store.ts'
import { assignmentsIn } from '../assignments/assignment.store.ts'
import { touchedLookup, untouchedAmong } from '../checking-answers/checking-answers.store.ts'
import { renewalDatesWith, type RenewalDates } from '../renewals/renewal.store.ts'
import { openQuestionsLookup } from '../questions/question.store.ts'
import { frozenCopy, latestSubmission } from '../submissions/submission.store.ts'
import { attachedByItem, attachedIn, branchesLeftIn } from './gap.store.ts'
import type { TeamWork } from './team.pages.ts'
import type { Carried } from '../since-last-year/since-last-year.pages.ts'
import { writtenSince } from '../since-last-year/since-last-year.store.ts'

export interface Tasks {
  application: ApplicationRecord
  framework: Framework
  answers: readonly AnswerFacts[]
  /**
   * the application's own round. If a draft of a first application has none, or its grace period is over, this is the
   * next round of the stream to close. Null when there is no such round
   */
  round: Round | null
  openQuestions: number
  /** the texts of returns, requests, holds and new deadlines, newest first; empty before submission */
  reasons: readonly MoveReason[]
  /** ids of the items that the library was asked to change and has not changed since */
  untouched: readonly string[]
  /**
   * of the extensions of the application's round, for this library or for all, the one that closes latest; null for
   * none
   */
  extension: RoundExtension | null
  /** when the application's version of the criteria was published; null in a preview of a draft */
  publishedAt: Instant | null
  at: Instant
  /** how a renewal or reappraisal differs from the last application; null for a first application */
  carried: Carried | null
  /** the assignments, comments and sign-off, and the evidence attached to each answer */
  team: TeamWork
  /** the reader's unsaved texts, by the address of their form */
  typed: ReadonlyMap<string, WorkingCopy>
  /** the answers to compare with `typed`; empty when `typed` is empty */
  written: readonly Answer[]
  /** the languages in which the criteria can be read, and the chosen translation */
  reading: CriteriaReading
}

/**
 * @param chosen the language in the address of the page
 * @param reader the person whose unsaved text is read
 */
export async function tasksOf(
  db: Db,
  application: ApplicationRecord,
  { at, chosen, reader }: { at: Instant; chosen: string; reader: Pick<Actor, 'id'> },
): Promise<Tasks> {
  const { frameworkVersionId: versionId, languages, roundId, organisationId, awardId } = application
  const framework = await frameworkVersion(db, versionId)
  const open = canBeWritten(application)
  const perBranch = itemsAskedBy(framework, application.kind).filter(item => item.perBranch)
  const found = await runLookups(db, {
    answers: answerFactsLookup(db, application, dayOf(at)),
    round: roundNowLookup(db, { applicationId: application.id, organisationId }, at),
    extension: roundId ? extensionLookup(db, { roundId, organisationId }) : null,
    openQuestions: application.isSubmitted ? openQuestionsLookup(db, application.id) : null,
    assignments: open ? assignmentsIn(db, application.id) : null,
    comments: commentCounts(db, application.id),
    reasons: application.isSubmitted ? moveReasonsLookup(db, application) : null,
    touched: touchedLookup(db, application, dayOf(at)),
    dates: application.kind === 'first' || awardId === null ? null : renewalDatesWith(db, awardId),
    signOffWanted: isWrittenNow(application) ? wantsSignOff(db, application.organisationId) : null,
    signOff: isWrittenNow(application) ? signOffLookup(db, application.id) : null,
    attached: open ? attachedIn(db, application.id, dayOf(at)) : null,
    typed: workingCopiesFrom(db, reader.id, `/applications/${application.id}`),
    left: open ? branchesLeftIn(db, application.id, { items: perBranch.map(({ id }) => id), today: dayOf(at) }) : null,
  })
  const { answers, round, extension, openQuestions } = found
  return {
    application,
    framework,
    answers,
    round,
    extension,
    openQuestions: openQuestions ?? 0,
    reasons: found.reasons ?? [],
    untouched: untouchedAmong(application, found.touched),
    publishedAt: await versionPublishedAt(db, versionId),
    at,
    team: {
      assignments: found.assignments ?? [],
      comments: found.comments,
      signOff: found.signOffWanted ? { signOff: found.signOff } : null,
      attached: attachedByItem(found.attached ?? [], found.left ?? []),
    },
    carried: await carriedInto(db, application, found.dates, at),
    reading: await criteriaReading(db, { versionId, languages }, chosen),
    typed: found.typed,
    written: found.typed.size > 0 ? await answersOf(db, application) : [],
  }
}

/** How each answer of a submitted light renewal has changed, by item; empty for other applications. */
async function sinceSubmitted(db: Db, application: ApplicationRecord): Promise<Map<string, SinceLastYear>> {
  const submission = application.kind === 'renewal' ? await latestSubmission(db, application) : null
  const answers = submission ? (await frozenCopy(db, submission)).answers : []
  return new Map(answers.flatMap(({ item, since }) => (since ? [[item, since] as const] : [])))
}

async function carriedInto(
  db: Db,
  application: ApplicationRecord,
  dates: RenewalDates | null,
  at: Instant,
): Promise<Carried | null> {
  if (application.kind === 'first' || application.awardId === null) return null
  const items = canBeWritten(application) ? (await writtenSince(db, application, { on: dayOf(at) })).items : []
  return {
    items,
    since: canBeWritten(application)
      ? new Map(items.map(({ item, since }) => [item.id, since]))
      : await sinceSubmitted(db, application),
    dates,
  }
}
