import { membershipsIn } from '../../../domain/actor.ts'
import { wasValidOn } from '../../../domain/validity.ts'
import { can } from '../../../domain/permissions.ts'
import type { Parts } from '../../../parts.ts'
import { actorOf } from '../../../web/request.ts'
import { get, type Route } from '../../../web/routes.ts'
import { page } from '../../../web/view-engine.ts'
import {
  awardOffersTo,
  branchesInAward,
  changesOf,
  findAward,
  nextRenewal,
  termInForce,
  termsOf,
} from '../../awards/awards.public.ts'
import { recommendationsWith } from '../../applications/applications.public.ts'
import { awardPage } from './award-page.pages.ts'
import { applicationsOfAward } from './award-page.store.ts'

/** One award, with what its applications and recommendations say of it. */
export const awardPageRoutes = ({ db }: Parts): Route[] => [
  get('/awards/:id', 'award.read', async (req, res, permission) => {
    const [actor, { t, today }] = [actorOf(res), res.locals]
    const award = await findAward(db, actor, permission, req.params.id)
    const [terms, changes, term] = [await termsOf(db, award), await changesOf(db, award), await termInForce(db, award)]
    page(
      res,
      'overview/award-page/show',
      awardPage(t, award, {
        today,
        terms,
        changes,
        isValid: wasValidOn(changes, today),
        next: await nextRenewal(db, award, today),
        lapseAfterDays: term.settings.lapseAfterDays,
        branches: await branchesInAward(db, award),
        recommendations: await recommendationsWith(db, actor, award, today),
        cases: await applicationsOfAward(db, actor, award),
        offers: await awardOffersTo(db, actor, award, today),
        isOwn: membershipsIn(actor, award.organisationId).length > 0,
        may: {
          start: can(actor, 'application.start', { id: award.organisationId }),
          askFull: can(actor, 'award.ask_full', award),
        },
      }),
    )
  }),
]
