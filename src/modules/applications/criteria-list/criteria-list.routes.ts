import type { Parts } from '../../../parts.ts'
import { allow } from '../../../web/allow.ts'
import { actorOf } from '../../../web/request.ts'
import { get, type Route } from '../../../web/routes.ts'
import { page } from '../../../web/view-engine.ts'
import { frameworkList } from './criteria-list.pages.ts'
import { frameworkLines } from './criteria-list.store.ts'

export const criteriaListRoutes = ({ db }: Parts): Route[] => [
  get('/frameworks', 'frameworks.list', async (_req, res, permission) => {
    const actor = actorOf(res)
    allow(actor, permission)
    page(res, 'applications/criteria-list/list', frameworkList(res.locals.t, actor, await frameworkLines(db, actor)))
  }),
]
