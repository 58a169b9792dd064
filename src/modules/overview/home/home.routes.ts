import type { Parts } from '../../../parts.ts'
import { queryText } from '../../../web/lists.ts'
import { actorOf, actorOrNull } from '../../../web/request.ts'
import { get, type Route } from '../../../web/routes.ts'
import { page } from '../../../web/view-engine.ts'
import { homePage, maxCards, maxCardsOfAll } from './home.pages.ts'
import { loadHome } from './home.store.ts'

export const homeRoutes = ({ db, clock, config }: Parts): Route[] => [
  get('/', 'nothing', (_req, res) => {
    if (actorOrNull(res)) return res.redirect(303, '/home')
    page(res, 'overview/home/start', { title: res.locals.t('start.title') })
  }),

  get('/home', 'signed in', async (req, res) => {
    const actor = actorOf(res)
    const now = clock.now()
    const max = queryText(req, 'show') === 'all' ? maxCardsOfAll : maxCards
    const weeks = queryText(req, 'weeks') === '4' ? 4 : 1
    const loaded = await loadHome(db, actor, { now, limit: max + 1, weeks })
    const shown = { now, max, weeks, shared: config.contactEmail, isScanned: config.scanner !== 'none' } as const
    page(res, 'overview/home/show', homePage(res.locals.t, actor, loaded, shown))
  }),
]
