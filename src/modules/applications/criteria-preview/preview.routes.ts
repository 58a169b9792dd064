import { applicationKinds, type ApplicationKind } from '../../../domain/application.ts'
import { frameworkFrom, itemByCode } from '../../../domain/framework.ts'
import { NotFound } from '../../../domain/refusals.ts'
import type { Parts } from '../../../parts.ts'
import { actorOf } from '../../../web/request.ts'
import { get, type Route } from '../../../web/routes.ts'
import { page } from '../../../web/view-engine.ts'
import { versionIn } from '../../frameworks/frameworks.public.ts'
import { previewCriterion, previewTasks } from './preview.pages.ts'

/** A version of the criteria on the pages of a library, with nothing written. Nothing can be saved. */
export const previewRoutes = ({ db, clock }: Parts): Route[] => [
  get('/frameworks/:id/preview', 'frameworks.list', async (req, res, permission) => {
    const actor = actorOf(res)
    const version = await versionIn({ db, actor, permission, params: req.params })
    const shown = { version, framework: frameworkFrom(version.document), kind: kindIn(req.query), at: clock.now() }
    page(res, 'applications/criteria-preview/tasks', previewTasks(res.locals.t, actor, shown))
  }),

  get('/frameworks/:id/preview/:code', 'frameworks.list', async (req, res, permission) => {
    const version = await versionIn({ db, actor: actorOf(res), permission, params: req.params })
    const framework = frameworkFrom(version.document)
    const item = itemByCode(framework, req.params.code)
    const kind = kindIn(req.query)
    if (!item?.askedIn.includes(kind)) throw new NotFound()
    const shown = { version, framework, kind, at: clock.now() }
    page(res, 'applications/criteria-preview/criterion', previewCriterion(res.locals.t, item, shown))
  }),
]

/** Another kind in the address shows a first application. */
const kindIn = ({ kind }: { kind?: unknown }): ApplicationKind =>
  applicationKinds.find(each => each === kind) ?? 'first'
