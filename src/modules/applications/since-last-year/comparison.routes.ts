import type { Response } from 'express'
import { membershipsIn } from '../../../domain/actor.ts'
import { dayOf } from '../../../domain/time.ts'
import { typeset } from '../../../files/typeset.ts'
import { recordView } from '../../../history/record.ts'
import type { Parts } from '../../../parts.ts'
import { downloadHeaders } from '../../../web/downloads.ts'
import { paperDocument } from '../../../web/paper.ts'
import { actorOf } from '../../../web/request.ts'
import { get, type Route } from '../../../web/routes.ts'
import { page } from '../../../web/view-engine.ts'
import { dayAndTime } from '../../../words/format.ts'
import { findApplication } from '../../access/access.public.ts'
import { comparisonPaper } from './comparison-paper.pages.ts'
import { changeFilters, comparisonPage } from './comparison.pages.ts'
import { comparisonFor, type Comparison } from './comparison.store.ts'

/** The changes since the last decided application, on a page and as a document. */
export const comparisonRoutes = (parts: Parts): Route[] => [
  get('/applications/:id/since-last-year', 'application.read', async (req, res, permission) => {
    const it = await comparisonRead(parts, res, { permission, id: req.params.id })
    const filter = changeFilters.find(each => each === req.query['show'])
    page(res, 'applications/since-last-year/changes', comparisonPage(res.locals.t, actorOf(res), it, filter))
  }),

  get('/applications/:id/since-last-year.pdf', 'application.read', async (req, res, permission) => {
    const [actor, { t }, at] = [actorOf(res), res.locals, parts.clock.now()]
    const it = await comparisonRead(parts, res, { permission, id: req.params.id })
    const footer = t('comparison.made', { by: actor.name, at: dayAndTime(t, at) })
    const data = paperDocument(t, comparisonPaper(t, actor, it), footer)
    const pdf = await typeset(parts, { template: 'components/paper', data, at })
    const name = t('comparison.file', { organisation: it.application.organisationName, day: dayOf(at) })
    res.set(downloadHeaders('application/pdf', name)).send(pdf)
  }),
]

/**
 * Loads the comparison. Records a view of the submission when the reader is not a member of the library.
 * @throws as `findApplication` and `comparisonFor` do
 */
async function comparisonRead(
  parts: Parts,
  res: Response,
  { permission, id }: { permission: 'application.read'; id: string },
): Promise<Comparison> {
  const actor = actorOf(res)
  const application = await findApplication(parts.db, actor, permission, id)
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
  return it
}
