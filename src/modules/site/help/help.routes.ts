import type { Parts } from '../../../parts.ts'
import { get, type Route } from '../../../web/routes.ts'
import { page } from '../../../web/view-engine.ts'
import { accessibilityPage, helpPage, privacyPage } from './help.pages.ts'

export const helpRoutes = (_parts: Parts): Route[] => [
  get('/help', 'nothing', (_req, res) => page(res, 'site/help/text', helpPage(res.locals.t))),
  get('/accessibility', 'nothing', (_req, res) => page(res, 'site/help/text', accessibilityPage(res.locals.t))),
  get('/privacy', 'nothing', (_req, res) => page(res, 'site/help/text', privacyPage(res.locals.t))),
]
