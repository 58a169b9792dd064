import type { Actor } from '../../../domain/actor.ts'
import { proposedAgenda, countDepartures } from '../../../domain/meeting-agenda.ts'
import { can } from '../../../domain/permissions.ts'
import { dayOf, londonTimeOf, type Day, type Instant } from '../../../domain/time.ts'
import type { Link, Status, Table } from '../../../web/components.ts'
import { checkboxes, dateField, errorSummary, hiddenField, select, textField } from '../../../web/fields.ts'
import { formOf, type Form } from '../../../web/form.ts'
import { list, timeOfDay, weekdayAndDay } from '../../../words/format.ts'
import type { T } from '../../../words/words.ts'
import { agendaItems } from './panel-meeting.actions.ts'
import type { MeetingsListed } from './meeting-list.store.ts'
import type { MeetingAbout, MeetingRecord, MeetingStatus } from './panel-meeting.store.ts'
import type { ToDiscuss } from './to-discuss.store.ts'

declare module '../../../web/views.ts' {
  interface Views {
    'appraisal/panel-meetings/list': ReturnType<typeof meetingList>
    'appraisal/panel-meetings/form': ReturnType<typeof newMeetingPage>
    'appraisal/panel-meetings/order': ReturnType<typeof orderPage>
  }
}

/** The start of a meeting as text, such as "Thursday 27 May 2027, 6:30pm". */
export const whenOf = (t: T, startsAt: Instant): string =>
  t('panel_meetings.when', { day: weekdayAndDay(t, dayOf(startsAt)), time: timeOfDay(t, startsAt) })

const statuses = {
  planned: { icon: 'calendar', tone: 'quiet' },
  'under way': { icon: 'people', tone: 'cloth' },
  ended: { icon: 'tick', tone: 'done' },
  cancelled: { icon: 'dash', tone: 'quiet' },
} as const satisfies Record<MeetingStatus, Pick<Status, 'icon' | 'tone'>>

export const meetingStatus = (t: T, status: MeetingStatus): Status => ({
  ...statuses[status],
  text: t(`panel_meetings.status.${status}`),
})

/** Whether a meeting is under way, or is planned for a time that has passed. */
const isNow = ({ status, startsAt }: MeetingRecord, now: Instant): boolean =>
  status === 'under way' || (status === 'planned' && startsAt <= now)

/** One page of the list of meetings. Each agenda shows only the libraries whose items the person can follow. */
export function meetingList(
  t: T,
  actor: Actor,
  { meetings, last, isFirst, now }: MeetingsListed & { isFirst: boolean; now: Instant },
) {
  const underWay = meetings.filter(meeting => isNow(meeting, now)).toReversed()
  const ahead = meetings.filter(meeting => meeting.status === 'planned' && !isNow(meeting, now)).toReversed()
  const past = meetings.filter(({ status }) => status === 'ended' || status === 'cancelled')
  return {
    title: t('panel_meetings.title'),
    back: { text: t('home.title'), href: '/home' },
    heading: { text: t('panel_meetings.title'), size: 'l' as const },
    call: can(actor, 'meetings.call') ? { text: t('panel_meetings.new'), href: '/meetings/new' } : null,
    now: underWay.length > 0 ? tableOf(t, actor, t('panel_meetings.now'), underWay) : null,
    ahead: ahead.length > 0 ? tableOf(t, actor, t('panel_meetings.ahead'), ahead) : null,
    past: past.length > 0 ? tableOf(t, actor, t('panel_meetings.past'), past) : null,
    empty:
      meetings.length > 0 || !isFirst
        ? null
        : { picture: 'table' as const, heading: t('panel_meetings.none'), text: [t('panel_meetings.none.text')] },
    pagination: {
      previous: isFirst ? null : { text: t('panel_meetings.latest'), href: '/meetings' },
      next: last && { text: t('panel_meetings.earlier'), href: `/meetings?${new URLSearchParams(last).toString()}` },
    },
  }
}

const tableOf = (t: T, actor: Actor, caption: string, meetings: readonly MeetingRecord[]): Table => ({
  caption,
  columns: [t('panel_meetings.column.when'), t('panel_meetings.column.libraries'), t('panel_meetings.column.status')],
  rows: meetings.map(({ id, startsAt, status, place, link, applications }) => ({
    cells: [
      { text: whenOf(t, startsAt), href: `/meetings/${id}`, reason: place || (link && t('panel_meetings.online')) },
      {
        text:
          list(
            t,
            applications.filter(each => can(actor, 'agenda_item.follow', each)).map(each => each.organisationName),
          ) || t('panel_meetings.not_yours'),
      },
      { status: meetingStatus(t, status) },
    ],
  })),
})

/**
 * The form for a new or planned meeting.
 * @param it.meeting null for a new meeting
 * @param isStale whether someone else changed the meeting first
 */
export function newMeetingPage(
  t: T,
  it: ToDiscuss & { meeting: MeetingRecord | null; chosen: readonly string[] },
  entered: Form | null = null,
  isStale = false,
) {
  const { meeting, choices } = it
  const version = String(meeting?.version ?? 0)
  const saved = formOf(meeting ? valuesOf(meeting) : { version, applications: it.chosen })
  const form = entered ? { ...entered, values: isStale ? { ...entered.values, version } : entered.values } : saved
  const title = t(meeting ? 'panel_meetings.change' : 'panel_meetings.new')
  return {
    title,
    back: meeting
      ? { text: t('panel_meetings.back'), href: `/meetings/${meeting.id}` }
      : { text: t('panel_meetings.title'), href: '/meetings' },
    errors: errorSummary(form),
    heading: { text: title, caption: meeting && whenOf(t, meeting.startsAt), size: 'l' as const },
    stale: isStale && meeting ? t('panel_meetings.stale', { when: whenOf(t, meeting.startsAt) }) : null,
    version: hiddenField(form, 'version', 0),
    day: dateField(form, 'day', t('panel_meetings.day')),
    from: textField(form, 'from', t('panel_meetings.from'), { width: 5, hint: t('panel_meetings.from.hint') }),
    until: textField(form, 'until', t('panel_meetings.until'), { width: 5 }),
    place: textField(form, 'place', t('panel_meetings.place'), { hint: t('panel_meetings.place.hint') }),
    link: textField(form, 'link', t('panel_meetings.link'), { type: 'url', hint: t('panel_meetings.link.hint') }),
    applications: checkboxes(form, 'applications', t('panel_meetings.applications'), {
      choices: choices.map(({ id, organisationName, number }) => ({ value: id, text: organisationName, hint: number })),
      hint: t('panel_meetings.applications.hint'),
    }),
    more: it.hasMore && !meeting ? t('panel_meetings.applications.more') : null,
    none: choices.length === 0 ? t('panel_meetings.applications.none') : null,
    button: { text: t(meeting ? 'panel_meetings.save' : 'panel_meetings.invite') },
    note: t(meeting ? 'panel_meetings.save.hint' : 'panel_meetings.invite.hint'),
  }
}

const valuesOf = ({ version, startsAt, endsAt, place, link, applications }: MeetingRecord): Form['values'] => ({
  version: String(version),
  day: dayOf(startsAt),
  from: londonTimeOf(startsAt),
  until: londonTimeOf(endsAt),
  place,
  link,
  applications: applications.map(({ id }) => id),
})

/** The order of the agenda, and how often people leave the room in this order and in the proposed one. */
export function orderPage(t: T, meeting: MeetingRecord, entered: Form | null = null, isStale = false) {
  const items = agendaItems(meeting.applications)
  const proposed = proposedAgenda(items)
  const [now, best] = [countDepartures(items), countDepartures(proposed)]
  const places = items.map((_, index) => ({ value: String(index + 1), text: String(index + 1) }))
  const version = String(meeting.version)
  const saved = formOf({
    version,
    ...Object.fromEntries(items.map(({ id }, index) => [`place-${id}`, String(index + 1)])),
  })
  const form = entered ? { ...entered, values: isStale ? { ...entered.values, version } : entered.values } : saved
  return {
    title: t('panel_meetings.order'),
    back: { text: t('panel_meetings.back'), href: `/meetings/${meeting.id}` },
    errors: errorSummary(form),
    heading: { text: t('panel_meetings.order'), caption: whenOf(t, meeting.startsAt), size: 'l' as const },
    stale: isStale ? t('panel_meetings.order.stale') : null,
    now: now === 0 ? t('panel_meetings.order.now.no_one') : t('panel_meetings.order.now', { count: now }),
    proposed: best < now ? proposedPart(t, meeting, proposed, best) : null,
    best: best < now ? null : t('panel_meetings.order.best'),
    version: hiddenField(form, 'version', 0),
    places: meeting.applications.map(({ id, organisationName }) =>
      select(form, `place-${id}`, organisationName, { choices: places, size: 's' }),
    ),
  }
}

const proposedPart = (
  t: T,
  { id, version, applications }: MeetingRecord,
  order: readonly { id: string }[],
  best: number,
) => ({
  text: best === 0 ? t('panel_meetings.order.proposed.no_one') : t('panel_meetings.order.proposed', { count: best }),
  libraries: order.map(item => applications.find(each => each.id === item.id)!.organisationName),
  form: {
    action: `/meetings/${id}/order`,
    text: t('panel_meetings.order.use'),
    kind: 'secondary' as const,
    fields: [
      { name: 'version', value: version },
      ...order.map((item, index) => ({ name: `place-${item.id}`, value: index + 1 })),
    ],
  },
})

export const cancelPage = (t: T, { id, startsAt }: MeetingRecord) => ({
  title: t('panel_meetings.cancel'),
  back: { text: t('panel_meetings.back'), href: `/meetings/${id}` },
  heading: { text: t('panel_meetings.cancel'), caption: whenOf(t, startsAt), size: 'l' as const },
  text: [t('panel_meetings.cancel.text')],
  button: { text: t('panel_meetings.cancel.button'), kind: 'warning' as const },
  cancel: { text: t('panel_meetings.cancel.keep'), href: `/meetings/${id}` },
})

/** The link to the meeting at which an application is discussed, for the application's own pages. */
export function discussedOn(t: T, { id, startsAt, status, discussedAt }: MeetingAbout, today: Day): Link {
  const when = whenOf(t, startsAt)
  const href = `/meetings/${id}`
  if (status !== 'ended' && dayOf(startsAt) >= today) return { text: t('panel_meetings.is_discussed', { when }), href }
  if (status === 'under way') return { text: t('panel_meetings.is_not_ended', { when }), href }
  if (status === 'planned') return { text: t('panel_meetings.was_planned', { when }), href }
  return { text: t(discussedAt ? 'panel_meetings.was_discussed' : 'panel_meetings.not_discussed', { when }), href }
}
