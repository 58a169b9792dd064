import type { Request } from 'express'
import type { Db, Tx } from '../../../db/connection.ts'
import { can } from '../../../domain/permissions.ts'
import { NotFound } from '../../../domain/refusals.ts'
import type { Parts } from '../../../parts.ts'
import { allow } from '../../../web/allow.ts'
import { sendSheet } from '../../../web/downloads.ts'
import { actorOf } from '../../../web/request.ts'
import { get, type Route } from '../../../web/routes.ts'
import { page } from '../../../web/view-engine.ts'
import type { T } from '../../../words/words.ts'
import { recordListDownload, savedFilters, type DescribeList } from '../../access/access.public.ts'
import { queryOf, readPlan } from './capacity.forms.ts'
import { capacityPage, capacityTable, capacityTables, noFiguresPage } from './capacity.pages.ts'
import { latestCapacity } from './capacity.store.ts'
import { sheetTypeIn } from '../year/year.pages.ts'
import { planInWords } from './plan-words.pages.ts'

/**
 * The forecast of applications that need a panel. The page's address contains the plan, so that people can share it.
 */
export const capacityRoutes = (parts: Parts): Route[] => [
  get('/capacity', 'overview.read', async (req, res, permission) => {
    const [actor, { t }] = [actorOf(res), res.locals]
    allow(actor, permission)
    const counted = await latestCapacity(parts.db)
    if (!counted) return page(res, 'overview/capacity/none', noFiguresPage(t))
    const read = readPlan(t, counted.facts, req.query)
    if (read.isWrong) res.status(422)
    const mayApply = can(actor, 'renewals.manage')
    page(res, 'overview/capacity/capacity', capacityPage(t, { ...counted, read, mayApply }))
  }),

  get('/capacity/tables/:table', 'overview.read', async (req, res, permission) => {
    const [actor, { t }] = [actorOf(res), res.locals]
    allow(actor, permission)
    const name = capacityTables.find(each => each === req.params.table)
    const counted = await latestCapacity(parts.db)
    if (!name || !counted) throw new NotFound()
    const { plan } = readPlan(t, counted.facts, req.query)
    if (!plan) throw new NotFound()
    const logged = { name: `capacity ${name}`, organisationId: null, filters: queryOf(plan) }
    await parts.write(actor, work => recordListDownload(work, logged))
    const { heads, rows } = capacityTable(t, name, counted.facts, plan)
    const file = t('list_download.file', { list: t(`capacity.${name}`), day: counted.day })
    const sheet = { name: t(`capacity.${name}`), heads, batches: [rows] }
    await sendSheet(parts, res, { type: sheetTypeIn(req), name: file, sheet })
  }),

  ...savedFilters(parts, { name: 'capacity', permission: 'overview.read', describer: describePlan }),
]

/** Describes the plan in an address. For a plan that is no longer valid, gives only a link to today's values. */
async function describePlan(db: Db | Tx): Promise<DescribeList> {
  const counted = await latestCapacity(db)
  return (t: T, { query }: Pick<Request, 'query'>) => {
    const plan = counted && readPlan(t, counted.facts, query).plan
    return {
      title: t('capacity.title'),
      filters: counted && plan ? planInWords(t, counted.facts, plan) : [],
      back: { text: t('capacity.title'), href: plan ? `/capacity?${queryOf(plan)}` : '/capacity' },
    }
  }
}
