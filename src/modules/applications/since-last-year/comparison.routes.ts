import { membershipsIn } from '../../../domain/actor.ts'
import { dayOf } from '../../../domain/time.ts'
import { recordView } from '../../../history/record.ts'
import type { Parts } from '../../../parts.ts'
import { actorOf } from '../../../web/request.ts'
import { get, type Route } from '../../../web/routes.ts'
import { page } from '../../../web/view-engine.ts'
import { findApplication } from '../../access/access.public.ts'
import { changeFilters, comparisonPage } from './comparison.pages.ts'
import { comparisonFor } from './comparison.store.ts'

/** The changes since the last decided application. For people outside the library it is a view of the submission. */
export const comparisonRoutes = (parts: Parts): Route[] => [
  get('/applications/:id/since-last-year', 'application.read', async (req, res, permission) => {
    const actor = actorOf(res)
    const application = await findApplication(parts.db, actor, permission, req.params.id)
    const it = await comparisonFor(parts.db, actor, application, dayOf(parts.clock.now()))
    const { submission } = it
    if (submission && membershipsIn(actor, application.organisationId).length === 0)
      await parts.write(actor, work =>
        recordView(work, {
          what: 'submission',
          entityId: submission.id,
          organisationId: application.organisationId,
          applicationId: application.id,
        }),
      )
    const filter = changeFilters.find(each => each === req.query['show'])
    page(res, 'applications/since-last-year/changes', comparisonPage(res.locals.t, actor, it, filter))
  }),
]
