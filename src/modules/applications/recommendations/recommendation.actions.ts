import type { UnitOfWork } from '../../../db/unit-of-work.ts'
import {
  type ApplicationRecord,
  applicationsByIds,
  applicationsOfAwards,
  applicationsReadBy,
} from '../../access/access.public.ts'
import type { Db, Tx } from '../../../db/connection.ts'
import { declarationOf, membershipsIn, type Actor } from '../../../domain/actor.ts'
import { isUnderWay } from '../../../domain/application.ts'
import { can } from '../../../domain/permissions.ts'
import { statusAfter, type NoteKind } from '../../../domain/recommendation.ts'
import type { Day } from '../../../domain/time.ts'
import { emailReaders } from '../../../email/outbox.ts'
import { recordEvent } from '../../../history/record.ts'
import type { AnswerGiven, VerdictGiven } from './recommendation.forms.ts'
import type { CardRights, RecommendationsShown } from './recommendation.pages.ts'
import {
  insertNote,
  recommendationLines,
  recommendationsWithContext,
  updateRecommendation,
  type RecommendationLine,
  type RecommendationRow,
} from './recommendation.store.ts'

/**
 * Saves the library's answer, and the role at the library that is responsible for the recommendation.
 * @throws Stale when someone changed the recommendation since it was read, or it is closed
 */
export async function answerRecommendation(
  work: UnitOfWork,
  it: RecommendationLine,
  { version, answer, owner }: AnswerGiven,
): Promise<void> {
  await addNote(work, it, { says: 'answer', body: answer, readAt: version, owner })
  await recordEvent(work, 'recommendation.answered', entity(it), {
    recommendation: it.id,
    ownerChanged: owner !== it.owner,
  })
}

/**
 * Closes a recommendation or keeps it open for the next renewal, and emails the library.
 * @throws Stale when someone changed the recommendation since it was read, or it is closed
 */
export async function judgeRecommendation(
  work: UnitOfWork,
  it: RecommendationLine,
  { version, verdict, note }: VerdictGiven,
): Promise<void> {
  await addNote(work, it, { says: verdict, body: note, readAt: version })
  await recordEvent(work, verdict === 'closed' ? 'recommendation.closed' : 'recommendation.kept_open', entity(it), {
    recommendation: it.id,
  })
  const [origin] = await applicationsByIds(work.trx, [it.applicationId])
  if (!origin) return
  const facts = { organisationId: it.organisationId, organisation: origin.organisationName }
  await emailReaders(work, origin, {
    name: verdict === 'closed' ? 'recommendation closed' : 'recommendation kept open',
    facts,
  })
}

/**
 * @returns the ids of the recommendations that this person can close, as a coordinator or trustee without a declared
 * conflict of interest in any application of the award
 */
export async function judgedBy(
  db: Db | Tx,
  actor: Actor,
  recommendations: readonly RecommendationLine[],
): Promise<Set<string>> {
  if (!actor.charityRoles.some(role => role === 'coordinator' || role === 'trustee')) return new Set()
  const applications = await applicationsOfAwards(db, {
    ids: [...new Set(recommendations.map(({ applicationId }) => applicationId))],
    awardIds: [...new Set(recommendations.flatMap(({ awardId }) => awardId ?? []))],
  })
  const mayClose = ({ applicationId, awardId }: RecommendationLine): boolean => {
    const those = applications.filter(
      each => each.id === applicationId || (awardId !== null && each.awardId === awardId),
    )
    return (
      those.every(each => declarationOf(actor, each) !== 'conflict') &&
      those.some(each => can(actor, 'recommendation.close', each))
    )
  }
  return new Set(recommendations.filter(mayClose).map(({ id }) => id))
}

/** The person's rights on these recommendations. */
export async function rightsOn(
  db: Db | Tx,
  actor: Actor,
  organisation: { id: string },
  recommendations: readonly RecommendationLine[],
): Promise<CardRights> {
  if (membershipsIn(actor, organisation.id).length > 0) return rightsOfMember(actor, organisation)
  const applications = recommendations.map(({ applicationId }) => applicationId)
  return {
    isOwn: false,
    mayAnswer: can(actor, 'recommendation.answer', organisation),
    judgeable: await judgedBy(db, actor, recommendations),
    readableApplications: await applicationsReadBy(db, actor, applications),
  }
}

/** The rights of a member of the organisation on its recommendations. */
export const rightsOfMember = (actor: Actor, organisation: { id: string }): CardRights => ({
  isOwn: true,
  mayAnswer: can(actor, 'recommendation.answer', organisation),
  judgeable: new Set(),
  readableApplications: 'all',
})

/**
 * The recommendations of earlier applications for the same award, for the page of an application under way.
 * @param actor a person who can read the application
 * @returns null when there are none, or the application is no longer under way
 */
export async function recommendationsBefore(
  db: Db | Tx,
  actor: Actor,
  application: ApplicationRecord,
  today: Day,
): Promise<RecommendationsShown | null> {
  if (!isUnderWay(application)) return null
  const recommendations = (await recommendationsWithContext(db, application)).filter(
    ({ applicationId }) => applicationId !== application.id,
  )
  if (recommendations.length === 0) return null
  return {
    recommendations,
    today,
    rights: await rightsOn(db, actor, { id: application.organisationId }, recommendations),
  }
}

/**
 * The recommendations of an award that the person can read, with the person's rights on them.
 * @param rows the result of `recommendationsOfAwardLookup`
 */
export async function recommendationsWith(
  db: Db | Tx,
  actor: Actor,
  award: { organisationId: string },
  rows: readonly RecommendationRow[],
): Promise<Omit<RecommendationsShown, 'today'>> {
  const recommendations = await recommendationLines(db, rows)
  return { recommendations, rights: await rightsOn(db, actor, { id: award.organisationId }, recommendations) }
}

async function addNote(
  { trx, actor, at }: UnitOfWork,
  it: RecommendationLine,
  { says, body, readAt, owner }: { says: NoteKind; body: string; readAt: number; owner?: string },
): Promise<void> {
  const status = statusAfter[says]
  await updateRecommendation(trx, it, readAt, {
    status,
    ...(owner === undefined ? {} : { owner }),
    ...(status === it.status ? {} : { status_since: at }),
  })
  await insertNote(trx, { recommendation_id: it.id, says, body, written_by: actor.id, written_at: at })
}

const entity = ({ applicationId, organisationId }: RecommendationLine) =>
  ({ kind: 'application', id: applicationId, organisationId, applicationId }) as const
