import type { Db, Tx } from '../../../db/connection.ts'
import { looksLikeId } from '../../../db/ids.ts'
import type { Actor } from '../../../domain/actor.ts'
import { NotFound } from '../../../domain/refusals.ts'
import type { Parts } from '../../../parts.ts'
import { actorOf } from '../../../web/request.ts'
import { get, type Route } from '../../../web/routes.ts'
import { isConfirmed } from '../../../web/sign-ins.ts'
import { show, submitForm } from '../../../web/submit-form.ts'
import { page } from '../../../web/view-engine.ts'
import { confirmPassword, findApplication } from '../../access/access.public.ts'
import { findSeat } from '../seats/seat.store.ts'
import { endHelp, recordHelper } from './seat-helper.actions.ts'
import { helperForm } from './seat-helper.forms.ts'
import { endHelpPage, newHelperPage } from './seat-helper.pages.ts'
import { findHelper } from './seat-helper.store.ts'

/** Coordinators record helpers and interpreters for the seats of a panel, and end their help. */
export const helperRoutes = (parts: Parts): Route[] => [
  get('/applications/:id/panel/seats/:seatId/helpers/new', 'panel.manage', async (req, res, permission) => {
    const about = await acceptedSeat(parts.db, actorOf(res), { permission, ...req.params })
    const shown = { ...about, isConfirmed: isConfirmed(res.locals.signIn, parts.clock.now()) }
    page(res, 'appraisal/seat-helpers/new', newHelperPage(res.locals.t, shown))
  }),

  submitForm(parts, {
    path: '/applications/:id/panel/seats/:seatId/helpers/new',
    permission: 'panel.manage',
    load: ({ db, actor, permission, params }) => acceptedSeat(db, actor, { permission, ...params }),
    confirm: () => confirmPassword(parts),
    form: ({ t }) => helperForm(t),
    act: (work, { application, seat }, { data }) => recordHelper(work, application, { ...data, seatId: seat.id }),
    done: (t, { application }, { data: { name }, result: isEmailed }) => ({
      address: `/applications/${application.id}/panel`,
      notice: isEmailed ? t('helpers.recorded', { name }) : t('helpers.recorded.not_emailed', { name }),
    }),
    redraw: ({ t, isConfirmed }, about, form) =>
      show('appraisal/seat-helpers/new', newHelperPage(t, { ...about, isConfirmed }, form)),
  }),

  get('/applications/:id/panel/helpers/:helperId/ending', 'panel.manage', async (req, res, permission) => {
    const { application, helper } = await recorded(parts.db, actorOf(res), { permission, ...req.params })
    page(res, 'appraisal/seat-helpers/end', endHelpPage(res.locals.t, application, helper))
  }),

  submitForm(parts, {
    path: '/applications/:id/panel/helpers/:helperId/ending',
    permission: 'panel.manage',
    load: ({ db, actor, permission, params }) => recorded(db, actor, { permission, ...params }),
    act: (work, { application, helper }) => endHelp(work, application, helper.id),
    done: (t, { application, helper }) => ({
      address: `/applications/${application.id}/panel`,
      notice: t('helpers.ended', { name: helper.name }),
    }),
  }),
]

/** @throws NotFound when the seat does not exist, has not been accepted or has been set aside */
async function acceptedSeat(db: Db | Tx, actor: Actor, by: { permission: 'panel.manage'; id: string; seatId: string }) {
  const application = await findApplication(db, actor, by.permission, by.id)
  if (!looksLikeId(by.seatId)) throw new NotFound()
  const seat = await findSeat(db, application, by.seatId)
  if (seat.status !== 'accepted' || seat.setAside) throw new NotFound()
  return { application, seat }
}

async function recorded(db: Db | Tx, actor: Actor, by: { permission: 'panel.manage'; id: string; helperId: string }) {
  const application = await findApplication(db, actor, by.permission, by.id)
  return { application, helper: await findHelper(db, application, by.helperId) }
}
