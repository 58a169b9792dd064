import type { Actor } from '../../../domain/actor.ts'
import { Forbidden, NotFound } from '../../../domain/refusals.ts'
import { looksLikeId } from '../../../db/ids.ts'
import type { Parts } from '../../../parts.ts'
import { flash } from '../../../web/flash.ts'
import { claimKey } from '../../../web/form-ids.ts'
import { parseForm } from '../../../web/parse-form.ts'
import { actorOf } from '../../../web/request.ts'
import { get, post, type Route } from '../../../web/routes.ts'
import { page } from '../../../web/view-engine.ts'
import { findOrganisation } from '../../organisations/organisations.public.ts'
import { answerRecommendation, judgedBy, judgeRecommendation, rightsOn } from './recommendation.actions.ts'
import { answerForm, verdictForm } from './recommendation.forms.ts'
import { answerPage, recommendationList, verdictPage } from './recommendation.pages.ts'
import { recommendationIn, recommendationsOfOrganisation, type RecommendationLine } from './recommendation.store.ts'

export const recommendationRoutes = ({ db, write }: Parts): Route[] => {
  return [
    get('/organisations/:id/recommendations', 'recommendation.list', async (req, res, permission) => {
      const actor = actorOf(res)
      const organisation = await findOrganisation(db, actor, permission, req.params.id)
      const recommendations = await recommendationsOfOrganisation(db, actor, organisation)
      page(
        res,
        'applications/recommendations/list',
        recommendationList(
          res.locals.t,
          organisation,
          recommendations,
          await rightsOn(db, actor, organisation, recommendations),
          res.locals.today,
        ),
      )
    }),

    get(
      '/organisations/:id/recommendations/:recommendationId/answer',
      'recommendation.answer',
      async (req, res, permission) => {
        const actor = actorOf(res)
        const organisation = await findOrganisation(db, actor, permission, req.params.id)
        const it = await findRecommendation(actor, organisation, req.params.recommendationId)
        if (it.status === 'closed') return res.redirect(303, `/organisations/${organisation.id}/recommendations`)
        page(
          res,
          'applications/recommendations/answer',
          answerPage(res.locals.t, organisation, it, await rightsOn(db, actor, organisation, [it]), res.locals.today),
        )
      },
    ),

    post(
      '/organisations/:id/recommendations/:recommendationId/answer',
      'recommendation.answer',
      async (req, res, permission) => {
        const [actor, { t, today }] = [actorOf(res), res.locals]
        const organisation = await findOrganisation(db, actor, permission, req.params.id)
        const it = await findRecommendation(actor, organisation, req.params.recommendationId)
        const { data, form } = parseForm(answerForm(t), req.body)
        if (form)
          return page(
            res.status(422),
            'applications/recommendations/answer',
            answerPage(t, organisation, it, await rightsOn(db, actor, organisation, [it]), today, form),
          )
        const done = await write(actor, work =>
          claimKey(work, data.idempotencyKey, async () => {
            await answerRecommendation(work, it, data)
            return `/organisations/${organisation.id}/recommendations`
          }),
        )
        flash(res, t('recommendations.answer.done'))
        res.redirect(303, done)
      },
    ),

    get(
      '/organisations/:id/recommendations/:recommendationId/closing',
      'recommendation.close',
      async (req, res, permission) => {
        const actor = actorOf(res)
        const { organisation, it } = await toJudge(actor, permission, req.params)
        if (it.status === 'closed') return res.redirect(303, `/organisations/${organisation.id}/recommendations`)
        page(
          res,
          'applications/recommendations/closing',
          verdictPage(res.locals.t, organisation, it, await rightsOn(db, actor, organisation, [it]), res.locals.today),
        )
      },
    ),

    post(
      '/organisations/:id/recommendations/:recommendationId/closing',
      'recommendation.close',
      async (req, res, permission) => {
        const [actor, { t, today }] = [actorOf(res), res.locals]
        const { organisation, it } = await toJudge(actor, permission, req.params)
        const { data, form } = parseForm(verdictForm(t), req.body)
        if (form)
          return page(
            res.status(422),
            'applications/recommendations/closing',
            verdictPage(t, organisation, it, await rightsOn(db, actor, organisation, [it]), today, form),
          )
        const done = await write(actor, work =>
          claimKey(work, data.idempotencyKey, async () => {
            await judgeRecommendation(work, it, data)
            return `/organisations/${organisation.id}/recommendations`
          }),
        )
        flash(res, t(`recommendations.judge.done.${data.verdict}`))
        res.redirect(303, done)
      },
    ),
  ]

  async function findRecommendation(
    actor: Actor,
    organisation: { id: string },
    id: string,
  ): Promise<RecommendationLine> {
    const it = looksLikeId(id) ? await recommendationIn(db, actor, organisation, id) : null
    if (!it) throw new NotFound()
    return it
  }

  /**
   * Through the list that both sides read, and then for those who may close it: its own library knows of it and may
   * not.
   */
  async function toJudge(
    actor: Actor,
    permission: string,
    { id, recommendationId }: { id: string; recommendationId: string },
  ) {
    const organisation = await findOrganisation(db, actor, 'recommendation.list', id)
    const it = await findRecommendation(actor, organisation, recommendationId)
    if (!(await judgedBy(db, actor, [it])).has(it.id)) throw new Forbidden(permission)
    return { organisation, it }
  }
}
