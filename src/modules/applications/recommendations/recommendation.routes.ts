import type { Db, Tx } from '../../../db/connection.ts'
import { looksLikeId } from '../../../db/ids.ts'
import { runLookups } from '../../../db/lookups.ts'
import { membershipsIn } from '../../../domain/actor.ts'
import { can } from '../../../domain/permissions.ts'
import { Forbidden, NotFound } from '../../../domain/refusals.ts'
import type { Organisation } from '../../../domain/organisation.ts'
import type { Parts } from '../../../parts.ts'
import { autosavedForm } from '../../../web/autosave.ts'
import { typingLookup } from '../../../web/autosaved-page.ts'
import type { Form } from '../../../web/form.ts'
import { actorOf } from '../../../web/request.ts'
import { get, type Route } from '../../../web/routes.ts'
import { show, type FormRequest } from '../../../web/submit-form.ts'
import { page } from '../../../web/view-engine.ts'
import { applicationsOfAwards, applicationsReadByLookup } from '../../access/access.public.ts'
import { findOrganisation } from '../../organisations/organisations.public.ts'
import { panelNamesCheckOn } from '../panel-names/panel-names.actions.ts'
import {
  answerRecommendation,
  judgedBy,
  judgeRecommendation,
  rightsOfMember,
  rightsOn,
} from './recommendation.actions.ts'
import { answerFields, answerForm, verdictFields, verdictForm } from './recommendation.forms.ts'
import { answerPage, recommendationList, verdictPage, type CardRights } from './recommendation.pages.ts'
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
      const shown = await shownTo(asking, about, 'answer')
      page(res, 'applications/recommendations/answer', answerPage(res.locals.t, shown))
    },
  ),

  ...autosavedForm(
    parts,
    {
      path: '/organisations/:id/recommendations/:recommendationId/answer',
      permission: 'recommendation.answer',
      load: recommendationToAnswer,
      form: ({ t }) => answerForm(t),
      act: (work, { recommendation }, { data }) => answerRecommendation(work, recommendation, data),
      done: (t, about) => ({ address: listOf(about), notice: t('recommendations.answer.done') }),
      redraw: async (asking, about, form) => {
        const shown = await shownTo(asking, about, 'answer')
        return show('applications/recommendations/answer', answerPage(asking.t, shown, { form, isStale: false }))
      },
      redrawStale: async (asking, about, form) => {
        const message = asking.t(`recommendations.answer.stale.${stateOf(about)}`)
        const again = { form: withMessage(form, { field: 'answer', message }), isStale: true }
        const shown = await shownTo(asking, about, 'answer')
        return show('applications/recommendations/answer', answerPage(asking.t, shown, again))
      },
    },
    { fields: answerFields, address: about => addressOf(about, 'answer'), record: recordOf },
  ),

  get(
    '/organisations/:id/recommendations/:recommendationId/closing',
    'recommendation.close',
    async (req, res, permission) => {
      const asking = { db: parts.db, actor: actorOf(res), permission, params: req.params, today: res.locals.today }
      const about = await recommendationToJudge(asking)
      if (about.recommendation.status === 'closed') return res.redirect(303, listOf(about))
      const shown = await shownTo(asking, about, 'closing')
      page(res, 'applications/recommendations/closing', verdictPage(res.locals.t, shown))
    },
  ),

  ...autosavedForm(
    parts,
    {
      path: '/organisations/:id/recommendations/:recommendationId/closing',
      permission: 'recommendation.close',
      load: recommendationToJudge,
      form: ({ t }) => verdictForm(t),
      check: panelNamesCheckOn(['note'], {
        applicationsOf: ({ db }, { recommendation: { applicationId, awardId } }: RecommendationSubject) =>
          applicationsOfAwards(db, { ids: [applicationId], awardIds: awardId === null ? [] : [awardId] }),
      }),
      act: (work, { recommendation }, { data }) => judgeRecommendation(work, recommendation, data),
      done: (t, about, { data }) => ({
        address: listOf(about),
        notice: t(`recommendations.judge.done.${data.verdict}`),
      }),
      redraw: async (asking, about, form) => {
        const shown = await shownTo(asking, about, 'closing')
        return show('applications/recommendations/closing', verdictPage(asking.t, shown, { form, isStale: false }))
      },
      redrawStale: async (asking, about, form) => {
        const message = asking.t(`recommendations.judge.stale.${stateOf(about)}`)
        const again = { form: withMessage(form, { field: 'note', message }), isStale: true }
        const shown = await shownTo(asking, about, 'closing')
        return show('applications/recommendations/closing', verdictPage(asking.t, shown, again))
      },
    },
    { fields: verdictFields, address: about => addressOf(about, 'closing'), record: recordOf },
  ),
]

interface RecommendationSubject {
  organisation: Organisation
  recommendation: RecommendationLine
  /** whether the person can close the recommendation, or keep it open */
  isJudge: boolean
}

type Asked = Pick<FormRequest, 'db' | 'actor'> & {
  params: { id: string; recommendationId: string }
}

async function recommendationToAnswer({
  db,
  actor,
  permission,
  params,
}: Asked & { permission: 'recommendation.answer' }): Promise<RecommendationSubject> {
  const organisation = await findOrganisation(db, actor, permission, params.id)
  const recommendation = await findRecommendation(db, actor, organisation, params.recommendationId)
  return { organisation, recommendation, isJudge: false }
}

/**
 * Finds a recommendation that a person at the charity wants to judge. Members of the organisation get Forbidden instead
 * of NotFound, because they can read the recommendation.
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
  return { organisation, recommendation, isJudge: true }
}

async function findRecommendation(
  db: Db | Tx,
  actor: FormRequest['actor'],
  organisation: Organisation,
  id: string,
): Promise<RecommendationLine> {
  const recommendation = looksLikeId(id) ? await recommendationIn(db, actor, organisation, id) : null
  if (!recommendation) throw new NotFound()
  return recommendation
}

async function shownTo(
  { db, actor, today }: Pick<FormRequest, 'db' | 'actor' | 'today'>,
  about: RecommendationSubject,
  form: 'answer' | 'closing',
) {
  const { organisation, recommendation, isJudge } = about
  const isOwn = membershipsIn(actor, organisation.id).length > 0
  const address = addressOf(about, form)
  const { typing, readable } = await runLookups(db, {
    typing: typingLookup(db, { actor, today }, address),
    readable: isOwn ? null : applicationsReadByLookup(db, actor, [recommendation.applicationId]),
  })
  const rights: CardRights =
    readable === null
      ? rightsOfMember(actor, organisation)
      : {
          isOwn,
          mayAnswer: can(actor, 'recommendation.answer', organisation),
          judgeable: new Set(isJudge ? [recommendation.id] : []),
          readableApplications: readable,
        }
  return { organisation, recommendation, rights, today, typing }
}

const addressOf = ({ organisation, recommendation }: RecommendationSubject, form: 'answer' | 'closing'): string =>
  `/organisations/${organisation.id}/recommendations/${recommendation.id}/${form}`

/** @throws Forbidden when the recommendation is closed, because it can no longer be answered or judged */
async function recordOf(_db: Db | Tx, { permission }: FormRequest, { recommendation }: RecommendationSubject) {
  if (recommendation.status === 'closed') throw new Forbidden(permission)
  return { version: recommendation.version, editing: '' }
}

const listOf = ({ organisation }: RecommendationSubject): string => `/organisations/${organisation.id}/recommendations`

const stateOf = ({ recommendation }: RecommendationSubject) => (recommendation.status === 'closed' ? 'closed' : 'open')

const withMessage = (form: Form, error: Form['errors'][number]): Form => ({ ...form, errors: [error] })
