import { NotFound } from '../../../domain/refusals.ts'
import type { Parts } from '../../../parts.ts'
import { actorOf } from '../../../web/request.ts'
import { get, type Route } from '../../../web/routes.ts'
import { page } from '../../../web/view-engine.ts'
import { mappingOf, versionBefore, versionIn } from '../../frameworks/frameworks.public.ts'
import { findEarlierContent } from '../since-last-year/earlier-content.store.ts'
import { mappingPreviewPage } from './mapping-preview.pages.ts'
import { tryableAwards } from './mapping-preview.store.ts'

/** Shows which answers a mapping would carry over for one award, and how much evidence each has, but not the text. */
export const mappingPreviewRoutes = ({ db, clock }: Parts): Route[] => [
  get('/frameworks/:id/mapping-preview', 'frameworks.list', async (req, res, permission) => {
    const actor = actorOf(res)
    const version = await versionIn({ db, actor, permission, params: req.params })
    const before = await versionBefore(db, version)
    if (!before) throw new NotFound()
    const awards = await tryableAwards(db, actor, version.streamId)
    const award = awards.find(({ awardId }) => awardId === req.query.award) ?? null
    const said =
      award &&
      (await findEarlierContent(db, {
        awardId: award.awardId,
        kind: 'reappraisal',
        startedAt: clock.now(),
        frameworkVersionId: before.id,
      }))
    const mapping = await mappingOf(db, version, before)
    const shown = { version, before, awards, award, answers: said?.answers ?? [], mapping }
    page(res, 'applications/mapping-preview/preview', mappingPreviewPage(res.locals.t, shown))
  }),
]
