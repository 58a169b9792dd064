import type { Db, Tx } from '../../../db/connection.ts'
import type { Day } from '../../../domain/time.ts'
import type { Parts } from '../../../parts.ts'
import { actorOf } from '../../../web/request.ts'
import { get, type Route } from '../../../web/routes.ts'
import { show, submitForm } from '../../../web/submit-form.ts'
import { page } from '../../../web/view-engine.ts'
import { type ApplicationRecord, findApplication } from '../../access/access.public.ts'
import { openAmong } from '../../organisations/organisations.public.ts'
import { drawAgain } from './sample.actions.ts'
import { sampleForm } from './sample.forms.ts'
import { samplePage } from './sample.pages.ts'
import { samplesOf } from './sample.store.ts'

export const sampleRoutes = (parts: Parts): Route[] => [
  get('/applications/:id/sample', 'sample.read', async (req, res, permission) => {
    const actor = actorOf(res)
    const application = await findApplication(parts.db, actor, permission, req.params.id)
    const sampled = await sampledIn(parts.db, application, res.locals.today)
    page(res, 'appraisal/samples/sample', samplePage(res.locals.t, actor, sampled))
  }),

  submitForm(parts, {
    path: '/applications/:id/sample',
    permission: 'sample.draw',
    load: ({ db, actor, permission, params }) => findApplication(db, actor, permission, params.id),
    form: ({ t }) => sampleForm(t),
    act: (work, application, { data }) => drawAgain(work, application, data),
    done: (t, { id }) => ({ address: `/applications/${id}/sample`, notice: t('samples.done') }),
    redraw: async ({ db, t, actor, today }, application, form) => {
      const sampled = await sampledIn(db, application, today)
      return show('appraisal/samples/sample', samplePage(t, actor, { ...sampled, form }))
    },
  }),
]

const sampledIn = async (db: Db | Tx, application: ApplicationRecord, today: Day) => ({
  application,
  open: (await openAmong(db, application.scope, today)).length,
  samples: await samplesOf(db, application),
})
