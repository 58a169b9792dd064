import type { UnitOfWork } from '../../../db/unit-of-work.ts'
import { type ApplicationRecord, applicationsByIds, applicationsReadBy } from '../../access/access.public.ts'
import type { Db, Tx } from '../../../db/connection.ts'
import { declarationOf, membershipsIn, type Actor } from '../../../domain/actor.ts'
import { isUnderWay } from '../../../domain/application.ts'
import { can } from '../../../domain/permissions.ts'
import { statusAfter, type NoteKind } from '../../../domain/recommendation.ts'
import { Forbidden } from '../../../domain/refusals.ts'
import type { Day } from '../../../domain/time.ts'
import { emailReaders } from '../../../email/outbox.ts'
import type { CardRights, RecommendationsShown } from './recommendation-card.pages.ts'
import { recordEvent } from '../../../history/record.ts'
import {
  applicationsAbout,
  insertNote,
  recommendationsWithContext,
  recommendationsOfAward,
  updateRecommendation,
  type RecommendationLine,
} from './recommendation.store.ts'

export interface AnswerGiven {
  version: number
  answer: string
  owner: string
}

/**
 * The library's own words on it, and who sees to it there. It waits for the charity then; until it is closed the
 * library may say more. No letter: the charity meets it on its home page and at the head of the next paper.
 * @throws Stale when somebody said something of it since it was read, or it is closed
 */
export async function answerRecommendation(
  work: UnitOfWork,
  it: RecommendationLine,
  { version, answer, owner }: AnswerGiven,
): Promise<void> {
  if (!can(work.actor, 'recommendation.answer', { id: it.organisationId })) throw new Forbidden('recommendation.answer')
  await say(work, it, 'answer', answer, version, { owner })
  await recordEvent(work, 'recommendation.answered', entity(it), {
    recommendation: it.id,
    ownerChanged: owner !== it.owner,
  })
}

/**
 * Closed it is done; kept open it goes on to the next renewal. Either way with a note that the library reads, and is
 * told of by mail.
 */
export async function judgeRecommendation(
  work: UnitOfWork,
  it: RecommendationLine,
  { version, verdict, note }: { version: number; verdict: 'closed' | 'kept open'; note: string },
): Promise<void> {
  if (!(await judgedBy(work.trx, work.actor, [it])).has(it.id)) throw new Forbidden('recommendation.close')
  await say(work, it, verdict, note, version)
  await recordEvent(work, verdict === 'closed' ? 'recommendation.closed' : 'recommendation.kept_open', entity(it), {
    recommendation: it.id,
  })
  const [origin] = await applicationsByIds(work.trx, [it.applicationId])
  if (!origin) return
  const facts = { organisationId: it.organisationId, organisation: origin.organisationName }
  await emailReaders(work, verdict === 'closed' ? 'recommendation closed' : 'recommendation kept open', origin, facts)
}

/**
 * Those that a coordinator or trustee may close: who may read the case that made it, or another of its award, and
 * declared no conflict on any of them.
 */
export async function judgedBy(
  db: Db | Tx,
  actor: Actor,
  recommendations: readonly RecommendationLine[],
): Promise<Set<string>> {
  if (!actor.charityRoles.some(role => role === 'coordinator' || role === 'trustee')) return new Set()
  const about = await applicationsAbout(db, recommendations)
  const cases = new Map(
    (await applicationsByIds(db, [...new Set([...about.values()].flat())])).map(each => [each.id, each]),
  )
  return new Set(
    [...about]
      .filter(([, ids]) => {
        const here = ids.map(id => cases.get(id)).filter(each => each !== undefined)
        return (
          here.every(each => declarationOf(actor, each) !== 'conflict') &&
          here.some(each => can(actor, 'recommendation.close', each))
        )
      })
      .map(([id]) => id),
  )
}

/** What the cards of these promises offer this person. */
export async function rightsOn(
  db: Db | Tx,
  actor: Actor,
  organisation: { id: string },
  recommendations: readonly RecommendationLine[],
): Promise<CardRights> {
  const isOwn = membershipsIn(actor, organisation.id).length > 0
  return {
    isOwn,
    mayAnswer: can(actor, 'recommendation.answer', organisation),
    judgeable: isOwn ? new Set() : await judgedBy(db, actor, recommendations),
    readableApplications: isOwn
      ? 'all'
      : await applicationsReadBy(
          db,
          actor,
          recommendations.map(({ applicationId }) => applicationId),
        ),
  }
}

/** What was promised before this case and heads its paper, while it is under way. Whoever asks may read the case. */
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
 * All that was promised with an award, out of the cases that the person may read: an award is no secret, its cases are.
 */
export async function recommendationsWith(
  db: Db | Tx,
  actor: Actor,
  award: { id: string; organisationId: string },
  today: Day,
): Promise<RecommendationsShown> {
  const recommendations = await recommendationsOfAward(db, actor, award)
  return { recommendations, today, rights: await rightsOn(db, actor, { id: award.organisationId }, recommendations) }
}

async function say(
  work: UnitOfWork,
  it: RecommendationLine,
  says: NoteKind,
  body: string,
  readAt: number,
  changes: { owner?: string } = {},
): Promise<void> {
  await updateRecommendation(work.trx, it, readAt, {
    ...changes,
    status: statusAfter[says],
    ...(statusAfter[says] === it.status ? {} : { status_since: work.at }),
  })
  await insertNote(work.trx, { recommendation_id: it.id, says, body, written_by: work.actor.id, written_at: work.at })
}

const entity = ({ applicationId, organisationId }: RecommendationLine) =>
  ({ kind: 'application', id: applicationId, organisationId, applicationId }) as const
