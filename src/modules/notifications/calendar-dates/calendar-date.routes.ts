import { calendarKindIn } from '../../../domain/calendar-feed.ts'
import { NotFound } from '../../../domain/refusals.ts'
import { calendarOf } from '../../../email/calendar.ts'
import type { Parts } from '../../../parts.ts'
import { downloadHeaders } from '../../../web/downloads.ts'
import { actorOf } from '../../../web/request.ts'
import { get, type Route } from '../../../web/routes.ts'
import { entryFor } from './calendar-date.pages.ts'
import { findDate } from './calendar-date.store.ts'

/** One date as an .ics file, for a person who can read the page that shows it. */
export const calendarDateRoutes = ({ db, config }: Parts): Route[] => [
  get('/calendar/:kind/:id', 'signed in', async (req, res) => {
    const { t, today } = res.locals
    const kind = calendarKindIn(req.params.kind)
    if (!kind) throw new NotFound()
    const date = await findDate(db, actorOf(res), { kind, id: req.params.id, today })
    const entry = entryFor(t, date, config.baseUrl.replace(/\/$/, ''))
    res.set(
      downloadHeaders('text/calendar; charset=utf-8; method=PUBLISH', `${kind.replace(' ', '-')}-${date.day}.ics`),
    )
    res.send(calendarOf([entry], { language: t.language }))
  }),
]
