import { looksLikeId } from '../../../db/ids.ts'
import type { Parts } from '../../../parts.ts'
import { allow } from '../../../web/allow.ts'
import { pageOf, queryText } from '../../../web/lists.ts'
import { actorOf } from '../../../web/request.ts'
import { get, type Route } from '../../../web/routes.ts'
import { page } from '../../../web/view-engine.ts'
import { historyLines } from './history.store.ts'
import { historyPage } from './history.pages.ts'

export const historyRoutes = ({ db }: Parts): Route[] => [
  get('/history', 'history.all', async (req, res, permission) => {
    allow(actorOf(res), permission)
    const id = (name: string) => (looksLikeId(queryText(req, name)) ? queryText(req, name) : null)
    const narrow = { organisationId: id('organisation'), personId: id('person') }
    const before = /^\d{1,15}$/.test(queryText(req, 'before')) ? Number(queryText(req, 'before')) : null
    const kept = new URLSearchParams(
      Object.entries({ organisation: narrow.organisationId ?? '', person: narrow.personId ?? '' }).filter(
        ([, value]) => value,
      ),
    ).toString()
    const { lines, next } = pageOf(
      await historyLines(db, actorOf(res), narrow, before, 51),
      50,
      `/history${kept ? `?${kept}` : ''}`,
      ({ sequence }) => ({ before: String(sequence) }),
    )
    page(res, 'site/history/all', historyPage(res.locals.t, actorOf(res), lines, next, before !== null))
  }),
]
