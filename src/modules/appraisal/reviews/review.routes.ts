import type { Db, Tx } from '../../../db/connection.ts'
import { rolesIn, type Actor } from '../../../domain/actor.ts'
import type { Application } from '../../../domain/application.ts'
import { can, type ApplicationPermission } from '../../../domain/permissions.ts'
import { NotFound, Stale } from '../../../domain/refusals.ts'
import type { Day } from '../../../domain/time.ts'
import type { Parts } from '../../../parts.ts'
import { actorOf } from '../../../web/request.ts'
import { get, type Route } from '../../../web/routes.ts'
import { show, submitForm } from '../../../web/submit-form.ts'
import { page } from '../../../web/view-engine.ts'
import { findApplication } from '../../access/access.public.ts'
import { panelNamesCheckOn } from '../../applications/applications.public.ts'
import { decisionOn, releasedDecisionOn } from '../decisions/decision.store.ts'
import { answerRequest, askForCorrection, askForReview, withdrawCorrection, withdrawReview } from './review.actions.ts'
import { correctionForm, requestAnswerForm, reviewForm } from './review.forms.ts'
import { answerPage, correctionPage, reviewPage, type RequestCase } from './review.pages.ts'
import { requestsOn } from './review.store.ts'

/** The library asks for a review, a coordinator asks for a correction, and a trustee answers. */
export const reviewRoutes = (parts: Parts): Route[] => [
  get('/applications/:id/review', 'review.read', async (req, res, permission) => {
    const { t, today } = res.locals
    const actor = actorOf(res)
    const it = await caseFor({ db: parts.db, actor, today }, permission, req.params.id)
    page(res, 'appraisal/reviews/requests', reviewPage(t, it, can(actor, 'review.ask', it.application)))
  }),

  submitForm(parts, {
    path: '/applications/:id/review',
    permission: 'review.ask',
    load: loadCase,
    form: ({ t }) => reviewForm(t),
    act: (work, { application }, { data }) => askForReview(work, application, data),
    done: (t, { application }) => ({
      address: `/applications/${application.id}/review`,
      notice: t('reviews.ask.done'),
    }),
    redraw: ({ t, actor }, it, form) =>
      show('appraisal/reviews/requests', reviewPage(t, it, can(actor, 'review.ask', it.application), form)),
  }),

  submitForm(parts, {
    path: '/applications/:id/review/withdrawal',
    permission: 'review.ask',
    load: loadCase,
    act: (work, { application }) => withdrawReview(work, application),
    done: (t, { application }) => ({
      address: `/applications/${application.id}/review`,
      notice: t('reviews.withdraw.done'),
    }),
  }),

  get('/applications/:id/decision/correction', 'correction.ask', async (req, res, permission) => {
    const { t, today } = res.locals
    const it = await caseFor({ db: parts.db, actor: actorOf(res), today }, permission, req.params.id)
    page(res, 'appraisal/reviews/requests', correctionPage(t, it))
  }),

  submitForm(parts, {
    path: '/applications/:id/decision/correction',
    permission: 'correction.ask',
    load: loadCase,
    form: ({ t }) => correctionForm(t),
    act: (work, { application }, { data }) => askForCorrection(work, application, data),
    done: (t, { application }) => ({
      address: `/applications/${application.id}/decision`,
      notice: t('corrections.ask.done'),
    }),
    redraw: ({ t }, it, form) => show('appraisal/reviews/requests', correctionPage(t, it, form)),
  }),

  submitForm(parts, {
    path: '/applications/:id/decision/correction/withdrawal',
    permission: 'correction.ask',
    load: loadCase,
    act: (work, { application }) => withdrawCorrection(work, application),
    done: (t, { application }) => ({
      address: `/applications/${application.id}/decision`,
      notice: t('corrections.withdraw.done'),
    }),
  }),

  get('/applications/:id/decision/answer', 'decision_request.answer', async (req, res, permission) => {
    const { t, today } = res.locals
    const actor = actorOf(res)
    const known = await findApplication(parts.db, actor, 'decision_request.read', req.params.id)
    if (cannotAnswerNow(actor, known)) return res.redirect(303, `/applications/${known.id}/decision`)
    const it = await caseFor({ db: parts.db, actor, today }, permission, known.id)
    page(res, 'appraisal/reviews/requests', answerPage(t, it, actor.id))
  }),

  submitForm(parts, {
    path: '/applications/:id/decision/answer',
    permission: 'decision_request.answer',
    load: loadAnswer,
    form: ({ t }) => requestAnswerForm(t),
    check: panelNamesCheckOn(['reason'], {
      // Only an answer to a review is checked for names, because the library does not see answers to coordinators'
      // requests.
      applicationsOf: async (_asking, { application, requests }: RequestCase) =>
        requests.some(({ kind, status }) => kind === 'review' && status === 'asked') ? [application] : [],
    }),
    act: (work, { application }, { data }) => answerRequest(work, application, data),
    done: (t, { application }) => ({
      address: `/applications/${application.id}`,
      notice: t('decision_requests.answer.done'),
    }),
    redraw: ({ t, actor }, it, form) => show('appraisal/reviews/requests', answerPage(t, it, actor.id, form)),
  }),
]

interface Reading {
  db: Db | Tx
  actor: Actor
  today: Day
}

async function loadCase(
  asking: Reading & { permission: ApplicationPermission; params: { id: string } },
): Promise<RequestCase> {
  return caseFor(asking, asking.permission, asking.params.id)
}

/** @throws as `caseFor` does; Stale for a trustee when the application is no longer decided */
async function loadAnswer(asking: Parameters<typeof loadCase>[0]): Promise<RequestCase> {
  const known = await findApplication(asking.db, asking.actor, 'decision_request.read', asking.params.id)
  if (cannotAnswerNow(asking.actor, known)) throw new Stale()
  return loadCase(asking)
}

/** Whether this is a trustee of an application that is no longer decided, for example because a colleague answered. */
const cannotAnswerNow = (actor: Actor, application: Application): boolean =>
  !can(actor, 'decision_request.answer', application) && rolesIn(actor, application).includes('trustee')

/** @throws NotFound when there is no decision, or none that the actor can read yet */
async function caseFor(
  { db, actor, today }: Reading,
  permission: ApplicationPermission,
  id: string,
): Promise<RequestCase> {
  const application = await findApplication(db, actor, permission, id)
  const held = can(actor, 'decision_letter.read_held', application)
  const decision = await (held ? decisionOn : releasedDecisionOn)(db, application)
  if (!decision) throw new NotFound()
  return { application, decision, requests: await requestsOn(db, application), today }
}
