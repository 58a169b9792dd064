import { seatOf, type Actor } from '../../../domain/actor.ts'
import { membersOf } from '../../../domain/findings.ts'
import { presentPeopleIds, lastMovements, waitingOutside } from '../../../domain/meeting-presence.ts'
import { can } from '../../../domain/permissions.ts'
import { dayOf, type Day } from '../../../domain/time.ts'
import { calendarLink } from '../../../web/calendar-link.ts'
import type { ButtonForm, Link } from '../../../web/components.ts'
import { errorSummary, radios, select } from '../../../web/fields.ts'
import { emptyForm, type Form } from '../../../web/form.ts'
import { list, longDay } from '../../../words/format.ts'
import type { T } from '../../../words/words.ts'
import { attendeesOf } from '../meeting-invitations/meeting-invitation.actions.ts'
import { whenOf } from '../panel-meetings/panel-meeting.pages.ts'
import type { AgendaLine, MeetingRecord } from '../panel-meetings/panel-meeting.store.ts'
import { agendaOf, follows, seesAll, timeAt } from './agenda.pages.ts'
import { canBeJoined, currentItem, itemsNotDiscussed, mayEnd, mayStart } from './discussion.actions.ts'
import type { Discussion, DiscussionForPage } from './discussion.store.ts'

declare module '../../../web/views.ts' {
  interface Views {
    'appraisal/discussions/meeting': ReturnType<typeof discussionPage>
    'appraisal/discussions/live': ReturnType<typeof livePart>
  }
}

/** The page of a meeting: its current state, and the actions that the person can take. */
export function discussionPage(t: T, actor: Actor, it: DiscussionForPage, form: Form = emptyForm) {
  const { meeting, today } = it
  const people = peopleSeen(actor, it)
  return {
    title: t('discussions.title'),
    back: { text: t('panel_meetings.title'), href: '/meetings' },
    errors: errorSummary(form),
    wide: true,
    heading: { text: t('discussions.title'), caption: whenOf(t, meeting.startsAt), size: 'l' as const },
    place: meeting.place === '' ? null : t('discussions.place', { place: meeting.place }),
    link: meeting.link === '' || isOver(meeting) ? null : { text: t('discussions.join'), href: meeting.link },
    calendar: it.isInvited && !isOver(meeting) ? calendarLink(t, { kind: 'meeting', id: meeting.id }) : null,
    isLive: !isOver(meeting),
    canBeJoined: canBeJoined(meeting, today),
    liveAddress: `/meetings/${meeting.id}/live`,
    live: livePart(t, actor, it, today),
    record:
      canBeJoined(meeting, today) && mayRecord(actor, meeting)
        ? {
            action: `/meetings/${meeting.id}/presence`,
            person: select(form, 'person', t('discussions.person'), {
              choices: people.map(({ id, name }) => ({ value: id, text: name })),
              empty: t('discussions.person.choose'),
            }),
            says: radios(form, 'says', t('discussions.says'), {
              choices: [
                { value: 'here', text: t('discussions.says.here') },
                { value: 'away', text: t('discussions.says.away') },
              ],
            }),
          }
        : null,
    links: linksOf(t, actor, meeting),
  }
}

const isOver = ({ status }: MeetingRecord): boolean => status === 'ended' || status === 'cancelled'

function linksOf(t: T, actor: Actor, meeting: MeetingRecord): Link[] {
  if (meeting.status !== 'planned') return []
  const address = `/meetings/${meeting.id}`
  return [
    ...(can(actor, 'panel_meeting.order', meeting)
      ? [
          { text: t('panel_meetings.change'), href: `${address}/change` },
          ...(meeting.applications.length > 1 ? [{ text: t('panel_meetings.order'), href: `${address}/order` }] : []),
        ]
      : []),
    ...(can(actor, 'panel_meeting.change', meeting)
      ? [{ text: t('panel_meetings.cancel'), href: `${address}/cancellation` }]
      : []),
  ]
}

/**
 * The live part of the page. People who cannot follow the current item learn only that another item is being discussed.
 */
export function livePart(t: T, actor: Actor, it: Discussion, today: Day) {
  const { meeting } = it
  const current = currentItem(meeting)
  const isPresent = isTakingPart(actor, meeting)
  return {
    now: nowPart(t, actor, meeting, today),
    own: canBeJoined(meeting, today) && can(actor, 'panel_meeting.attend', meeting) ? ownPart(t, actor, it) : null,
    agenda: agendaOf(t, actor, meeting),
    hidden: seesAll(actor, meeting) ? null : hiddenPart(t, actor, meeting),
    notInvited: notInvitedText(t, actor, meeting),
    here: isPresent ? herePart(t, actor, it) : null,
    away: isPresent && current ? awayPart(t, actor, it, current) : [],
    moves: isPresent && canBeJoined(meeting, today) ? movesOf(t, actor, meeting) : [],
    ending:
      isPresent && mayEnd(actor, meeting) && itemsNotDiscussed(meeting).length > 0
        ? { text: t('discussions.end'), href: `/meetings/${meeting.id}/ending` }
        : null,
  }
}

/** Whether the person takes part in the item under discussion or, between items, in the meeting. */
function isTakingPart(actor: Actor, meeting: MeetingRecord): boolean {
  const current = currentItem(meeting)
  if (current === null) return can(actor, 'panel_meeting.attend', meeting)
  return can(actor, 'agenda_item.attend', current.application)
}

const mayRun = (actor: Actor, { applications }: MeetingRecord): boolean =>
  applications.some(each => can(actor, 'agenda_item.run', each))

/** Whether the person can record when other people come and leave. */
export const mayRecord = (actor: Actor, meeting: MeetingRecord): boolean =>
  !isOver(meeting) && mayRun(actor, meeting) && isTakingPart(actor, meeting)

function nowPart(t: T, actor: Actor, meeting: MeetingRecord, today: Day) {
  const current = currentItem(meeting)
  if (meeting.status === 'cancelled') return { text: t('discussions.cancelled'), strong: null, link: null }
  if (meeting.status === 'planned') return { text: notYetText(t, meeting, today), strong: null, link: null }
  if (meeting.status === 'ended') return { text: t('discussions.ended'), strong: null, link: null }
  if (!current) return { text: t('discussions.between'), strong: null, link: null }
  if (!follows(actor, current)) return { text: t('discussions.another'), strong: null, link: null }
  const { id, organisationName } = current.application
  return {
    text: t('discussions.now'),
    strong: organisationName,
    link: can(actor, 'minutes.read', current.application)
      ? { text: t('discussions.minutes'), href: `/meetings/${meeting.id}/minutes/${id}` }
      : null,
  }
}

const notYetText = (t: T, meeting: MeetingRecord, today: Day): string =>
  canBeJoined(meeting, today)
    ? t('discussions.not_yet')
    : t('discussions.not_yet.from', { day: longDay(t, dayOf(meeting.startsAt)) })

/**
 * A sentence about panels that have no members to invite; null when there are none, when the meeting is over, and for
 * people who cannot follow every item.
 */
function notInvitedText(t: T, actor: Actor, meeting: MeetingRecord): string | null {
  if (isOver(meeting) || !seesAll(actor, meeting)) return null
  const empty = meeting.applications.filter(each => attendeesOf([each]).length === 0)
  if (empty.length === meeting.applications.length) return t('discussions.no_one_invited')
  const libraries = list(
    t,
    empty.map(({ organisationName }) => organisationName),
  )
  return empty.length === 0 ? null : t('discussions.no_one_invited.some', { count: empty.length, libraries })
}

const hiddenPart = (t: T, actor: Actor, meeting: MeetingRecord) => ({
  text: t(hiddenText(actor, meeting)),
  link: meeting.applications.some(application => can(actor, 'declaration.make', application))
    ? { text: t('discussions.hidden.declare'), href: '/appraisals' }
    : null,
})

function hiddenText(actor: Actor, meeting: MeetingRecord) {
  if (!can(actor, 'panel_meeting.attend', meeting)) return 'discussions.hidden.helper'
  if (isOver(meeting)) return 'discussions.hidden.over'
  const isMember = meeting.applications.some(application => seatOf(actor, application) !== null)
  return isMember ? 'discussions.hidden.member' : 'discussions.hidden'
}

/** The person's own recorded presence, and the button to record that they came or are leaving. */
function ownPart(t: T, actor: Actor, { meeting, movements }: Discussion) {
  const last = lastMovements(movements).find(({ personId }) => personId === actor.id)
  const isOutside = waitingOutside(movements).includes(actor.id)
  const isHere = last?.says === 'here'
  const button = (says: 'here' | 'away', text: string, kind: ButtonForm['kind']): ButtonForm => ({
    action: `/meetings/${meeting.id}/presence`,
    text,
    kind,
    fields: [
      { name: 'person', value: actor.id },
      { name: 'says', value: says },
    ],
  })
  if (isOutside) return { text: t('discussions.own.outside'), form: null }
  if (isHere) return { text: t('discussions.own.here'), form: button('away', t('discussions.own.leave'), 'link') }
  return {
    text: t(last ? 'discussions.own.left' : 'discussions.own.not_yet'),
    form: button('here', t('discussions.own.come'), 'secondary'),
  }
}

/**
 * The people whom the reader sees, sorted by name: members of panels whose items the reader can attend, by their chosen
 * names; people who came and are on no panel; and the reader.
 */
export function peopleSeen(actor: Actor, { meeting, names }: Discussion): { id: string; name: string }[] {
  const seats = meeting.applications
    .filter(each => can(actor, 'agenda_item.attend', each))
    .flatMap(membersOf)
    .flatMap(({ personId, shownName }) => (personId === null ? [] : [{ id: personId, name: shownName }]))
  const isMember = (id: string): boolean =>
    meeting.applications.some(({ seats: all }) => all.some(({ personId }) => personId === id))
  const others = [...names].filter(([id]) => !isMember(id)).map(([id, name]) => ({ id, name }))
  const own = isMember(actor.id) ? [] : [{ id: actor.id, name: actor.name }]
  return [...new Map([...own, ...others, ...seats].map(person => [person.id, person])).values()].toSorted((a, b) =>
    a.name.localeCompare(b.name),
  )
}

function herePart(t: T, actor: Actor, it: Discussion) {
  const here = presentPeopleIds(it.movements)
  const seen = peopleSeen(actor, it).filter(({ id }) => here.includes(id))
  if (it.meeting.status === 'planned' && seen.length === 0) return null
  return {
    heading: t(it.meeting.status === 'ended' ? 'discussions.here.end' : 'discussions.here', { count: seen.length }),
    text: list(
      t,
      seen.map(({ name }) => name),
    ),
  }
}

/** The people who wait outside during the current item: those who declared a conflict on it, then the others. */
function awayPart(t: T, actor: Actor, it: Discussion, { application }: AgendaLine) {
  const waiting = waitingOutside(it.movements)
  const names = new Map(peopleSeen(actor, it).map(({ id, name }) => [id, name]))
  const conflicts = application.declarations.filter(({ says }) => says === 'conflict').map(({ personId }) => personId)
  const people = lastMovements(it.movements).flatMap(({ personId, at }) => {
    const name = names.get(personId)
    if (name === undefined || !waiting.includes(personId)) return []
    const line = seesAll(actor, it.meeting)
      ? t('discussions.away.since', { name, time: timeAt(t, it.meeting, at) })
      : t('discussions.away.line', { name })
    return [{ line, hasConflict: conflicts.includes(personId) }]
  })
  const part = (heading: 'discussions.away.conflict' | 'discussions.away', those: typeof people) =>
    those.length === 0 ? [] : [{ heading: t(heading, { count: those.length }), lines: those.map(({ line }) => line) }]
  return [
    ...part(
      'discussions.away.conflict',
      people.filter(({ hasConflict }) => hasConflict),
    ),
    ...part(
      'discussions.away',
      people.filter(({ hasConflict }) => !hasConflict),
    ),
  ]
}

/**
 * The buttons to start or end an item, to discuss it again, and to end the meeting. Leaves out items that the person
 * cannot start or end.
 */
function movesOf(t: T, actor: Actor, meeting: MeetingRecord): ButtonForm[] {
  if (!mayRun(actor, meeting)) return []
  const current = currentItem(meeting)
  const address = `/meetings/${meeting.id}`
  const able = meeting.items.filter(item => mayStart(actor, item))
  const waiting = able.filter(({ startedAt }) => startedAt === null)
  const again = able.filter(({ endedAt }) => endedAt !== null)
  const start = ({ application: { id, organisationName } }: AgendaLine, kind: ButtonForm['kind']): ButtonForm => ({
    action: `${address}/discussion`,
    text: t(kind === 'link' ? 'discussions.again' : 'discussions.start', { library: organisationName }),
    kind,
    fields: [{ name: 'application', value: id }],
  })
  const isRun = current !== null && can(actor, 'agenda_item.run', current.application)
  return [
    ...waiting.map((item, index) => start(item, index === 0 ? 'primary' : 'secondary')),
    ...(isRun
      ? [
          {
            action: `${address}/discussion/end`,
            text: t('discussions.finish', { library: current.application.organisationName }),
            kind: 'secondary' as const,
          },
        ]
      : []),
    ...again.map(item => start(item, 'link')),
    ...(mayEnd(actor, meeting) && itemsNotDiscussed(meeting).length === 0
      ? [{ action: `${address}/ending`, text: t('discussions.end'), kind: 'link' as const }]
      : []),
  ]
}
