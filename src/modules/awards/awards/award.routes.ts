import { can } from '../../../domain/permissions.ts'
import { NotFound } from '../../../domain/refusals.ts'
import type { Parts } from '../../../parts.ts'
import { allow } from '../../../web/allow.ts'
import { pageOf, placeAfter } from '../../../web/lists.ts'
import { actorOf } from '../../../web/request.ts'
import { get, type Route } from '../../../web/routes.ts'
import { page } from '../../../web/view-engine.ts'
import { frameworkVersion } from '../../frameworks/frameworks.public.ts'
import { awardMoveRoutes } from '../moves/move.routes.ts'
import { awardList, certificatePage } from './award.pages.ts'
import { awardLines, branchesInAward, changesOf, findAward, termsOf } from './award.store.ts'
import { recordRoutes } from '../recording/recording.routes.ts'

export const awardRoutes = (parts: Parts): Route[] => {
  const { db, config } = parts

  return [
    get('/awards', 'awards.list', async (req, res, permission) => {
      allow(actorOf(res), permission)
      const found = await awardLines(db, placeAfter(req, 'validTo', 'id'), 51)
      const { lines, next } = pageOf(found, 50, '/awards', ({ validTo, id }) => ({
        validTo: validTo ?? '0000-00-00',
        id,
      }))
      page(res, 'awards/awards/list', awardList(res.locals.t, lines, next, can(actorOf(res), 'organisation.register')))
    }),

    ...recordRoutes(parts),

    get('/awards/:id/certificate', 'award.read', async (req, res, permission) => {
      const award = await findAward(db, actorOf(res), permission, req.params.id)
      const terms = await termsOf(db, award)
      const last = terms.at(-1)
      if (!last) throw new NotFound()
      const { issued } = await frameworkVersion(db, last.frameworkVersionId)
      const [branches, changes, { today }] = [await branchesInAward(db, award), await changesOf(db, award), res.locals]
      page(
        res,
        'awards/awards/certificate',
        certificatePage(res.locals.t, award, {
          terms,
          changes,
          today,
          branches: branches.length,
          isIssued: issued,
          baseUrl: config.baseUrl,
        }),
      )
    }),

    ...awardMoveRoutes(parts),
  ]
}
