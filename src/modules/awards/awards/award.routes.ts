import { membershipsIn } from '../../../domain/actor.ts'
import { wasValidOn } from '../../../domain/validity.ts'
import { can } from '../../../domain/permissions.ts'
import { NotFound } from '../../../domain/refusals.ts'
import type { Parts } from '../../../parts.ts'
import { allow } from '../../../web/allow.ts'
import { pageOf, placeAfter } from '../../../web/lists.ts'
import { actor } from '../../../web/request.ts'
import { get, type Route } from '../../../web/routes.ts'
import { page } from '../../../web/view-engine.ts'
import { frameworkVersion } from '../../frameworks/frameworks.public.ts'
import { casesOfAward } from '../../overview/overview.public.ts'
import { termInForce } from '../lifecycle/facts.store.ts'
import { awardMoveRoutes } from '../moves/move.routes.ts'
import { awardOffersTo } from '../lifecycle/lifecycle.actions.ts'
import { awardList, awardPage, certificatePage } from './award.pages.ts'
import { awardLines, branchesInAward, changesOf, findAward, termsOf } from './award.store.ts'
import { promisedWith } from '../../applications/applications.public.ts'
import { nextRenewal } from '../next-renewal/next-renewal.store.ts'
import { recordRoutes } from '../recording/recording.routes.ts'

export const awardRoutes = (parts: Parts): Route[] => {
  const { db, config } = parts

  return [
    get('/awards', 'awards.list', async (req, res, permission) => {
      allow(actor(res), permission)
      const found = await awardLines(db, placeAfter(req, 'validTo', 'id'), 51)
      const { lines, next } = pageOf(found, 50, '/awards', ({ validTo, id }) => ({
        validTo: validTo ?? '0000-00-00',
        id,
      }))
      page(res, 'awards/awards/list', awardList(res.locals.t, lines, next, can(actor(res), 'organisation.register')))
    }),

    ...recordRoutes(parts),

    get('/awards/:id', 'award.read', async (req, res, permission) => {
      const [who, { t, today }] = [actor(res), res.locals]
      const award = await findAward(db, who, permission, req.params.id)
      const [terms, changes, term] = [
        await termsOf(db, award),
        await changesOf(db, award),
        await termInForce(db, award),
      ]
      page(
        res,
        'awards/awards/show',
        awardPage(t, award, {
          today,
          terms,
          changes,
          isValid: wasValidOn(changes, today),
          next: await nextRenewal(db, award, today),
          lapseAfterDays: term.settings.lapseAfterDays,
          branches: await branchesInAward(db, award),
          promised: await promisedWith(db, who, award, today),
          cases: await casesOfAward(db, who, award),
          offers: await awardOffersTo(db, who, award, today),
          isOwn: membershipsIn(who, award.organisationId).length > 0,
          may: {
            start: can(who, 'application.start', { id: award.organisationId }),
            askFull: can(who, 'award.ask_full', award),
          },
        }),
      )
    }),

    get('/awards/:id/certificate', 'award.read', async (req, res, permission) => {
      const award = await findAward(db, actor(res), permission, req.params.id)
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
