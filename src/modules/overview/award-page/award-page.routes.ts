import { membershipsIn } from '../../../domain/actor.ts'
import { wasValidOn } from '../../../domain/validity.ts'
import { can } from '../../../domain/permissions.ts'
import type { Parts } from '../../../parts.ts'
import { actor } from '../../../web/request.ts'
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
import { promisedWith } from '../../applications/applications.public.ts'
import { awardPage } from './award-page.pages.ts'
import { casesOfAward } from './award-page.store.ts'

/** One award, with what its applications and recommendations say of it. */
export const awardPageRoutes = ({ db }: Parts): Route[] => [
  get('/awards/:id', 'award.read', async (req, res, permission) => {
    const [who, { t, today }] = [actor(res), res.locals]
    const award = await findAward(db, who, permission, req.params.id)
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
]
