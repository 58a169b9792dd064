import { findApplication } from '../../access/access.public.ts'
import type { Parts } from '../../../parts.ts'
import { flash } from '../../../web/flash.ts'
import { claimKey } from '../../../web/form-ids.ts'
import { parseForm } from '../../../web/parse-form.ts'
import { actorOf } from '../../../web/request.ts'
import { get, post, type Route } from '../../../web/routes.ts'
import { page } from '../../../web/view-engine.ts'
import { aboutApplication } from '../declarations/about.store.ts'
import { declineSeat, takeSeat } from '../panels/panel.actions.ts'
import { declineSeatForm, takeSeatForm } from '../panels/panel.forms.ts'
import { seatPage } from './seat.pages.ts'

/** One's own offer, answered by whoever signed in; the link in the letter leads here. */
export const seatRoutes = ({ db, write }: Parts): Route[] => [
  get('/applications/:id/seat', 'seat.answer', async (req, res, permission) => {
    const actor = actorOf(res)
    const application = await findApplication(db, actor, permission, req.params.id)
    page(res, 'appraisal/seats/seat', seatPage(res.locals.t, await aboutApplication(db, application), actor.name))
  }),

  post('/applications/:id/seat', 'seat.answer', async (req, res, permission) => {
    const [actor, { t }] = [actorOf(res), res.locals]
    const application = await findApplication(db, actor, permission, req.params.id)
    const { data, form } = parseForm(takeSeatForm(t), req.body)
    if (form)
      return page(
        res.status(422),
        'appraisal/seats/seat',
        seatPage(t, await aboutApplication(db, application), actor.name, form),
      )
    const done = await write(actor, work =>
      claimKey(work, data.idempotencyKey, async () => {
        await takeSeat(work, application, data.shownName)
        return `/applications/${application.id}/declaration`
      }),
    )
    flash(res, t('panels.seat.taken'))
    res.redirect(303, done)
  }),

  post('/applications/:id/seat/decline', 'seat.answer', async (req, res, permission) => {
    const [actor, { t }] = [actorOf(res), res.locals]
    const application = await findApplication(db, actor, permission, req.params.id)
    const { data, form } = parseForm(declineSeatForm(t), req.body)
    if (form)
      return page(
        res.status(422),
        'appraisal/seats/seat',
        seatPage(t, await aboutApplication(db, application), actor.name, form),
      )
    await write(actor, work => declineSeat(work, application, data.reason))
    flash(res, t('panels.seat.declined'))
    res.redirect(303, '/appraisals')
  }),
]
