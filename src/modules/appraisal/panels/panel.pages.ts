import { seatOf, type Actor } from '../../../domain/actor.ts'
import { isBarredBy } from '../../../domain/conflicts.ts'
import type { ApplicationGuard } from '../../../domain/application-guards.ts'
import type { Seat } from '../../../domain/application.ts'
import { membersOf } from '../../../domain/findings.ts'
import type { Framework } from '../../../domain/framework.ts'
import { canSetReadBy, daysToAnswer, panelGaps } from '../../../domain/panel.ts'
import { can } from '../../../domain/permissions.ts'
import { addDays } from '../../../domain/time.ts'
import { calendarLink } from '../../../web/calendar-link.ts'
import type { Moves, Status } from '../../../web/components.ts'
import { dateField, errorSummary, hiddenField, radios, select, textField, tickBox } from '../../../web/fields.ts'
import { emptyForm, formOf, type Form } from '../../../web/form.ts'
import { longDay } from '../../../words/format.ts'
import type { T } from '../../../words/words.ts'
import type { ApplicationRecord } from '../../access/access.public.ts'
import type { HelperLine } from '../seat-helpers/seat-helper.store.ts'
import { sampleLink } from '../samples/sample.pages.ts'
import { discussedOn } from '../panel-meetings/panel-meeting.pages.ts'
import type { MeetingAbout } from '../panel-meetings/panel-meeting.store.ts'
import type { SeatLine } from '../seats/seat.store.ts'
import { referralsPart } from '../referrals/referral.pages.ts'
import { emptySeats, offerAsSuggested, seatingParts, suggestionsFor, type Seating } from '../seating/seating.pages.ts'
import { chairSeen } from './chair.actions.ts'
import type { ReadBy } from './panel.store.ts'
import { confirmedIndependence, hasDeclared, isActive, pastSentence, seatCard } from './seat-card.pages.ts'

declare module '../../../web/views.ts' {
  interface Views {
    'appraisal/panels/panel': ReturnType<typeof panelPage>
    'appraisal/panels/dates': ReturnType<typeof panelPage>
    'appraisal/panels/offer': ReturnType<typeof panelPage>
    'appraisal/panels/members': ReturnType<typeof panelForReaders>
    'appraisal/panels/withdraw': ReturnType<typeof withdrawSeatPage>
    'appraisal/panels/chair': ReturnType<typeof makeChairPage>
  }
}

export interface PanelCasework extends Seating {
  seats: readonly SeatLine[]
  helpers: readonly HelperLine[]
  /**
   * the guards that are not met for passing the application to the panel; null when its status does not allow that move
   */
  unmet: readonly ApplicationGuard[] | null
  readBy: ReadBy | null
  /** the panel's meetings about the application, latest first */
  meetings: readonly MeetingAbout[]
}

type ForReaders = Pick<PanelCasework, 'application' | 'framework' | 'readBy' | 'meetings' | 'today'>

/** The values entered in the two forms of the page. */
interface Entered {
  offer?: Form
  readBy?: Form
}

/** The coordinator's page: the seats, the missing seats, and the form that offers a seat. */
export function panelPage(t: T, casework: PanelCasework, entered: Entered = {}) {
  const { application, framework, seats, unmet } = casework
  const active = seats.filter(isActive)
  const past = seats.filter(seat => !isActive(seat))
  const missing = missingSentences(t, application, framework)
  const isReady = unmet?.length === 0 && missing.length === 0
  const suggested = suggestionsFor(casework)
  return {
    ...frame(t, application),
    title: t('seating.title'),
    heading: { text: t('seating.title'), caption: application.organisationName, size: 'l' as const },
    wide: true,
    ...seatingParts(t, casework, suggested),
    complete: isReady ? readyToPass(t) : completeness(t, application, framework),
    errors: errorSummary(entered.offer ?? entered.readBy ?? emptyForm),
    missing,
    seats: [...active.map(seat => seatCard(t, casework, seat)), ...emptySeats(t, application, framework)],
    referrals: referralsPart(t, casework, seats),
    expired: expiredOffers(t, application, seats),
    past: past.length > 0 ? { summary: t('panels.past'), text: past.map(seat => pastSentence(t, seat)) } : null,
    pass: unmet && passingMove(t, application, unmet),
    readBy: readByPart(t, casework, entered.readBy),
    late: lateReplyWarning(t, casework),
    offer: offerFields(t, casework, entered.offer ?? offerAsSuggested(casework, suggested)),
    sample: sampleLink(t, application),
    meetings: casework.meetings.map(meeting => discussedOn(t, meeting, casework.today)),
    plan: canPlanMeeting(casework)
      ? { text: t('panel_meetings.plan'), href: `/meetings/new?application=${application.id}` }
      : null,
    lift: application.declarations.some(({ says }) => says === 'conflict')
      ? { text: t('declarations.lift.link'), href: `/applications/${application.id}/conflicts` }
      : null,
  }
}

/** Whether the next meeting can be planned. A light renewal has no panel to meet until a seat is offered. */
const canPlanMeeting = ({ application, meetings, seats }: PanelCasework): boolean =>
  canSetReadBy(application) &&
  meetings.every(({ status }) => status === 'ended') &&
  (application.kind !== 'renewal' || seats.some(isActive))

/**
 * Offers that were not answered in time, each with a button to send it again. Leaves out people who have a new offer or
 * a seat.
 */
function expiredOffers(t: T, { id }: ApplicationRecord, seats: readonly SeatLine[]) {
  return seats
    .filter(({ status, email }) => status === 'expired' && !seats.some(it => isActive(it) && it.email === email))
    .filter((seat, place, all) => all.findLastIndex(({ email }) => email === seat.email) === place)
    .map(({ id: seatId, name }) => ({
      text: t('panels.past.expired', { name }),
      form: {
        action: `/applications/${id}/panel/seats/${seatId}/offer`,
        text: t('panels.send_again', { name }),
        kind: 'secondary' as const,
      },
    }))
}

/** The read-by date, and the form that sets it. Leaves out the form while the date cannot be set. */
function readByPart(t: T, { application, readBy }: PanelCasework, entered: Form | undefined) {
  const form = entered ?? formOf({ readBy: readBy?.day ?? '', version: String(readBy?.version ?? 0) })
  return {
    text: readBySentence(t, readBy) ?? t('panels.read_by.none'),
    calendar: readBy && canSetReadBy(application) ? calendarLink(t, { kind: 'findings', id: application.id }) : null,
    form: canSetReadBy(application)
      ? {
          action: `/applications/${application.id}/panel/read-by`,
          version: hiddenField(form, 'version', 0),
          day: dateField(form, 'readBy', t('panels.read_by.day'), { hint: t('panels.read_by.hint') }),
        }
      : null,
  }
}

/**
 * The form for the read-by date after someone else has changed the date. Saving the form again replaces that change.
 */
export const staleReadBy = (t: T, { readBy }: PanelCasework, form: Form): Form => ({
  values: { ...form.values, version: String(readBy?.version ?? 0) },
  errors: [{ field: 'readBy', message: t('panels.read_by.stale') }],
})

/** The warning that someone who is offered a seat today can reply after findings are due; null when they cannot. */
function lateReplyWarning(t: T, { application, readBy, today }: PanelCasework): string | null {
  const answerBy = addDays(today, daysToAnswer)
  if (readBy === null || answerBy <= readBy.day || !canSetReadBy(application)) return null
  return t('panels.offer.late', { answerBy: longDay(t, answerBy), readBy: longDay(t, readBy.day) })
}

const readBySentence = (t: T, readBy: ReadBy | null): string | null =>
  readBy && t('panels.read_by.is', { day: longDay(t, readBy.day) })

const readyToPass = (t: T): Status => ({ icon: 'tick', tone: 'done', text: t('panels.complete.ready') })

/**
 * The panel as its members and trustees see it. Only the reader's own seat shows its kind and whether it is marked
 * independent.
 */
export function panelForReaders(t: T, actor: Actor, { application, framework, readBy, meetings, today }: ForReaders) {
  const own = seatOf(actor, application)
  return {
    ...frame(t, application),
    complete: completeness(t, application, framework),
    readBy: readBySentence(t, readBy),
    sample: sampleLink(t, application),
    meetings: can(actor, 'agenda_item.follow', application)
      ? meetings.map(meeting => discussedOn(t, meeting, today))
      : [],
    members: membersOf(application).map(seat => memberName(t, seat, own)),
    own: own && can(actor, 'seat.read_kind', application, own) ? ownSeat(t, own) : null,
  }
}

function memberName(t: T, { id, shownName, chairs }: Seat, own: Seat | null): string {
  if (id === own?.id) return t('panels.member.you', { name: shownName })
  return chairs ? t('panels.member.chair', { name: shownName }) : shownName
}

const ownSeat = (t: T, { kind, independent, chairs }: Seat) => ({
  rows: [
    { key: t('panels.own.kind'), value: t(`seat.kind.${kind}`) },
    { key: t('panels.own.independent'), value: t(independent ? 'panels.yes' : 'panels.no') },
    { key: t('panels.own.chair'), value: t(chairs ? 'panels.yes' : 'panels.no') },
  ],
})

const frame = (t: T, application: ApplicationRecord) => ({
  title: t('panels.title'),
  back: { text: application.organisationName, href: `/applications/${application.id}` },
  heading: { text: t('panels.title'), caption: application.organisationName, size: 'l' as const },
})

function completeness(t: T, application: ApplicationRecord, { panel }: Framework): Status {
  return panelGaps(panel, application, 'propose').length === 0
    ? { icon: 'tick', tone: 'done', text: t('panels.complete.yes') }
    : { icon: 'hourglass', tone: 'quiet', text: t('panels.complete.no') }
}

/**
 * Sentences about the missing seats, then about answers, declarations, confirmations of independence and findings that
 * are still expected.
 */
function missingSentences(t: T, application: ApplicationRecord, { panel }: Framework): string[] {
  const gaps = panelGaps(panel, application, 'seat').map(({ lacks, count }) => t(`panel.lacks.${lacks}`, { count }))
  const offered = application.seats.filter(({ status, setAside }) => status === 'offered' && !setAside)
  const members = membersOf(application)
  const declared = members.filter(seat => hasDeclared(application, seat))
  const unconfirmed = declared.filter(
    seat => seat.independent && confirmedIndependence(application, seat.personId) === null,
  )
  const judging = application.status === 'with the panel' ? declared.filter(({ hasGivenAll }) => !hasGivenAll) : []
  const waits = [
    { count: offered.length, key: 'panels.waits.answer' },
    { count: members.length - declared.length, key: 'panels.waits.declaration' },
    { count: unconfirmed.length, key: 'panels.waits.independence' },
    { count: judging.length, key: 'panels.waits.findings' },
  ] as const
  return [...gaps, ...waits.filter(({ count }) => count > 0).map(({ key, count }) => t(key, { count }))]
}

const passingMove = (t: T, { id }: ApplicationRecord, unmet: readonly ApplicationGuard[]): Moves => ({
  heading: null,
  moves: [
    {
      text: t('application.move.seat'),
      unmet: unmet.map(guard => t(`application.guard.${guard}`)),
      form: { action: `/applications/${id}/panel/passing`, text: t('application.move.seat') },
    },
  ],
})

const offerFields = (t: T, { application, framework, people, choice }: PanelCasework, form: Form) => ({
  action: `/applications/${application.id}/panel`,
  isOpen: form.errors.length > 0 || choice.person !== '' || panelGaps(framework.panel, application, 'seat').length > 0,
  person: select(form, 'person', t('panels.offer.person'), {
    choices: people
      .filter(({ conflicts }) => !isBarredBy(conflicts))
      .map(({ id, name, email }) => ({ value: id, text: t('panels.offer.person.option', { name, email }) })),
    empty: t('panels.offer.person.new'),
    hint: t('panels.offer.person.hint'),
  }),
  name: textField(form, 'name', t('panels.offer.name'), { width: 20 }),
  email: textField(form, 'email', t('panels.offer.email'), { type: 'email', width: 30 }),
  kind: radios(form, 'kind', t('panels.offer.kind'), {
    choices: framework.panel.seatKinds.map(kind => ({ value: kind, text: t(`seat.kind.${kind}`) })),
    hint: t('panels.offer.kind.hint'),
  }),
  independent: tickBox(form, 'independent', t('panels.offer.independent'), {
    hint: t('panels.offer.independent.hint'),
  }),
  chairs: tickBox(form, 'chairs', t('panels.offer.chair')),
})

export function withdrawSeatPage(t: T, application: ApplicationRecord, { id, name, status }: SeatLine) {
  const isOffer = status === 'offered'
  const title = t(isOffer ? 'panels.withdraw.offer' : 'panels.withdraw.seat')
  const address = `/applications/${application.id}/panel`
  return {
    title,
    back: { text: t('seating.title'), href: address },
    heading: { text: title, caption: application.organisationName, size: 'l' as const },
    text: t(isOffer ? 'panels.withdraw.offer.text' : 'panels.withdraw.seat.text', { name }),
    form: {
      action: `${address}/seats/${id}/withdrawal`,
      text: title,
      kind: 'warning' as const,
      fields: [{ name: 'status', value: status }],
    },
  }
}

/** @param before the seat or open offer of the present chair; null when there is none */
export function makeChairPage(
  t: T,
  application: ApplicationRecord,
  { seat: { id, name }, before }: { seat: SeatLine; before: SeatLine | null },
) {
  const title = t('panels.make_chair.title', { name })
  const address = `/applications/${application.id}/panel`
  const beforeKey = before?.status === 'offered' ? 'panels.make_chair.before.offer' : 'panels.make_chair.before'
  return {
    title,
    back: { text: t('seating.title'), href: address },
    heading: { text: title, caption: application.organisationName, size: 'l' as const },
    text: [t('panels.make_chair.text', { name }), before && t(beforeKey, { chair: before.name })].filter(
      text => text !== null,
    ),
    form: {
      action: `${address}/seats/${id}/chair`,
      text: t('panels.make_chair'),
      fields: [{ name: 'seen', value: chairSeen(before) }],
    },
  }
}
