import { findApplication } from '../../access/access.public.ts'
import type { Parts } from '../../../parts.ts'
import { flash } from '../../../web/flash.ts'
import { onceOnly } from '../../../web/form-ids.ts'
import { parseForm } from '../../../web/parse-form.ts'
import { actor } from '../../../web/request.ts'
import { get, post, type Route } from '../../../web/routes.ts'
import { page } from '../../../web/view-engine.ts'
import { aboutCase } from '../declarations/about.store.ts'
import { declineSeat, takeSeat } from '../panels/panel.actions.ts'
import { declineSeatForm, takeSeatForm } from '../panels/panel.forms.ts'
import { seatPage } from './seat.pages.ts'

/** One's own offer, answered by whoever signed in; the link in the letter leads here. */
export const seatRoutes = ({ db, write }: Parts): Route[] => [
  get('/applications/:id/seat', 'seat.answer', async (req, res, permission) => {
    const who = actor(res)
    const application = await findApplication(db, who, permission, req.params.id)
    page(res, 'appraisal/seats/seat', seatPage(res.locals.t, await aboutCase(db, application), who.name))
  }),

  post('/applications/:id/seat', 'seat.answer', async (req, res, permission) => {
    const [who, { t }] = [actor(res), res.locals]
    const application = await findApplication(db, who, permission, req.params.id)
    const { data, form } = parseForm(takeSeatForm(t), req.body)
    if (form)
      return page(
        res.status(422),
        'appraisal/seats/seat',
        seatPage(t, await aboutCase(db, application), who.name, form),
      )
    const done = await write(who, work =>
      onceOnly(work, data.formId, async () => {
        await takeSeat(work, application, data.shownName)
        return `/applications/${application.id}/declaration`
      }),
    )
    flash(res, t('panels.seat.taken'))
    res.redirect(303, done)
  }),

  post('/applications/:id/seat/decline', 'seat.answer', async (req, res, permission) => {
    const [who, { t }] = [actor(res), res.locals]
    const application = await findApplication(db, who, permission, req.params.id)
    const { data, form } = parseForm(declineSeatForm(t), req.body)
    if (form)
      return page(
        res.status(422),
        'appraisal/seats/seat',
        seatPage(t, await aboutCase(db, application), who.name, form),
      )
    await write(who, work => declineSeat(work, application, data.because))
    flash(res, t('panels.seat.declined'))
    res.redirect(303, '/appraisals')
  }),
]
