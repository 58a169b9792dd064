import { NotFound } from '../../../domain/refusals.ts'
import type { Parts } from '../../../parts.ts'
import { allow } from '../../../web/allow.ts'
import { flash } from '../../../web/flash.ts'
import { pageOf, placeAfter, queryText } from '../../../web/lists.ts'
import { parseForm, valuesIn } from '../../../web/parse-form.ts'
import { actorOf } from '../../../web/request.ts'
import { get, post, type Route } from '../../../web/routes.ts'
import { page } from '../../../web/view-engine.ts'
import { letRemindersGo, switchAllReminders } from '../reminders/release.actions.ts'
import { whatWouldGoOut } from '../reminders/preview.actions.ts'
import { reasonAsked, dayAsked, releaseForm, statusAsked, switchForm } from './reminder-list.forms.ts'
import { shownLines } from './reminder-list.store.ts'
import { servedIn } from './reminder-list.actions.ts'
import { addressOfLines, previewPage, reminderList } from './reminder-list.pages.ts'

const most = 50

export const reminderListRoutes = ({ db, write }: Parts): Route[] => [
  get('/mail/reminders', 'outbox.read', async (req, res, permission) => {
    allow(actorOf(res), permission)
    const status = statusAsked(queryText(req, 'status'))
    const asked = { status, reason: status === 'not sent' ? reasonAsked(queryText(req, 'reason')) : null }
    const after = placeAfter(req, 'dueOn', 'id')
    const { lines, next } = pageOf(
      await shownLines(db, actorOf(res), asked, after, most + 1),
      most,
      addressOfLines(asked),
      ({ dueOn, id }) => ({ dueOn, id }),
    )
    page(
      res,
      'notifications/reminder-list/list',
      reminderList(res.locals.t, { lines, next, asked, isFirst: after === null }),
    )
  }),
  get('/mail/preview', 'outbox.read', async (req, res, permission) => {
    allow(actorOf(res), permission)
    const { day } = valuesIn(req.query)
    const preview = await whatWouldGoOut(
      db,
      dayAsked(typeof day === 'string' ? day : '', res.locals.today),
      res.locals.today,
    )
    page(
      res,
      'notifications/reminder-list/preview',
      previewPage(res.locals.t, preview, await servedIn(db, actorOf(res), preview)),
    )
  }),
  post('/mail/reminders/release', 'reminders.manage', async (req, res, permission) => {
    allow(actorOf(res), permission)
    const { data } = parseForm(releaseForm(res.locals.t), req.body)
    if (!data) throw new NotFound()
    await write(actorOf(res), work => letRemindersGo(work, data.morning))
    flash(res, res.locals.t('reminders.release.done'))
    res.redirect(303, '/mail')
  }),
  post('/mail/reminders/switch', 'reminders.manage', async (req, res, permission) => {
    allow(actorOf(res), permission)
    const { data } = parseForm(switchForm(res.locals.t), req.body)
    if (!data) throw new NotFound()
    await write(actorOf(res), work => switchAllReminders(work, data.to))
    flash(res, res.locals.t(`reminders.switch.${data.to}.done`))
    res.redirect(303, '/mail')
  }),
]
