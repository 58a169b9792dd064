import { findApplication } from '../../access/access.public.ts'
import { dayOf } from '../../../domain/time.ts'
import type { Parts } from '../../../parts.ts'
import { flash } from '../../../web/flash.ts'
import { claimKey } from '../../../web/form-ids.ts'
import { parseForm } from '../../../web/parse-form.ts'
import { actorOf } from '../../../web/request.ts'
import { get, post, type Route } from '../../../web/routes.ts'
import { page } from '../../../web/view-engine.ts'
import { answerFactsOf } from '../answers/answer.store.ts'
import { frameworkVersion } from '../../frameworks/frameworks.public.ts'
import { checkForm, returnForm, withdrawForm } from '../applications/application.forms.ts'
import { checkPage, returnPage, withdrawPage } from '../applications/application.pages.ts'
import { panelReasonsOf } from '../panel-requests/panel-request.store.ts'
import { checkApplication, returnApplication, withdrawApplication } from './move.actions.ts'

/** Moves of an application that are no more than a page, a form and the door. */
export const moveRoutes = ({ db, write, clock }: Parts): Route[] => [
  get('/applications/:id/check', 'application.check', async (req, res, permission) => {
    const application = await findApplication(db, actorOf(res), permission, req.params.id)
    const framework = await frameworkVersion(db, application.frameworkVersionId)
    const reasons = application.kind === 'renewal' ? await panelReasonsOf(db, application) : null
    page(
      res,
      'applications/moves/check',
      checkPage(
        res.locals.t,
        actorOf(res),
        application,
        framework,
        await answerFactsOf(db, application, res.locals.today),
        reasons,
      ),
    )
  }),

  post('/applications/:id/check', 'application.check', async (req, res, permission) => {
    const { t } = res.locals
    const actor = actorOf(res)
    const application = await findApplication(db, actor, permission, req.params.id)
    const { idempotencyKey } = checkForm.parse(req.body ?? {})
    const done = await write(actor, work =>
      claimKey(work, idempotencyKey, async () => {
        await checkApplication(work, application)
        return `/applications/${application.id}`
      }),
    )
    flash(res, t('applications.check.done', { organisation: application.organisationName }))
    res.redirect(303, done)
  }),

  get('/applications/:id/return', 'application.return', async (req, res, permission) => {
    const application = await findApplication(db, actorOf(res), permission, req.params.id)
    page(res, 'applications/moves/return', returnPage(res.locals.t, application, dayOf(clock.now())))
  }),

  post('/applications/:id/return', 'application.return', async (req, res, permission) => {
    const { t } = res.locals
    const actor = actorOf(res)
    const at = clock.now()
    const application = await findApplication(db, actor, permission, req.params.id)
    const { data, form } = parseForm(returnForm(t, dayOf(at)), req.body)
    if (form) return page(res.status(422), 'applications/moves/return', returnPage(t, application, dayOf(at), form))
    const done = await write(actor, work =>
      claimKey(work, data.idempotencyKey, async () => {
        await returnApplication(work, application, data)
        return `/applications/${application.id}`
      }),
    )
    flash(res, t('applications.return.done', { organisation: application.organisationName }))
    res.redirect(303, done)
  }),

  get('/applications/:id/withdrawal', 'application.withdraw', async (req, res, permission) => {
    const application = await findApplication(db, actorOf(res), permission, req.params.id)
    page(res, 'applications/moves/withdraw', withdrawPage(res.locals.t, application))
  }),

  post('/applications/:id/withdrawal', 'application.withdraw', async (req, res, permission) => {
    const { t } = res.locals
    const actor = actorOf(res)
    const application = await findApplication(db, actor, permission, req.params.id)
    const { data, form } = parseForm(withdrawForm(t), req.body)
    if (form) return page(res.status(422), 'applications/moves/withdraw', withdrawPage(t, application, form))
    const done = await write(actor, work =>
      claimKey(work, data.idempotencyKey, async () => {
        await withdrawApplication(work, application)
        return `/applications/${application.id}`
      }),
    )
    flash(res, t('applications.withdraw.done'))
    res.redirect(303, done)
  }),
]
