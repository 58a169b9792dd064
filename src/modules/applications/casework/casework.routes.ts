import { type ApplicationRecord, findApplication } from '../../access/access.public.ts'
import type { Actor } from '../../../domain/actor.ts'
import { isGivenBack, type ApplicationMove } from '../../../domain/application.ts'
import { MoveRefused } from '../../../domain/refusals.ts'
import type { Parts } from '../../../parts.ts'
import { flash } from '../../../web/flash.ts'
import { claimKey } from '../../../web/form-ids.ts'
import { parseForm } from '../../../web/parse-form.ts'
import { actorOf } from '../../../web/request.ts'
import { get, post, type Route } from '../../../web/routes.ts'
import { page } from '../../../web/view-engine.ts'
import { offersTo } from '../applications/application.actions.ts'
import { checkForm } from '../applications/application.forms.ts'
import { closeApplication, holdApplication, moveDate, releaseApplication } from './casework.actions.ts'
import { newDateForm, reasonForm } from './casework.forms.ts'
import { closingPage, holdPage, newDatePage, releasePage } from './casework.pages.ts'

/** What a coordinator does with a case that stands still: hold it, let it go on, close it, give it a new date. */
export function caseworkRoutes({ db, write, clock }: Parts): Route[] {
  return [
    get('/applications/:id/hold', 'application.hold', async (req, res, permission) => {
      const application = await findApplication(db, actorOf(res), permission, req.params.id)
      await refuseUnlessOffered(actorOf(res), application, 'hold')
      page(res, 'applications/casework/move', holdPage(res.locals.t, application))
    }),

    post('/applications/:id/hold', 'application.hold', async (req, res, permission) => {
      const [actor, { t }] = [actorOf(res), res.locals]
      const application = await findApplication(db, actor, permission, req.params.id)
      const { data, form } = parseForm(reasonForm(t), req.body)
      if (form) return page(res.status(422), 'applications/casework/move', holdPage(t, application, form))
      await write(actor, work =>
        claimKey(work, data.idempotencyKey, () => holdApplication(work, application, data).then(() => application.id)),
      )
      flash(res, t('applications.hold.done', { organisation: application.organisationName }))
      res.redirect(303, `/applications/${application.id}`)
    }),

    get('/applications/:id/hold/ending', 'application.hold', async (req, res, permission) => {
      const application = await findApplication(db, actorOf(res), permission, req.params.id)
      await refuseUnlessOffered(actorOf(res), application, 'release')
      page(res, 'applications/casework/move', releasePage(res.locals.t, application))
    }),

    post('/applications/:id/hold/ending', 'application.hold', async (req, res, permission) => {
      const [actor, { t }] = [actorOf(res), res.locals]
      const application = await findApplication(db, actor, permission, req.params.id)
      const { idempotencyKey } = checkForm.parse(req.body ?? {})
      await write(actor, work =>
        claimKey(work, idempotencyKey, () => releaseApplication(work, application).then(() => application.id)),
      )
      flash(res, t('applications.release.done', { organisation: application.organisationName }))
      res.redirect(303, `/applications/${application.id}`)
    }),

    get('/applications/:id/closing', 'application.close', async (req, res, permission) => {
      const application = await findApplication(db, actorOf(res), permission, req.params.id)
      await refuseUnlessOffered(actorOf(res), application, 'close')
      page(res, 'applications/casework/move', closingPage(res.locals.t, application))
    }),

    post('/applications/:id/closing', 'application.close', async (req, res, permission) => {
      const [actor, { t }] = [actorOf(res), res.locals]
      const application = await findApplication(db, actor, permission, req.params.id)
      const { data, form } = parseForm(reasonForm(t), req.body)
      if (form) return page(res.status(422), 'applications/casework/move', closingPage(t, application, form))
      await write(actor, work =>
        claimKey(work, data.idempotencyKey, () => closeApplication(work, application, data).then(() => application.id)),
      )
      flash(res, t('applications.closing.done', { organisation: application.organisationName }))
      res.redirect(303, `/applications/${application.id}`)
    }),

    get('/applications/:id/date', 'application.move_date', async (req, res, permission) => {
      const application = await findApplication(db, actorOf(res), permission, req.params.id)
      if (!isGivenBack(application)) throw new MoveRefused('moveDate', application.status)
      page(res, 'applications/casework/move', newDatePage(res.locals.t, application, res.locals.today))
    }),

    post('/applications/:id/date', 'application.move_date', async (req, res, permission) => {
      const [actor, { t, today }] = [actorOf(res), res.locals]
      const application = await findApplication(db, actor, permission, req.params.id)
      const { data, form } = parseForm(newDateForm(t, today, application.until), req.body)
      if (form) return page(res.status(422), 'applications/casework/move', newDatePage(t, application, today, form))
      await write(actor, work =>
        claimKey(work, data.idempotencyKey, () => moveDate(work, application, data).then(() => application.id)),
      )
      flash(res, t('applications.new_date.done', { organisation: application.organisationName }))
      res.redirect(303, `/applications/${application.id}`)
    }),
  ]

  async function refuseUnlessOffered(
    actor: Actor,
    application: ApplicationRecord,
    name: ApplicationMove,
  ): Promise<void> {
    const offer = (await offersTo(db, actor, application, clock.now())).find(({ move }) => move === name)
    if (!offer || offer.unmet.length > 0) throw new MoveRefused(name, application.status, offer?.unmet)
  }
}
