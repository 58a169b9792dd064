import { type ApplicationRecord, findApplication } from '../../access/access.public.ts'
import type { Actor } from '../../../domain/actor.ts'
import { can } from '../../../domain/permissions.ts'
import { NotFound } from '../../../domain/refusals.ts'
import type { Parts } from '../../../parts.ts'
import { flash } from '../../../web/flash.ts'
import { claimKey } from '../../../web/form-ids.ts'
import { parseForm, refusalOf } from '../../../web/parse-form.ts'
import { actorOf } from '../../../web/request.ts'
import { get, post, type Route } from '../../../web/routes.ts'
import { page } from '../../../web/view-engine.ts'
import { looksLikeId } from '../../../db/ids.ts'
import { offersTo } from '../../applications/applications.public.ts'
import { frameworkVersion } from '../../frameworks/frameworks.public.ts'
import { offerSeat, seatPanel, withdrawSeat } from './panel.actions.ts'
import { offerForm, onceForm } from './panel.forms.ts'
import { panelPage, panelForReaders, withdrawSeatPage, type Casework } from './panel.pages.ts'
import { findSeat, peopleToSeat, seatLines } from './panel.store.ts'

export const panelRoutes = ({ db, write, clock }: Parts): Route[] => {
  return [
    get('/applications/:id/panel', 'panel.read', async (req, res, permission) => {
      const [actor, { t }] = [actorOf(res), res.locals]
      const application = await findApplication(db, actor, permission, req.params.id)
      if (can(actor, 'panel.manage', application))
        return page(res, 'appraisal/panels/panel', panelPage(t, await caseworkOf(actor, application)))
      page(
        res,
        'appraisal/panels/members',
        panelForReaders(t, actor, application, await frameworkVersion(db, application.frameworkVersionId)),
      )
    }),

    post('/applications/:id/panel', 'panel.manage', async (req, res, permission) => {
      const [actor, { t }] = [actorOf(res), res.locals]
      const application = await findApplication(db, actor, permission, req.params.id)
      const casework = await caseworkOf(actor, application)
      const { data, form } = parseForm(
        offerForm(
          t,
          casework.framework,
          casework.pool.map(({ id }) => id),
        ),
        req.body,
      )
      const back = `/applications/${application.id}/panel`
      const refused =
        form ??
        (await refusalOf(t, req.body, () =>
          write(actor, work =>
            claimKey(work, data.idempotencyKey, async () => {
              await offerSeat(work, application, data)
              return back
            }),
          ),
        ))
      if (refused)
        return page(
          res.status(422),
          'appraisal/panels/panel',
          panelPage(t, await caseworkOf(actor, application), refused),
        )
      flash(res, t('panels.offer.done'))
      res.redirect(303, back)
    }),

    post('/applications/:id/panel/passing', 'panel.manage', async (req, res, permission) => {
      const [actor, { t }] = [actorOf(res), res.locals]
      const application = await findApplication(db, actor, permission, req.params.id)
      const { idempotencyKey } = onceForm.parse(req.body ?? {})
      const done = await write(actor, work =>
        claimKey(work, idempotencyKey, async () => {
          await seatPanel(work, application)
          return `/applications/${application.id}`
        }),
      )
      flash(res, t('panels.passed', { organisation: application.organisationName }))
      res.redirect(303, done)
    }),

    get('/applications/:id/panel/seats/:seatId/withdrawal', 'panel.manage', async (req, res, permission) => {
      const application = await findApplication(db, actorOf(res), permission, req.params.id)
      page(
        res,
        'appraisal/panels/withdraw',
        withdrawSeatPage(res.locals.t, application, await activeSeat(application, req.params.seatId)),
      )
    }),

    post('/applications/:id/panel/seats/:seatId/withdrawal', 'panel.manage', async (req, res, permission) => {
      const [actor, { t }] = [actorOf(res), res.locals]
      const application = await findApplication(db, actor, permission, req.params.id)
      const seat = await activeSeat(application, req.params.seatId)
      await write(actor, work => withdrawSeat(work, application, seat.id))
      flash(res, t('panels.withdraw.done', { name: seat.name }))
      res.redirect(303, `/applications/${application.id}/panel`)
    }),
  ]

  async function caseworkOf(actor: Actor, application: ApplicationRecord): Promise<Casework> {
    const offer = (await offersTo(db, actor, application, clock.now())).find(({ move }) => move === 'seat')
    return {
      application,
      framework: await frameworkVersion(db, application.frameworkVersionId),
      seats: await seatLines(db, application),
      pool: (await peopleToSeat(db, application)).filter(({ id }) => id !== actor.id),
      unmet: offer?.unmet ?? null,
    }
  }

  async function activeSeat(application: ApplicationRecord, seatId: string) {
    if (!looksLikeId(seatId)) throw new NotFound()
    const seat = await findSeat(db, application, seatId)
    if (seat.status !== 'offered' && seat.status !== 'accepted') throw new NotFound()
    return seat
  }
}
