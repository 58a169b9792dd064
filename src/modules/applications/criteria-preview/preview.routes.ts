import type { Request } from 'express'
import { applicationKinds, type ApplicationKind } from '../../../domain/application.ts'
import { frameworkFrom, itemByCode } from '../../../domain/framework.ts'
import { NotFound } from '../../../domain/refusals.ts'
import type { Parts } from '../../../parts.ts'
import { queryText } from '../../../web/lists.ts'
import { actorOf } from '../../../web/request.ts'
import { get, type Route } from '../../../web/routes.ts'
import { page } from '../../../web/view-engine.ts'
import { type VersionRecord, criteriaReading, languagesOf, versionIn } from '../../frameworks/frameworks.public.ts'
import { previewCriterion, previewTasks } from './preview.pages.ts'

/** Previews a version of the criteria on a library's pages, without answers. Nothing can be saved. */
export const previewRoutes = (parts: Parts): Route[] => [
  get('/frameworks/:id/preview', 'frameworks.list', async (req, res, permission) => {
    const actor = actorOf(res)
    const version = await versionIn({ db: parts.db, actor, permission, params: req.params })
    const shown = { ...(await previewOf(parts, version, req)), framework: frameworkFrom(version.document) }
    page(res, 'applications/criteria-preview/tasks', previewTasks(res.locals.t, actor, shown))
  }),

  get('/frameworks/:id/preview/:code', 'frameworks.list', async (req, res, permission) => {
    const version = await versionIn({ db: parts.db, actor: actorOf(res), permission, params: req.params })
    const framework = frameworkFrom(version.document)
    const item = itemByCode(framework, req.params.code)
    const shown = { ...(await previewOf(parts, version, req)), framework }
    if (!item?.askedIn.includes(shown.kind)) throw new NotFound()
    page(res, 'applications/criteria-preview/criterion', previewCriterion(res.locals.t, item, shown))
  }),
]

async function previewOf({ db, clock }: Parts, version: VersionRecord, req: Pick<Request, 'query'>) {
  const about = { versionId: version.id, languages: await languagesOf(db, version) }
  const reading = await criteriaReading(db, about, queryText(req, 'criteria'))
  return { version, kind: kindIn(req.query), at: clock.now(), reading }
}

/** The kind of application in the address; a first application for any other value. */
const kindIn = ({ kind }: { kind?: unknown }): ApplicationKind =>
  applicationKinds.find(each => each === kind) ?? 'first'
