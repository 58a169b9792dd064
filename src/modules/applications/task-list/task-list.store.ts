import type { Db } from '../../../db/connection.ts'
import { lookUpAll } from '../../../db/lookups.ts'
import { isOpen } from '../../../domain/application.ts'
import type { Framework } from '../../../domain/framework.ts'
import type { AnswerFacts } from '../../../domain/progress.ts'
import type { Round, RoundExtension } from '../../../domain/round.ts'
import { dayOf, type Instant } from '../../../domain/time.ts'
import type { ApplicationRecord } from '../../access/access.public.ts'
import {
  type CriteriaReading,
  criteriaReading,
  frameworkVersion,
  nextRoundLookup,
  extensionLookup,
  roundForLookup,
  versionPublishedAt,
} from '../../frameworks/frameworks.public.ts'
import { answerFactsLookup } from '../answers/answer.store.ts'
import { untouchedItems } from '../checking-answers/checking-answers.store.ts'
import { renewalDates } from '../renewals/renewal.store.ts'
import { openQuestionsLookup } from '../questions/question.store.ts'
import type { Carried } from '../since-last-year/since-last-year.pages.ts'
import { writtenSince } from '../since-last-year/since-last-year.store.ts'

export interface Tasks {
  application: ApplicationRecord
  framework: Framework
  answers: readonly AnswerFacts[]
  /** the application's round; for a draft without one, the round that is open or opens next */
  round: Round | null
  openQuestions: number
  /** ids of the items that a return or the panel asked about, and nobody has changed since */
  untouched: readonly string[]
  /** the latest extension of its round for this library */
  extension: RoundExtension | null
  /** when its version of the criteria was published; null in a preview of a draft */
  publishedAt: Instant | null
  at: Instant
  /** the content that a renewal copied from the previous application; null for others */
  carried: Carried | null
  /** the translation in which the person reads the criteria */
  reading: CriteriaReading
}

/** @param chosen the language in the address of the page */
export async function tasksOf(
  db: Db,
  application: ApplicationRecord,
  { at, chosen }: { at: Instant; chosen: string },
): Promise<Tasks> {
  const { frameworkVersionId: versionId, languages, roundId, organisationId } = application
  const { answers, round, extension, openQuestions } = await lookUpAll(db, {
    answers: answerFactsLookup(db, application, dayOf(at)),
    round: roundLookupFor(db, application, at),
    extension: roundId ? extensionLookup(db, { roundId, organisationId }) : null,
    openQuestions: application.isSubmitted ? openQuestionsLookup(db, application) : null,
  })
  return {
    application,
    framework: await frameworkVersion(db, versionId),
    answers,
    round,
    extension,
    openQuestions: openQuestions ?? 0,
    untouched: await untouchedItems(db, application, at),
    publishedAt: await versionPublishedAt(db, versionId),
    at,
    carried: await carriedInto(db, application, at),
    reading: await criteriaReading(db, { versionId, languages }, chosen),
  }
}

function roundLookupFor(db: Db, { roundId, status, streamId, organisationId }: ApplicationRecord, at: Instant) {
  if (roundId) return roundForLookup(db, { roundId, organisationId })
  return status === 'draft' ? nextRoundLookup(db, streamId, at) : null
}

async function carriedInto(db: Db, application: ApplicationRecord, at: Instant): Promise<Carried | null> {
  if (application.kind === 'first' || application.awardId === null) return null
  return {
    items: isOpen(application) ? (await writtenSince(db, application, dayOf(at))).items : [],
    dates: await renewalDates(db, application.awardId),
  }
}
