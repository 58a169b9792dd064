import type { Parts } from '../../../parts.ts'
import { actorOf } from '../../../web/request.ts'
import { get, type Route } from '../../../web/routes.ts'
import { show, submitForm } from '../../../web/submit-form.ts'
import { page } from '../../../web/view-engine.ts'
import { findApplication } from '../../access/access.public.ts'
import { drawAgain } from './sample.actions.ts'
import { sampleForm } from './sample.forms.ts'
import { samplePage } from './sample.pages.ts'
import { samplesOf } from './sample.store.ts'

export const sampleRoutes = (parts: Parts): Route[] => [
  get('/applications/:id/sample', 'sample.read', async (req, res, permission) => {
    const actor = actorOf(res)
    const application = await findApplication(parts.db, actor, permission, req.params.id)
    const samples = await samplesOf(parts.db, application)
    page(res, 'appraisal/samples/sample', samplePage(res.locals.t, actor, { application, samples }))
  }),

  submitForm(parts, {
    path: '/applications/:id/sample',
    permission: 'sample.draw',
    load: ({ db, actor, permission, params }) => findApplication(db, actor, permission, params.id),
    form: ({ t }) => sampleForm(t),
    act: (work, application, { data }) => drawAgain(work, application, data),
    done: (t, { id }) => ({ address: `/applications/${id}/sample`, notice: t('samples.done') }),
    redraw: async ({ db, t, actor }, application, form) => {
      const samples = await samplesOf(db, application)
      return show('appraisal/samples/sample', samplePage(t, actor, { application, samples, form }))
    },
  }),
]
