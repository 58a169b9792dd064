import { findApplication } from '../../access/access.public.ts'
import { can } from '../../../domain/permissions.ts'
import { Forbidden } from '../../../domain/refusals.ts'
import type { Parts } from '../../../parts.ts'
import { flash } from '../../../web/flash.ts'
import { onceOnly } from '../../../web/form-ids.ts'
import { parseForm } from '../../../web/parse-form.ts'
import { actor } from '../../../web/request.ts'
import { get, post, type Route } from '../../../web/routes.ts'
import { page } from '../../../web/view-engine.ts'
import { aboutCase } from './about.store.ts'
import { asksIndependence, declarationPage } from './declaration.pages.ts'
import { confirmIndependence, declare, declareConflictLater } from '../panels/panel.actions.ts'
import { declarationForm, independenceForm, laterConflictForm } from '../panels/panel.forms.ts'

/** Seats, coordinators and trustees, each for themselves. After a conflict there is no case any more, so the way leads home. */
export const declarationRoutes = ({ db, write }: Parts): Route[] => [
  get('/applications/:id/declaration', 'application.know', async (req, res, permission) => {
    const who = actor(res)
    const application = await findApplication(db, who, permission, req.params.id)
    if (!can(who, 'declaration.make', application) && !can(who, 'declaration.change', application))
      throw new Forbidden('declaration.make')
    page(res, 'appraisal/declarations/edit', declarationPage(res.locals.t, who, await aboutCase(db, application)))
  }),

  post('/applications/:id/declaration', 'declaration.make', async (req, res, permission) => {
    const [who, { t }] = [actor(res), res.locals]
    const application = await findApplication(db, who, 'application.know', req.params.id)
    if (can(who, 'declaration.change', application)) return res.redirect(303, `/applications/${application.id}`) // sent twice
    if (!can(who, permission, application)) throw new Forbidden(permission)
    const { data, form } = parseForm(declarationForm(t, asksIndependence(who, application)), req.body)
    if (form)
      return page(
        res.status(422),
        'appraisal/declarations/edit',
        declarationPage(t, who, await aboutCase(db, application), form),
      )
    const done = await write(who, work =>
      onceOnly(work, data.formId, async () => {
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
    const [who, { t }] = [actor(res), res.locals]
    const application = await findApplication(db, who, permission, req.params.id)
    const { data, form } = parseForm(laterConflictForm(t), req.body)
    if (form)
      return page(
        res.status(422),
        'appraisal/declarations/edit',
        declarationPage(t, who, await aboutCase(db, application), form),
      )
    await write(who, work => declareConflictLater(work, application, data.because))
    flash(res, t('panels.declare.done.conflict', { organisation: application.organisationName }))
    res.redirect(303, '/home')
  }),

  post('/applications/:id/declaration/independence', 'declaration.change', async (req, res, permission) => {
    const [who, { t }] = [actor(res), res.locals]
    const application = await findApplication(db, who, permission, req.params.id)
    if (!asksIndependence(who, application)) return res.redirect(303, `/applications/${application.id}`)
    const { data, form } = parseForm(independenceForm(t), req.body)
    if (form)
      return page(
        res.status(422),
        'appraisal/declarations/edit',
        declarationPage(t, who, await aboutCase(db, application), form),
      )
    await write(who, work => confirmIndependence(work, application, data.independent === 'yes'))
    flash(res, t('panels.declare.done'))
    res.redirect(303, `/applications/${application.id}`)
  }),
]
