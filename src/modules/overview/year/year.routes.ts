import { NotFound } from '../../../domain/refusals.ts'
import type { Parts } from '../../../parts.ts'
import { allow } from '../../../web/allow.ts'
import { downloadHeaders, sendSheet } from '../../../web/downloads.ts'
import { actorOf } from '../../../web/request.ts'
import { get, type Route } from '../../../web/routes.ts'
import { page } from '../../../web/view-engine.ts'
import { recordListDownload } from '../../access/access.public.ts'
import { reportPdf } from '../reports/report.actions.ts'
import { downloadable, sheetTypeIn, yearDocument, yearPage, yearTable } from './year.pages.ts'
import { latestFigures } from './year.store.ts'

/** The year at a glance, with the figures that the daily job counted last. */
export const yearRoutes = (parts: Parts): Route[] => [
  get('/overview', 'overview.read', async (_req, res, permission) => {
    const actor = actorOf(res)
    allow(actor, permission)
    const seesSeats = actor.charityRoles.includes('coordinator')
    page(res, 'overview/year/year', yearPage(res.locals.t, await latestFigures(parts.db, actor), seesSeats))
  }),

  get('/overview.pdf', 'overview.read', async (_req, res, permission) => {
    const actor = actorOf(res)
    allow(actor, permission)
    const figures = await latestFigures(parts.db, actor)
    if (!figures) throw new NotFound()
    const { t } = res.locals
    const report = yearDocument(t, figures)
    const pdf = await reportPdf(parts, { t, actor }, { filters: null, name: 'year at a glance', report })
    const file = t('list_download.file', { list: report.title, day: figures.day })
    res.set(downloadHeaders('application/pdf', `${file}.pdf`)).send(pdf)
  }),

  get('/overview/tables/:table', 'overview.read', async (req, res, permission) => {
    const [actor, { t }] = [actorOf(res), res.locals]
    allow(actor, permission)
    const name = downloadable.find(each => each === req.params.table)
    const figures = await latestFigures(parts.db, actor)
    if (!name || !figures) throw new NotFound()
    await parts.write(actor, work => recordListDownload(work, { name: `year ${name}`, organisationId: null }))
    const { heads, rows } = yearTable(t, name, figures)
    const file = t('list_download.file', { list: t(`year.${name}`), day: figures.day })
    const sheet = { name: t(`year.${name}`), heads, batches: [rows] }
    await sendSheet(parts, res, { type: sheetTypeIn(req), name: file, sheet })
  }),
]
