import { findApplication } from '../../access/access.public.ts'
import { can } from '../../../domain/permissions.ts'
import { Forbidden } from '../../../domain/refusals.ts'
import type { Parts } from '../../../parts.ts'
import { flash } from '../../../web/flash.ts'
import { claimKey } from '../../../web/form-ids.ts'
import { parseForm } from '../../../web/parse-form.ts'
import { actorOf } from '../../../web/request.ts'
import { get, post, type Route } from '../../../web/routes.ts'
import { page } from '../../../web/view-engine.ts'
import { aboutApplication } from './about.store.ts'
import { asksIndependence, declarationPage } from './declaration.pages.ts'
import { confirmIndependence, declare, declareConflictLater } from '../panels/panel.actions.ts'
import { declarationForm, independenceForm, laterConflictForm } from '../panels/panel.forms.ts'

/**
 * Seats, coordinators and trustees, each for themselves. After a conflict there is no case any more, so the way leads
 * home.
 */
export const declarationRoutes = ({ db, write }: Parts): Route[] => [
  get('/applications/:id/declaration', 'application.know', async (req, res, permission) => {
    const actor = actorOf(res)
    const application = await findApplication(db, actor, permission, req.params.id)
    if (!can(actor, 'declaration.make', application) && !can(actor, 'declaration.change', application))
      throw new Forbidden('declaration.make')
    page(
      res,
      'appraisal/declarations/edit',
      declarationPage(res.locals.t, actor, await aboutApplication(db, application)),
    )
  }),

  post('/applications/:id/declaration', 'declaration.make', async (req, res, permission) => {
    const [actor, { t }] = [actorOf(res), res.locals]
    const application = await findApplication(db, actor, 'application.know', req.params.id)
    // sent twice
    if (can(actor, 'declaration.change', application)) return res.redirect(303, `/applications/${application.id}`)
    if (!can(actor, permission, application)) throw new Forbidden(permission)
    const { data, form } = parseForm(declarationForm(t, asksIndependence(actor, application)), req.body)
    if (form)
      return page(
        res.status(422),
        'appraisal/declarations/edit',
        declarationPage(t, actor, await aboutApplication(db, application), form),
      )
    const done = await write(actor, work =>
      claimKey(work, data.idempotencyKey, async () => {
        await declare(work, application, data)
        return data.says === 'conflict' ? '/home' : `/applications/${application.id}`
      }),
    )
    flash(
      res,
      data.says === 'conflict'
        ? t('panels.declare.done.conflict', { organisation: application.organisationName })
        : t('panels.declare.done'),
    )
    res.redirect(303, done)
  }),

  post('/applications/:id/declaration/conflict', 'declaration.change', async (req, res, permission) => {
    const [actor, { t }] = [actorOf(res), res.locals]
    const application = await findApplication(db, actor, permission, req.params.id)
    const { data, form } = parseForm(laterConflictForm(t), req.body)
    if (form)
      return page(
        res.status(422),
        'appraisal/declarations/edit',
        declarationPage(t, actor, await aboutApplication(db, application), form),
      )
    await write(actor, work => declareConflictLater(work, application, data.reason))
    flash(res, t('panels.declare.done.conflict', { organisation: application.organisationName }))
    res.redirect(303, '/home')
  }),

  post('/applications/:id/declaration/independence', 'declaration.change', async (req, res, permission) => {
    const [actor, { t }] = [actorOf(res), res.locals]
    const application = await findApplication(db, actor, permission, req.params.id)
    if (!asksIndependence(actor, application)) return res.redirect(303, `/applications/${application.id}`)
    const { data, form } = parseForm(independenceForm(t), req.body)
    if (form)
      return page(
        res.status(422),
        'appraisal/declarations/edit',
        declarationPage(t, actor, await aboutApplication(db, application), form),
      )
    await write(actor, work => confirmIndependence(work, application, data.independent === 'yes'))
    flash(res, t('panels.declare.done'))
    res.redirect(303, `/applications/${application.id}`)
  }),
]
