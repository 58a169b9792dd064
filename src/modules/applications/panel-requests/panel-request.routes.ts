import { findApplication } from '../../access/access.public.ts'
import type { Parts } from '../../../parts.ts'
import { actorOf } from '../../../web/request.ts'
import { get, type Route } from '../../../web/routes.ts'
import { show, submitForm } from '../../../web/submit-form.ts'
import { page } from '../../../web/view-engine.ts'
import { requestPanel } from './panel-request.actions.ts'
import { panelRequestForm } from './panel-request.forms.ts'
import { panelRequestPage, stalePanelRequest } from './panel-request.pages.ts'

export const panelRequestRoutes = (parts: Parts): Route[] => [
  get('/applications/:id/panel-wanted', 'application.want_panel', async (req, res, permission) => {
    const application = await findApplication(parts.db, actorOf(res), permission, req.params.id)
    page(res, 'applications/panel-requests/new', panelRequestPage(res.locals.t, application))
  }),

  submitForm(parts, {
    path: '/applications/:id/panel-wanted',
    permission: 'application.want_panel',
    load: ({ db, actor, permission, params }) => findApplication(db, actor, permission, params.id),
    form: ({ t }) => panelRequestForm(t),
    act: (work, application, { data }) => requestPanel(work, application, data),
    done: (t, { id, status }) => ({
      address: `/applications/${id}`,
      notice: t(status === 'checked' ? 'renewal.panel.request.done.checked' : 'renewal.panel.request.done'),
    }),
    redraw: ({ t }, application, form) =>
      show('applications/panel-requests/new', panelRequestPage(t, application, form)),
    redrawStale: ({ t }, application, form) =>
      show(
        'applications/panel-requests/new',
        panelRequestPage(t, application, stalePanelRequest(t, application, form)),
      ),
  }),
]
