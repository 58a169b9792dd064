import type { Actor } from '../../../domain/actor.ts'
import { can } from '../../../domain/permissions.ts'
import { addMilliseconds, dayOf, millisecondsBetween, type Instant } from '../../../domain/time.ts'
import type { Link } from '../../../web/components.ts'
import { dayInYear, list, timeOfDay } from '../../../words/format.ts'
import type { T } from '../../../words/words.ts'
import type { AgendaLine, MeetingRecord } from '../panel-meetings/panel-meeting.store.ts'
import { whenOf } from '../panel-meetings/panel-meeting.pages.ts'
import { currentItem, itemsNotDiscussed } from './discussion.actions.ts'

/** Whether the person can see an item on the agenda. */
export const follows = (actor: Actor, { application }: AgendaLine): boolean =>
  can(actor, 'agenda_item.follow', application)

export const seesAll = (actor: Actor, { items }: MeetingRecord): boolean => items.every(item => follows(actor, item))

/** The page on which a coordinator ends a meeting before every item has been discussed. */
export function endingPage(t: T, actor: Actor, meeting: MeetingRecord) {
  const left = itemsNotDiscussed(meeting)
  const seen = left.filter(item => follows(actor, item)).map(({ application }) => application.organisationName)
  const hidden = left.length - seen.length
  return {
    title: t('discussions.end'),
    back: { text: t('panel_meetings.back'), href: `/meetings/${meeting.id}` },
    heading: { text: t('discussions.end'), caption: whenOf(t, meeting.startsAt), size: 'l' as const },
    text: [
      ...(seen.length > 0 ? [t('discussions.end.left', { libraries: list(t, seen) })] : []),
      ...(hidden > 0 ? [t('discussions.end.hidden', { count: hidden })] : []),
      t('discussions.end.text'),
    ],
    button: { text: t('discussions.end'), kind: 'warning' as const },
    cancel: { text: t('discussions.end.keep'), href: `/meetings/${meeting.id}` },
  }
}

/**
 * The agenda items that the person can follow. Times are shown only to people who can follow every item on the agenda.
 */
export function agendaOf(t: T, actor: Actor, meeting: MeetingRecord) {
  const current = currentItem(meeting)
  return meeting.items
    .filter(item => follows(actor, item))
    .map(item => {
      const { application } = item
      return {
        text: application.organisationName,
        href: addressOf(actor, application),
        isNow: item === current,
        notes: [
          noteOf(t, actor, meeting, item),
          can(actor, 'finding.write', application) ? t('discussions.give_first') : null,
        ].filter(note => note !== null),
        links: itemLinks(t, actor, meeting, item),
      }
    })
}

/** The page to which an agenda item links for this person. */
function addressOf(actor: Actor, application: AgendaLine['application']): string {
  const address = `/applications/${application.id}`
  if (!can(actor, 'agenda_item.attend', application)) return address
  return `${address}/${can(actor, 'meeting.read', application) ? 'meeting' : 'appraisal'}`
}

function itemLinks(t: T, actor: Actor, { id }: MeetingRecord, { application, startedAt }: AgendaLine): Link[] {
  const hidden = application.organisationName
  return [
    ...(startedAt !== null && can(actor, 'minutes.read', application)
      ? [{ text: t('discussions.minutes.link'), href: `/meetings/${id}/minutes/${application.id}`, hidden }]
      : []),
    ...(startedAt !== null && can(actor, 'pack.read', application)
      ? [{ text: t('discussions.pack'), href: `/applications/${application.id}/pack`, hidden }]
      : []),
  ]
}

function noteOf(t: T, actor: Actor, meeting: MeetingRecord, item: AgendaLine): string | null {
  const { startedAt, endedAt } = item
  const isTimed = seesAll(actor, meeting)
  if (startedAt === null && meeting.status === 'ended') return t('discussions.not_discussed')
  if (startedAt === null) return isTimed && meeting.status === 'planned' ? expectedAt(t, meeting, item) : null
  if (endedAt === null) {
    if (meeting.status !== 'under way') return null
    return isTimed ? t('discussions.since', { time: timeAt(t, meeting, startedAt) }) : t('discussions.current')
  }
  return isTimed
    ? t('discussions.from_to', { from: timeAt(t, meeting, startedAt), to: timeAt(t, meeting, endedAt) })
    : t('discussions.done')
}

/**
 * The time at which an item is expected to start, as text. Each item gets an equal share of the meeting's time, rounded
 * down to 5 minutes.
 */
function expectedAt(t: T, meeting: MeetingRecord, item: AgendaLine): string {
  const { startsAt, endsAt, items } = meeting
  const each = Math.floor(millisecondsBetween(startsAt, endsAt) / items.length / 300_000) * 300_000
  const at: Instant = addMilliseconds(startsAt, each * items.indexOf(item))
  return t('discussions.about', { time: timeAt(t, meeting, at) })
}

/** A time at a meeting. After midnight, the day is added, such as "12:15am on 28 May". */
export function timeAt(t: T, { startsAt }: MeetingRecord, at: Instant): string {
  const time = timeOfDay(t, at)
  return dayOf(at) === dayOf(startsAt) ? time : t('discussions.time_on', { time, day: dayInYear(t, dayOf(at)) })
}
