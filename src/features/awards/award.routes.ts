import { membershipsIn } from '../../domain/actor.ts'
import { wasValidOn } from '../../domain/validity.ts'
import { NotFound } from '../../domain/refusals.ts'
import type { Parts } from '../../parts.ts'
import { allow } from '../../web/allow.ts'
import { pageOf, placeAfter } from '../../web/lists.ts'
import { actor } from '../../web/request.ts'
import { get, type Route } from '../../web/routes.ts'
import { page } from '../../web/view-engine.ts'
import { frameworkVersion } from '../frameworks/framework.store.ts'
import { awardList, awardPage, certificatePage } from './award.pages.ts'
import { awardLines, branchesInAward, changesOf, findAward, recommendationsFor, termsOf } from './award.store.ts'

export const awardRoutes = ({ db, config }: Parts): Route[] => [
  get('/awards', 'awards.list', async (req, res, permission) => {
    allow(actor(res), permission)
    const found = await awardLines(db, placeAfter(req, 'validTo', 'id'), 51)
    const { lines, next } = pageOf(found, 50, '/awards', ({ validTo, id }) => ({ validTo: validTo ?? '0000-00-00', id }))
    page(res, 'awards/list', awardList(res.locals.t, lines, next))
  }),

  get('/awards/:id', 'award.read', async (req, res, permission) => {
    const who = actor(res)
    const award = await findAward(db, who, permission, req.params.id)
    const terms = await termsOf(db, award)
    const last = terms.at(-1)
    if (!last) throw new NotFound()
    const framework = await frameworkVersion(db, last.frameworkVersionId)
    const [branches, recommendations] = [await branchesInAward(db, award), await recommendationsFor(db, who, award)]
    page(res, 'awards/show', awardPage(res.locals.t, award, framework, { terms, branches, recommendations, isOwn: membershipsIn(who, award.organisationId).length > 0 }))
  }),

  get('/awards/:id/certificate', 'award.read', async (req, res, permission) => {
    const award = await findAward(db, actor(res), permission, req.params.id)
    const term = (await termsOf(db, award)).at(-1)
    if (!term) throw new NotFound()
    const { issued } = await frameworkVersion(db, term.frameworkVersionId)
    const [branches, changes] = [await branchesInAward(db, award), await changesOf(db, award)]
    page(res, 'awards/certificate', certificatePage(res.locals.t, award, {
      term, branches: branches.length, isValid: wasValidOn(changes, res.locals.today), isIssued: issued, baseUrl: config.baseUrl,
    }))
  }),
]
