import { runLookup } from '../../../db/lookups.ts'
import { membershipsIn } from '../../../domain/actor.ts'
import type { Parts } from '../../../parts.ts'
import { pageOf, placeAfter } from '../../../web/lists.ts'
import { actorOf } from '../../../web/request.ts'
import { get, type Route } from '../../../web/routes.ts'
import { page } from '../../../web/view-engine.ts'
import { findApplication } from '../../access/access.public.ts'
import { frameworkVersion } from '../../frameworks/frameworks.public.ts'
import { moveReasonsLookup } from '../move-reasons/move-reason.store.ts'
import { historyPage } from './history.pages.ts'
import { eventsOfApplication } from './history.store.ts'

const eventsOnAPage = 50

export const historyRoutes = ({ db }: Parts): Route[] => [
  get('/applications/:id/history', 'history.read', async (req, res, permission) => {
    const actor = actorOf(res)
    const application = await findApplication(db, actor, permission, req.params.id)
    const before = sequenceIn(placeAfter(req, 'before')?.before)
    const found = await eventsOfApplication(db, actor, application, { before, limit: eventsOnAPage + 1 })
    const address = `/applications/${application.id}/history`
    const { lines, next } = pageOf(found, eventsOnAPage, address, ({ sequence }) => ({ before: String(sequence) }))
    const reasons = await runLookup(db, moveReasonsLookup(db, application, actor))
    const framework = await frameworkVersion(db, application.frameworkVersionId)
    const isLibrary = membershipsIn(actor, application.organisationId).length > 0
    page(
      res,
      'applications/history/history',
      historyPage(res.locals.t, application, { framework, events: lines, reasons, next, isLibrary }),
    )
  }),
]

const sequenceIn = (text: string | undefined): number | null => (text && /^\d{1,15}$/.test(text) ? Number(text) : null)
