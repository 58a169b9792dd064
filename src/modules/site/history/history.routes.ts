import type { Request } from 'express'
import { looksLikeId } from '../../../db/ids.ts'
import type { Parts } from '../../../parts.ts'
import { allow } from '../../../web/allow.ts'
import { queryText } from '../../../web/lists.ts'
import { actorOf } from '../../../web/request.ts'
import { get, type Route } from '../../../web/routes.ts'
import { page } from '../../../web/view-engine.ts'
import { historyLines } from './history.store.ts'
import { historyPage } from './history.pages.ts'

const linesOnAPage = 50

export const historyRoutes = ({ db }: Parts): Route[] => [
  get('/history', 'history.all', async (req, res, permission) => {
    allow(actorOf(res), permission)
    const organisationId = idIn(req, 'organisation')
    const personId = idIn(req, 'person')
    const before = /^\d{1,15}$/.test(queryText(req, 'before')) ? Number(queryText(req, 'before')) : null
    const wanted = { organisationId, personId, before, limit: linesOnAPage }
    const { lines, next: from } = await historyLines(db, actorOf(res), wanted)
    const filters = { organisation: organisationId, person: personId }
    const next = from === null ? null : addressWith({ ...filters, before: from })
    const first = before === null ? null : addressWith(filters)
    page(res, 'site/history/all', historyPage(res.locals.t, actorOf(res), { lines, next, first }))
  }),
]

const idIn = (req: Request, name: string): string | null => {
  const id = queryText(req, name)
  return looksLikeId(id) ? id : null
}

function addressWith(filters: Record<string, string | number | null>): string {
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries(filters)) if (value !== null) query.set(name, String(value))
  return query.size === 0 ? '/history' : `/history?${query}`
}
