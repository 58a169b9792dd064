import type { Db } from '../../../db/connection.ts'
import { can } from '../../../domain/permissions.ts'
import type { Parts } from '../../../parts.ts'
import { allow } from '../../../web/allow.ts'
import { actorOf, actorOrNull } from '../../../web/request.ts'
import { get, type Route } from '../../../web/routes.ts'
import { page } from '../../../web/view-engine.ts'
import { frameworkVersions, latestVersionIds } from '../../frameworks/frameworks.public.ts'
import { accessibilityPage, charityHelpPage, helpPage, privacyPage } from './help.pages.ts'

export const helpRoutes = ({ db, config }: Parts): Route[] => [
  get('/help', 'nothing', async (_req, res) => {
    const actor = actorOrNull(res)
    const isCharity = actor !== null && can(actor, 'applications.list')
    page(res, 'site/help/text', helpPage(res.locals.t, isCharity, await hasDraftCriteria(db)))
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

/** Whether new applications, in any stream, use criteria that City of Sanctuary has not issued. */
async function hasDraftCriteria(db: Db): Promise<boolean> {
  const newest = await frameworkVersions(db, [...(await latestVersionIds(db)).values()])
  return [...newest.values()].some(({ issued }) => !issued)
}
