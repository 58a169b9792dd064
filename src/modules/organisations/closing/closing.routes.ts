import type { Parts } from '../../../parts.ts'
import { actorOf } from '../../../web/request.ts'
import { get, type Route } from '../../../web/routes.ts'
import { show, submitForm } from '../../../web/submit-form.ts'
import { page } from '../../../web/view-engine.ts'
import { findOrganisation } from '../organisations/organisation.store.ts'
import { closeOrganisation, reopenOrganisation } from './closing.actions.ts'
import { closingForm } from './closing.forms.ts'
import { closingPage, reopeningPage } from './closing.pages.ts'

/** Routes with which coordinators close and reopen an organisation. */
export const closingRoutes = (parts: Parts): Route[] => [
  get('/organisations/:id/closing', 'organisation.close', async (req, res, permission) => {
    const organisation = await findOrganisation(parts.db, actorOf(res), permission, req.params.id)
    page(res, 'organisations/closing/close', closingPage(res.locals.t, organisation))
  }),

  submitForm(parts, {
    path: '/organisations/:id/closing',
    permission: 'organisation.close',
    load: ({ db, actor, permission, params }) => findOrganisation(db, actor, permission, params.id),
    form: ({ t }) => closingForm(t),
    act: (work, organisation, { data }) => closeOrganisation(work, organisation, data.reason),
    done: (t, { id, name }) => ({
      address: `/organisations/${id}`,
      notice: t('organisations.close.done', { name }),
    }),
    redraw: ({ t }, organisation, form) => show('organisations/closing/close', closingPage(t, organisation, form)),
  }),

  get('/organisations/:id/reopening', 'organisation.close', async (req, res, permission) => {
    const organisation = await findOrganisation(parts.db, actorOf(res), permission, req.params.id)
    page(res, 'organisations/closing/reopen', reopeningPage(res.locals.t, organisation))
  }),

  submitForm(parts, {
    path: '/organisations/:id/reopening',
    permission: 'organisation.close',
    load: ({ db, actor, permission, params }) => findOrganisation(db, actor, permission, params.id),
    act: (work, organisation) => reopenOrganisation(work, organisation),
    done: (t, { id, name }) => ({
      address: `/organisations/${id}`,
      notice: t('organisations.reopen.done', { name }),
    }),
  }),
]
