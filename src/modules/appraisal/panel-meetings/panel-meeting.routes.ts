import type { Db, Tx } from '../../../db/connection.ts'
import type { Actor } from '../../../domain/actor.ts'
import type { Parts } from '../../../parts.ts'
import { allow } from '../../../web/allow.ts'
import { placeAfter } from '../../../web/lists.ts'
import { actorOf } from '../../../web/request.ts'
import { get, type Route } from '../../../web/routes.ts'
import { show, submitForm, type FormRequest } from '../../../web/submit-form.ts'
import { page } from '../../../web/view-engine.ts'
import { meetingsOf } from './meeting-list.store.ts'
import { callMeeting, cancelMeeting, changeMeeting, orderAgenda } from './panel-meeting.actions.ts'
import { meetingForm, orderForm } from './panel-meeting.forms.ts'
import { cancelPage, meetingList, newMeetingPage, orderPage } from './panel-meeting.pages.ts'
import { findMeeting, type MeetingRecord } from './panel-meeting.store.ts'
import { applicationsToDiscuss, type ToDiscuss } from './to-discuss.store.ts'

export const panelMeetingRoutes = (parts: Parts): Route[] => [
  get('/meetings', 'meetings.list', async (req, res, permission) => {
    const actor = actorOf(res)
    allow(actor, permission)
    const after = placeAfter(req, 'startsAt', 'id')
    const listed = await meetingsOf(parts.db, actor, after)
    const it = { ...listed, isFirst: after === null, now: parts.clock.now() }
    page(res, 'appraisal/panel-meetings/list', meetingList(res.locals.t, actor, it))
  }),

  get('/meetings/new', 'meetings.call', async (req, res, permission) => {
    const subject = await newMeeting({ db: parts.db, actor: actorOf(res), permission, query: req.query })
    page(res, 'appraisal/panel-meetings/form', newMeetingPage(res.locals.t, subject))
  }),

  submitForm(parts, {
    path: '/meetings/new',
    permission: 'meetings.call',
    load: newMeeting,
    form: ({ t, today }, { choices }) => meetingForm(t, today, idsOf(choices)),
    act: (work, _about, { data }) => callMeeting(work, data),
    done: (t, _about, { result: { id, hasMembers } }) => ({
      address: `/meetings/${id}`,
      notice: t(hasMembers ? 'panel_meetings.called' : 'panel_meetings.called.no_one'),
    }),
    redraw: ({ t }, about, form) => show('appraisal/panel-meetings/form', newMeetingPage(t, about, form)),
  }),

  get('/meetings/:id/change', 'panel_meeting.order', async (req, res, permission) => {
    const subject = await changedMeeting(parts.db, actorOf(res), permission, req.params.id)
    page(res, 'appraisal/panel-meetings/form', newMeetingPage(res.locals.t, subject))
  }),

  submitForm(parts, {
    path: '/meetings/:id/change',
    permission: 'panel_meeting.order',
    load: ({ db, actor, permission, params }) => changedMeeting(db, actor, permission, params.id),
    form: ({ t, today }, { choices }) => meetingForm(t, today, idsOf(choices)),
    act: (work, { meeting }, { data }) => changeMeeting(work, meeting, data),
    done: (t, { meeting }) => ({ address: `/meetings/${meeting.id}`, notice: t('panel_meetings.changed') }),
    redraw: ({ t }, about, form) => show('appraisal/panel-meetings/form', newMeetingPage(t, about, form)),
    redrawStale: ({ t }, about, form) => show('appraisal/panel-meetings/form', newMeetingPage(t, about, form, true)),
  }),

  get('/meetings/:id/order', 'panel_meeting.order', async (req, res, permission) => {
    const meeting = await findMeeting(parts.db, actorOf(res), permission, req.params.id)
    page(res, 'appraisal/panel-meetings/order', orderPage(res.locals.t, meeting))
  }),

  submitForm(parts, {
    path: '/meetings/:id/order',
    permission: 'panel_meeting.order',
    load: ({ db, actor, permission, params }) => findMeeting(db, actor, permission, params.id),
    form: ({ t }, { applications }) => orderForm(t, idsOf(applications)),
    act: (work, meeting, { data }) => orderAgenda(work, meeting, data),
    done: (t, { id }) => ({ address: `/meetings/${id}`, notice: t('panel_meetings.ordered') }),
    redraw: ({ t }, meeting, form) => show('appraisal/panel-meetings/order', orderPage(t, meeting, form)),
    redrawStale: ({ t }, meeting, form) => show('appraisal/panel-meetings/order', orderPage(t, meeting, form, true)),
  }),

  get('/meetings/:id/cancellation', 'panel_meeting.change', async (req, res, permission) => {
    const meeting = await findMeeting(parts.db, actorOf(res), permission, req.params.id)
    page(res, 'components/confirmation', cancelPage(res.locals.t, meeting))
  }),

  submitForm(parts, {
    path: '/meetings/:id/cancellation',
    permission: 'panel_meeting.change',
    load: ({ db, actor, permission, params }) => findMeeting(db, actor, permission, params.id),
    act: (work, meeting) => cancelMeeting(work, meeting),
    done: t => ({ address: '/meetings', notice: t('panel_meetings.cancelled') }),
  }),
]

const idsOf = (applications: readonly { id: string }[]): string[] => applications.map(({ id }) => id)

const choicesForNew = 25
const choicesForChange = 200

/** The applications that can be discussed at a new meeting. Applications named in the page's address are ticked. */
async function newMeeting({
  db,
  actor,
  permission,
  query,
}: Pick<FormRequest<string, 'meetings.call'>, 'db' | 'actor' | 'permission' | 'query'>) {
  allow(actor, permission)
  const chosen = [query.application ?? []].flat().map(String)
  return { meeting: null, ...(await applicationsToDiscuss(db, actor, { most: choicesForNew, chosen })), chosen }
}

/** A meeting with the applications that are, or could be, on its agenda. */
async function changedMeeting(
  db: Db | Tx,
  actor: Actor,
  permission: 'panel_meeting.order',
  id: string,
): Promise<ToDiscuss & { meeting: MeetingRecord; chosen: string[] }> {
  const meeting = await findMeeting(db, actor, permission, id)
  const own = idsOf(meeting.applications)
  return { meeting, ...(await applicationsToDiscuss(db, actor, { most: choicesForChange, own })), chosen: own }
}
