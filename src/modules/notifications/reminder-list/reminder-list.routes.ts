import { runLookup } from '../../../db/lookups.ts'
import { areRemindersOff } from '../../../email/reminder-switch.store.ts'
import type { Parts } from '../../../parts.ts'
import { allow } from '../../../web/allow.ts'
import { pageOf, placeAfter } from '../../../web/lists.ts'
import { valuesIn } from '../../../web/parse-form.ts'
import { actorOf } from '../../../web/request.ts'
import { get, type Route } from '../../../web/routes.ts'
import { show, submitForm } from '../../../web/submit-form.ts'
import { page } from '../../../web/view-engine.ts'
import { previewReminders } from '../previews/preview.actions.ts'
import {
  readableIn,
  releaseReminders,
  switchOffReminders,
  switchOnReminders,
  withReasonsToday,
} from './reminder-list.actions.ts'
import { dayAsked, filterIn, releaseForm, switchOffForm } from './reminder-list.forms.ts'
import { addressOfReminders, previewPage, reminderList, switchingOffPage } from './reminder-list.pages.ts'
import { reminderLines } from './reminder-list.store.ts'

const linesOnAPage = 50

export const reminderListRoutes = (parts: Parts): Route[] => [
  get('/mail/reminders', 'outbox.read', async (req, res, permission) => {
    allow(actorOf(res), permission)
    const filter = filterIn(req)
    const after = placeAfter(req, 'dueOn', 'id')
    const wanted = { ...filter, after, limit: linesOnAPage + 1 }
    const found = await runLookup(parts.db, reminderLines(parts.db, actorOf(res), wanted))
    const list = pageOf(found, linesOnAPage, addressOfReminders(filter), ({ dueOn, id }) => ({ dueOn, id }))
    const lines = await withReasonsToday(parts.db, list.lines, res.locals.today)
    const model = reminderList(res.locals.t, { ...list, lines, filter, isFirst: after === null })
    page(res, 'notifications/reminder-list/list', model)
  }),

  get('/mail/preview', 'outbox.read', async (req, res, permission) => {
    const { t, today } = res.locals
    allow(actorOf(res), permission)
    const { day } = valuesIn(req.query)
    const preview = await previewReminders(parts.slowDb, dayAsked(typeof day === 'string' ? day : '', today), today)
    const readable = await readableIn(parts.db, actorOf(res), preview)
    page(res, 'notifications/reminder-list/preview', previewPage(t, preview, readable))
  }),

  submitForm(parts, {
    path: '/mail/reminders/release',
    permission: 'reminders.manage',
    load: async ({ actor, permission }) => allow(actor, permission),
    form: () => releaseForm,
    act: (work, _about, { data }) => releaseReminders(work, data.morning),
    done: t => ({ address: '/mail', notice: t('reminders.release.done') }),
  }),

  submitForm(parts, {
    path: '/mail/reminders/on',
    permission: 'reminders.manage',
    load: async ({ actor, permission }) => allow(actor, permission),
    act: work => switchOnReminders(work),
    done: t => ({ address: '/mail', notice: t('reminders.switch.on.done') }),
  }),

  get('/mail/reminders/off', 'reminders.manage', async (_req, res, permission) => {
    allow(actorOf(res), permission)
    if (await areRemindersOff(parts.db)) return res.redirect(303, '/mail')
    page(res, 'notifications/reminder-list/switching-off', switchingOffPage(res.locals.t))
  }),

  submitForm(parts, {
    path: '/mail/reminders/off',
    permission: 'reminders.manage',
    load: async ({ actor, permission }) => allow(actor, permission),
    form: ({ t }) => switchOffForm(t),
    act: (work, _about, { data }) => switchOffReminders(work, data),
    done: t => ({ address: '/mail', notice: t('reminders.switch.off.done') }),
    redraw: ({ t }, _about, form) => show('notifications/reminder-list/switching-off', switchingOffPage(t, form)),
  }),
]
