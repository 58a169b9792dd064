import type { Parts } from '../../../parts.ts'
import { actorOf } from '../../../web/request.ts'
import { get, type Route } from '../../../web/routes.ts'
import { page } from '../../../web/view-engine.ts'
import { kindIn, searchIn } from './search.forms.ts'
import { resultsMost, searchPage } from './search.pages.ts'
import { searchData } from './search.store.ts'

/** Searches evidence, criteria, partners and help. People find only what they are allowed to see. */
export const searchRoutes = ({ db }: Parts): Route[] => [
  get('/search', 'signed in', async (req, res) => {
    const [actor, { t, today }] = [actorOf(res), res.locals]
    const { search, form } = searchIn(t, req)
    const isInLibrary = actor.memberships.length > 0
    if (form.errors.length > 0) res.status(422)
    if (search === null) return page(res, 'site/search/show', searchPage(t, form, null, isInLibrary))
    const kindInWords = (kind: Parameters<Parameters<typeof searchData>[2]['kindInWords']>[0]) =>
      t(`partner.kind.${kind}`)
    const data = await searchData(db, actor, { search, today, limit: resultsMost, kindInWords })
    page(res, 'site/search/show', searchPage(t, form, { actor, search, kind: kindIn(req), data }, isInLibrary))
  }),
]
