import type { Request, Response } from 'express'
import { addDays, addMonths, parseDay, type Day } from '../../../domain/time.ts'
import type { Paper } from '../../../files/typeset.ts'
import type { Parts } from '../../../parts.ts'
import { allow } from '../../../web/allow.ts'
import { downloadHeaders } from '../../../web/downloads.ts'
import { queryText } from '../../../web/lists.ts'
import { actorOf } from '../../../web/request.ts'
import { get, type Route } from '../../../web/routes.ts'
import { page } from '../../../web/view-engine.ts'
import { reportPdf } from './report.actions.ts'
import { minutes, reportPage, yearReport } from './report.pages.ts'
import { minutesOn } from '../../appraisal/appraisal.public.ts'
import { awardChangesOn, decisionsOn, yearCounts, type ReportedDays } from './report.store.ts'

export const reportRoutes = (parts: Parts): Route[] => [
  get('/reports/minutes', 'decisions.list', async (req, res, permission) => {
    allow(actorOf(res), permission)
    const days = daysSince(req, res)
    const place = { pdf: `/reports/minutes.pdf?from=${days.from}`, from: days.from, years: null }
    page(res, 'overview/reports/report', reportPage(res.locals.t, await minutesOf(parts, res, days), place))
  }),

  get('/reports/minutes.pdf', 'decisions.list', async (req, res, permission) => {
    allow(actorOf(res), permission)
    const days = daysSince(req, res)
    const logged = { name: 'minutes', filters: `from=${days.from}` }
    await sendReport(parts, res, logged, await minutesOf(parts, res, days))
  }),

  get('/reports/year', 'decisions.list', async (req, res, permission) => {
    allow(actorOf(res), permission)
    const days = daysOfYear(req, res)
    const year = Number(days.from.slice(0, 4))
    const years = yearsUntil(res.locals.today).map(each => ({
      text: String(each),
      href: `/reports/year?year=${each}`,
      current: each === year,
    }))
    const place = { pdf: `/reports/year.pdf?year=${year}`, from: null, years }
    page(res, 'overview/reports/report', reportPage(res.locals.t, await yearOf(parts, res, days), place))
  }),

  get('/reports/year.pdf', 'decisions.list', async (req, res, permission) => {
    allow(actorOf(res), permission)
    const days = daysOfYear(req, res)
    const logged = { name: 'year report', filters: `year=${days.from.slice(0, 4)}` }
    await sendReport(parts, res, logged, await yearOf(parts, res, days))
  }),
]

/** The days from the date in the address until today; by default the last three months. */
function daysSince(req: Pick<Request, 'query'>, { locals: { today } }: Response): ReportedDays {
  const from = parseDay(queryText(req, 'from'))
  return { from: from && from <= today ? from : addMonths(today, -3), to: today }
}

const yearsUntil = (today: Day): number[] => [0, 1, 2, 3, 4].map(back => Number(today.slice(0, 4)) - back)

/** The days of the year in the query, up to today. If the query has no year that the page offers, uses this year. */
function daysOfYear(req: Pick<Request, 'query'>, { locals: { today } }: Response): ReportedDays {
  const [asked, years] = [Number(queryText(req, 'year')), yearsUntil(today)]
  const from = `${years.includes(asked) ? asked : years[0]}-01-01` as Day
  const last = addDays(addMonths(from, 12), -1)
  return { from, to: last < today ? last : today }
}

const minutesOf = async ({ db }: Parts, res: Response, days: ReportedDays): Promise<Paper> =>
  minutes(res.locals.t, {
    days,
    decisions: await decisionsOn(db, actorOf(res), days),
    ...(await awardChangesOn(db, days)),
    meetings: await minutesOn(db, actorOf(res), days),
  })

const yearOf = async ({ db }: Parts, res: Response, days: ReportedDays): Promise<Paper> =>
  yearReport(res.locals.t, days, await yearCounts(db, actorOf(res), days))

/** Sends a report as a PDF. @throws as `reportPdf` does */
async function sendReport(
  parts: Parts,
  res: Response,
  logged: { name: string; filters: string },
  report: Paper,
): Promise<void> {
  const { t, today } = res.locals
  const pdf = await reportPdf(parts, { t, actor: actorOf(res) }, { ...logged, report })
  const file = t('list_download.file', { list: report.title, day: today })
  res.set(downloadHeaders('application/pdf', `${file}.pdf`)).send(pdf)
}
