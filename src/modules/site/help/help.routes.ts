import type { Parts } from '../../../parts.ts'
import { allow } from '../../../web/allow.ts'
import { can } from '../../../domain/permissions.ts'
import { actorOf, actorOrNull } from '../../../web/request.ts'
import { get, type Route } from '../../../web/routes.ts'
import { page } from '../../../web/view-engine.ts'
import { accessibilityPage, charityHelpPage, helpPage, privacyPage } from './help.pages.ts'

export const helpRoutes = ({ config }: Parts): Route[] => [
  get('/help', 'nothing', (_req, res) => {
    const actor = actorOrNull(res)
    page(res, 'site/help/text', helpPage(res.locals.t, actor !== null && can(actor, 'applications.list')))
  }),
  get('/help/charity', 'applications.list', (_req, res, permission) => {
    allow(actorOf(res), permission)
    page(res, 'site/help/text', charityHelpPage(res.locals.t))
  }),
  get('/accessibility', 'nothing', (_req, res) =>
    page(res, 'site/help/text', accessibilityPage(res.locals.t, config.contactEmail)),
  ),
  get('/privacy', 'nothing', (_req, res) =>
    page(res, 'site/help/text', privacyPage(res.locals.t, config.contactEmail)),
  ),
]
