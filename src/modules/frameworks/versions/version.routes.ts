import type { Parts } from '../../../parts.ts'
import { actorOf } from '../../../web/request.ts'
import { get, type Route } from '../../../web/routes.ts'
import { page } from '../../../web/view-engine.ts'
import { versionBefore, versionIn } from '../drafts/draft.store.ts'
import { translationsOf } from '../translations/translation.store.ts'
import { differencesPage, versionPage } from './version.pages.ts'

/** The page of one version, and the page with its differences from the previous version. */
export const versionRoutes = ({ db }: Parts): Route[] => [
  get('/frameworks/:id', 'frameworks.list', async (req, res, permission) => {
    const actor = actorOf(res)
    const version = await versionIn({ db, actor, permission, params: req.params })
    const before = await versionBefore(db, version)
    const translations = version.publishedAt === null ? [] : await translationsOf(db, version.id)
    page(res, 'frameworks/versions/version', versionPage(res.locals.t, actor, { version, before, translations }))
  }),

  get('/frameworks/:id/differences', 'frameworks.list', async (req, res, permission) => {
    const version = await versionIn({ db, actor: actorOf(res), permission, params: req.params })
    const before = await versionBefore(db, version)
    page(res, 'frameworks/versions/differences', differencesPage(res.locals.t, version, before))
  }),
]
