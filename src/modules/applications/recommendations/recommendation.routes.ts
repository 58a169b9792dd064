import type { Db, Tx } from '../../../db/connection.ts'
import { looksLikeId } from '../../../db/ids.ts'
import { Forbidden, NotFound } from '../../../domain/refusals.ts'
import type { Organisation } from '../../../domain/organisation.ts'
import type { Parts } from '../../../parts.ts'
import { formOf, type Form } from '../../../web/form.ts'
import { actorOf } from '../../../web/request.ts'
import { get, type Route } from '../../../web/routes.ts'
import { show, submitForm, type Asking } from '../../../web/submit-form.ts'
import { page } from '../../../web/view-engine.ts'
import { findOrganisation } from '../../organisations/organisations.public.ts'
import { answerRecommendation, judgedBy, judgeRecommendation, rightsOn } from './recommendation.actions.ts'
import { answerForm, verdictForm } from './recommendation.forms.ts'
import { answerPage, recommendationList, verdictPage } from './recommendation.pages.ts'
import { recommendationIn, recommendationsOfOrganisation, type RecommendationLine } from './recommendation.store.ts'

export const recommendationRoutes = (parts: Parts): Route[] => [
  get('/organisations/:id/recommendations', 'recommendation.list', async (req, res, permission) => {
    const actor = actorOf(res)
    const { t, today } = res.locals
    const organisation = await findOrganisation(parts.db, actor, permission, req.params.id)
    const recommendations = await recommendationsOfOrganisation(parts.db, actor, organisation)
    const rights = await rightsOn(parts.db, actor, organisation, recommendations)
    const model = recommendationList(t, organisation, { recommendations, rights, today })
    page(res, 'applications/recommendations/list', model)
  }),

  get(
    '/organisations/:id/recommendations/:recommendationId/answer',
    'recommendation.answer',
    async (req, res, permission) => {
      const asking = { db: parts.db, actor: actorOf(res), permission, params: req.params, today: res.locals.today }
      const about = await recommendationToAnswer(asking)
      if (about.recommendation.status === 'closed') return res.redirect(303, listOf(about))
      page(res, 'applications/recommendations/answer', answerPage(res.locals.t, await shownTo(asking, about)))
    },
  ),

  submitForm(parts, {
    path: '/organisations/:id/recommendations/:recommendationId/answer',
    permission: 'recommendation.answer',
    load: recommendationToAnswer,
    form: ({ t }) => answerForm(t),
    act: (work, { recommendation }, { data }) => answerRecommendation(work, recommendation, data),
    done: (t, about) => ({ address: listOf(about), notice: t('recommendations.answer.done') }),
    redraw: async (asking, about, form) =>
      show('applications/recommendations/answer', answerPage(asking.t, await shownTo(asking, about), form)),
    redrawStale: async (asking, about, form) => {
      const message = asking.t(`recommendations.answer.stale.${stateOf(about)}`)
      const again = readAgain(form, { field: 'answer', message })
      return show('applications/recommendations/answer', answerPage(asking.t, await shownTo(asking, about), again))
    },
  }),

  get(
    '/organisations/:id/recommendations/:recommendationId/closing',
    'recommendation.close',
    async (req, res, permission) => {
      const asking = { db: parts.db, actor: actorOf(res), permission, params: req.params, today: res.locals.today }
      const about = await recommendationToJudge(asking)
      if (about.recommendation.status === 'closed') return res.redirect(303, listOf(about))
      page(res, 'applications/recommendations/closing', verdictPage(res.locals.t, await shownTo(asking, about)))
    },
  ),

  submitForm(parts, {
    path: '/organisations/:id/recommendations/:recommendationId/closing',
    permission: 'recommendation.close',
    load: recommendationToJudge,
    form: ({ t }) => verdictForm(t),
    act: (work, { recommendation }, { data }) => judgeRecommendation(work, recommendation, data),
    done: (t, about, { data }) => ({
      address: listOf(about),
      notice: t(`recommendations.judge.done.${data.verdict}`),
    }),
    redraw: async (asking, about, form) =>
      show('applications/recommendations/closing', verdictPage(asking.t, await shownTo(asking, about), form)),
    redrawStale: async (asking, about, form) => {
      const message = asking.t(`recommendations.judge.stale.${stateOf(about)}`)
      const again = readAgain(form, { field: 'note', message })
      return show('applications/recommendations/closing', verdictPage(asking.t, await shownTo(asking, about), again))
    },
  }),
]

interface RecommendationSubject {
  organisation: Organisation
  recommendation: RecommendationLine
}

type Asked = Pick<Asking, 'db' | 'actor'> & {
  params: { id: string; recommendationId: string }
}

async function recommendationToAnswer({
  db,
  actor,
  permission,
  params,
}: Asked & { permission: 'recommendation.answer' }): Promise<RecommendationSubject> {
  const organisation = await findOrganisation(db, actor, permission, params.id)
  return { organisation, recommendation: await findRecommendation(db, actor, organisation, params.recommendationId) }
}

/**
 * Finds a recommendation for the charity. The organisation's own members get Forbidden instead of NotFound, because
 * they can read the list too.
 */
async function recommendationToJudge({
  db,
  actor,
  permission,
  params,
}: Asked & { permission: 'recommendation.close' }): Promise<RecommendationSubject> {
  const organisation = await findOrganisation(db, actor, 'recommendation.list', params.id)
  const recommendation = await findRecommendation(db, actor, organisation, params.recommendationId)
  if (!(await judgedBy(db, actor, [recommendation])).has(recommendation.id)) throw new Forbidden(permission)
  return { organisation, recommendation }
}

async function findRecommendation(
  db: Db | Tx,
  actor: Asking['actor'],
  organisation: Organisation,
  id: string,
): Promise<RecommendationLine> {
  const recommendation = looksLikeId(id) ? await recommendationIn(db, actor, organisation, id) : null
  if (!recommendation) throw new NotFound()
  return recommendation
}

const shownTo = async (
  { db, actor, today }: Pick<Asking, 'db' | 'actor' | 'today'>,
  { organisation, recommendation }: RecommendationSubject,
) => ({ organisation, recommendation, rights: await rightsOn(db, actor, organisation, [recommendation]), today })

const listOf = ({ organisation }: RecommendationSubject): string => `/organisations/${organisation.id}/recommendations`

const stateOf = ({ recommendation }: RecommendationSubject) => (recommendation.status === 'closed' ? 'closed' : 'open')

/** The form with the current version of the recommendation, so that the next attempt can save it. */
const readAgain = (form: Form, error: Form['errors'][number]): Form => ({
  ...formOf({ ...form.values, version: '' }),
  errors: [error],
})
