import { can } from '../../../domain/permissions.ts'
import type { Parts } from '../../../parts.ts'
import { allow } from '../../../web/allow.ts'
import { pageOf, placeAfter } from '../../../web/lists.ts'
import { actorOf } from '../../../web/request.ts'
import { get, type Route } from '../../../web/routes.ts'
import { page } from '../../../web/view-engine.ts'
import { awardList } from './award.pages.ts'
import { awardLines, placeOfAward } from './award.store.ts'

const linesOnAPage = 50

export const awardRoutes = ({ db }: Parts): Route[] => [
  get('/awards', 'awards.list', async (req, res, permission) => {
    allow(actorOf(res), permission)
    const found = await awardLines(db, placeAfter(req, 'validTo', 'id'), linesOnAPage + 1)
    const { lines, next } = pageOf(found, linesOnAPage, '/awards', placeOfAward)
    page(res, 'awards/awards/list', awardList(res.locals.t, lines, next, can(actorOf(res), 'organisation.register')))
  }),
]
