import type { Response } from 'express'
import type { Db, Tx } from '../../../db/connection.ts'
import { runLookups } from '../../../db/lookups.ts'
import type { Actor } from '../../../domain/actor.ts'
import { can } from '../../../domain/permissions.ts'
import { Forbidden } from '../../../domain/refusals.ts'
import { dayOf, type Day } from '../../../domain/time.ts'
import type { Parts } from '../../../parts.ts'
import { actorOf } from '../../../web/request.ts'
import { get, type Route } from '../../../web/routes.ts'
import { asksForStream, openStream } from '../../../web/streams.ts'
import { show, submitForm } from '../../../web/submit-form.ts'
import { page, render } from '../../../web/view-engine.ts'
import { invitedLookup } from '../meeting-invitations/meeting-invitation.store.ts'
import { findMeeting, type MeetingRecord } from '../panel-meetings/panel-meeting.store.ts'
import { endingPage } from './agenda.pages.ts'
import { endMeeting, finishItem, mayEnd, recordPresence, startDiscussing } from './discussion.actions.ts'
import { presenceForm, startForm } from './discussion.forms.ts'
import { discussionPage, livePart, mayRecord, peopleSeen } from './discussion.pages.ts'
import { movementsIn, type DiscussionForPage } from './discussion.store.ts'
import { liveMeetings, type Follower, type LiveMeetings } from './live.actions.ts'

export const discussionRoutes = (parts: Parts): Route[] => {
  const live = liveMeetings(parts)
  return [
    get('/meetings/:id', 'panel_meeting.read', async (req, res, permission) => {
      const actor = actorOf(res)
      const it = await discussion({ db: parts.db, actor, today: res.locals.today }, permission, req.params.id)
      page(res, 'appraisal/discussions/meeting', discussionPage(res.locals.t, actor, it))
    }),

    // The event stream for the page. A browser that opens this address is redirected to the page.
    get('/meetings/:id/live', 'panel_meeting.read', async (req, res, permission) => {
      const meeting = await findMeeting(parts.db, actorOf(res), permission, req.params.id)
      if (!asksForStream(req) || req.method !== 'GET') return res.redirect(303, `/meetings/${meeting.id}`)
      follow({ live, clock: parts.clock }, meeting.id, res)
    }),

    submitForm(parts, {
      path: '/meetings/:id/discussion',
      permission: 'agenda_item.run',
      load: ({ db, actor, params }) => meetingToRun(db, actor, params.id),
      form: () => startForm,
      act: (work, meeting, { data }) => startDiscussing(work, meeting, data.application),
      done: (_t, { id }) => ({ address: `/meetings/${id}` }),
    }),

    submitForm(parts, {
      path: '/meetings/:id/discussion/end',
      permission: 'agenda_item.run',
      load: ({ db, actor, params }) => meetingToRun(db, actor, params.id),
      act: (work, meeting) => finishItem(work, meeting),
      done: (_t, { id }) => ({ address: `/meetings/${id}` }),
    }),

    get('/meetings/:id/ending', 'agenda_item.run', async (req, res) => {
      const actor = actorOf(res)
      const meeting = await meetingToRun(parts.db, actor, req.params.id)
      if (!mayEnd(actor, meeting)) return res.redirect(303, `/meetings/${meeting.id}`)
      page(res, 'components/confirmation', endingPage(res.locals.t, actor, meeting))
    }),

    submitForm(parts, {
      path: '/meetings/:id/ending',
      permission: 'agenda_item.run',
      load: ({ db, actor, params }) => meetingToRun(db, actor, params.id),
      act: (work, meeting) => endMeeting(work, meeting),
      done: (t, { id }) => ({ address: `/meetings/${id}`, notice: t('discussions.ended') }),
    }),

    submitForm(parts, {
      path: '/meetings/:id/presence',
      permission: 'panel_meeting.attend',
      load: ({ db, actor, today, permission, params }) => discussion({ db, actor, today }, permission, params.id),
      form: ({ t, actor }, it, { person }) => presenceForm(t, peopleToRecord(actor, it, person)),
      act: (work, { meeting }, { data }) => recordPresence(work, meeting, data),
      done: (_t, { meeting }) => ({ address: `/meetings/${meeting.id}` }),
      redraw: ({ t, actor }, it, form) => show('appraisal/discussions/meeting', discussionPage(t, actor, it, form)),
    }),
  ]
}

const discussion = async (
  { db, actor, today }: { db: Db | Tx; actor: Actor; today: Day },
  permission: 'panel_meeting.read' | 'panel_meeting.attend',
  id: string,
): Promise<DiscussionForPage> => {
  const meeting = await findMeeting(db, actor, permission, id)
  const { seen, isInvited } = await runLookups(db, {
    seen: movementsIn(db, meeting.id),
    isInvited: invitedLookup(db, meeting.id, actor.id),
  })
  return { meeting, ...seen, isInvited, today }
}

/**
 * A meeting of which the actor can run at least one item.
 * @throws as `findMeeting` does; Forbidden when the actor cannot run any of its items
 */
async function meetingToRun(db: Db | Tx, actor: Actor, id: string): Promise<MeetingRecord> {
  const meeting = await findMeeting(db, actor, 'panel_meeting.read', id)
  if (!meeting.applications.some(each => can(actor, 'agenda_item.run', each))) throw new Forbidden('agenda_item.run')
  return meeting
}

/**
 * The people whom the actor can record: themselves and, if `mayRecord` allows it, everyone in `peopleSeen`.
 * @throws Forbidden when `person` is someone else and `mayRecord` does not allow it
 */
function peopleToRecord(actor: Actor, it: DiscussionForPage, person: unknown): string[] {
  if (mayRecord(actor, it.meeting)) return [...new Set([actor.id, ...peopleSeen(actor, it).map(({ id }) => id)])]
  if (person !== actor.id) throw new Forbidden('agenda_item.run')
  return [actor.id]
}

/**
 * Streams the meeting to a page until either side closes the stream.
 * @throws TooMany when the process or the sign-in has too many pages open
 */
function follow(
  { live, clock }: { live: LiveMeetings; clock: Parts['clock'] },
  meetingId: string,
  res: Response,
): void {
  const { t, signIn } = res.locals
  live.refuseTooMany(signIn!.id)
  const follower: Follower = {
    signInId: signIn!.id,
    stream: openStream(res, () => live.remove(meetingId, follower)),
    show: (actor, it) => {
      const seen = livePart(t, actor, it, dayOf(clock.now()))
      return { seen, draw: () => ({ html: render('appraisal/discussions/live', seen, t) }) }
    },
    over: { text: t('discussions.over') },
  }
  live.add(meetingId, follower)
}
