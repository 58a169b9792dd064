import { dayOf, daysBetween, type Day, type Instant } from '../../../domain/time.ts'
import type { DueCard } from '../../../web/components.ts'
import { countUpTo, timeOfDay, weekdayAndDay } from '../../../words/format.ts'
import type { T } from '../../../words/words.ts'
import { mostExamples } from '../../appraisal/appraisal.public.ts'
import { dueBy, informationCard, task, type RankedCard } from '../due-cards/due-card.pages.ts'
import type { ExpiredOffer } from './expired-offer.store.ts'
import type { LateFindings } from './late-findings.store.ts'
import type { SeatWaiting } from './seat-card.store.ts'

/** A panel's task without a date, or with a date further ahead, counts as due in this many days. */
const daysForSeats = 20
const daysForExpiredOffers = 5
const daysForCalibration = 60

/** A card for a seat, with its holder's next step, or a note that the holder has nothing to do now. */
export function rankedSeatCard(t: T, seat: SeatWaiting, today: Day): RankedCard {
  const isRead = seat.declared && !seat.needsIndependence && seat.status === 'with the panel' && seat.hasGivenAll
  if (isRead && seat.meeting && dayOf(seat.meeting.startsAt) === today)
    return task(meetingCard(t, seat.organisation, seat.meeting), { loss: 'panel', days: 0 })
  const card = seatCard(t, seat, today)
  const due = seat.seatStatus === 'offered' ? seat.answerBy : seat.readBy
  if (card.due && due) return task(card, { loss: 'panel', days: Math.min(daysForSeats, daysBetween(today, due)) })
  if (card.button) return task(card, { loss: 'panel', days: daysForSeats })
  return seat.status === 'with the panel' ? informationCard(card) : informationCard(card, t('home.seat.waiting.quiet'))
}

function seatCard(t: T, seat: SeatWaiting, today: Day): DueCard {
  const { organisation } = seat
  const below = `/applications/${seat.applicationId}`
  if (seat.seatStatus === 'offered')
    return {
      title: t('home.seat.offered', { organisation }),
      href: `${below}/seat`,
      button: t('home.seat.offered.button'),
      due: seat.answerBy ? dueBy(t, seat.answerBy, today) : null,
      text: t('home.seat.offered.text'),
    }
  if (!seat.declared)
    return {
      title: t('home.seat.declare', { organisation }),
      href: `${below}/declaration`,
      button: t('home.declare.button'),
      text: t('home.seat.declare.text'),
    }
  if (seat.needsIndependence)
    return {
      title: t('home.seat.confirm', { organisation }),
      href: `${below}/declaration`,
      button: t('appraisals.list.confirm.button'),
      text: t('home.seat.confirm.text'),
    }
  if (seat.status !== 'with the panel')
    return { title: t('home.seat.waiting', { organisation }), href: below, text: t('home.seat.waiting.text') }
  if (!seat.hasGivenAll)
    return {
      title: t('home.seat.read', { organisation }),
      href: `${below}/appraisal`,
      button: t(seat.judged > 0 || seat.openAgain ? 'home.seat.read.button' : 'home.seat.start.button'),
      due: seat.readBy ? dueBy(t, seat.readBy, today) : null,
      text: readingText(t, seat),
    }
  return givenCard(t, seat, today)
}

/** The card on the day of a panel meeting, for a member who has given all their findings. */
const meetingCard = (t: T, organisation: string, { id, startsAt }: NonNullable<SeatWaiting['meeting']>): DueCard => ({
  title: t('home.seat.meeting', { organisation, time: timeOfDay(t, startsAt) }),
  href: `/meetings/${id}`,
  button: t('home.seat.chair.button'),
})

/** The card for a member who has given all their findings. */
function givenCard(t: T, seat: SeatWaiting, today: Day): DueCard {
  const { applicationId, organisation, chairs, meeting } = seat
  const href = `/applications/${applicationId}/meeting`
  const when = meeting && dayOf(meeting.startsAt) > today ? meetsText(t, meeting.startsAt) : null
  if (chairs && seat.isSentBack)
    return {
      title: t('home.seat.sent_back', { organisation }),
      href: `/applications/${applicationId}/proposal`,
      button: t('home.seat.sent_back.button'),
      text: when,
    }
  const givenText = seat.isSentBack ? 'home.seat.given.sent_back' : 'home.seat.given.text'
  return chairs
    ? { title: t('home.seat.chair', { organisation }), href, button: t('home.seat.chair.button'), text: when }
    : { title: t('home.seat.given', { organisation }), href, text: when ?? t(givenText) }
}

const meetsText = (t: T, startsAt: Instant): string =>
  t('home.seat.meets', { day: weekdayAndDay(t, dayOf(startsAt)), time: timeOfDay(t, startsAt) })

function readingText(t: T, { judged, openAgain }: SeatWaiting): string {
  if (openAgain) return t('home.seat.read.again')
  return judged > 0 ? t('appraisals.list.judged', { count: judged }) : t('home.seat.read.text')
}

/**
 * A card for an appraiser who has not done this year's calibration. It comes last, because nothing is lost without it.
 */
export const calibrationCard = (t: T): RankedCard =>
  task(
    {
      title: t('home.calibration'),
      href: '/account/calibration',
      button: t('home.calibration.button'),
      text: t('home.calibration.text'),
    },
    { loss: 'tidying', days: daysForCalibration },
  )

export function expiredOfferCard(t: T, { applicationId, organisation, declared }: ExpiredOffer): RankedCard {
  const card = {
    title: t('home.seat.expired', { organisation }),
    href: `/applications/${applicationId}/${declared ? 'panel' : 'declaration'}`,
    button: t(declared ? 'home.charity.button.checked' : 'home.declare.button'),
    text: t('home.seat.expired.text'),
  }
  return task(card, { loss: 'panel', days: daysForExpiredOffers })
}

export function lateFindingsCard(t: T, late: LateFindings, today: Day): RankedCard {
  const { applicationId, organisation, readBy, members, declared } = late
  const card = {
    title: t('home.seat.late', { organisation }),
    href: `/applications/${applicationId}/${declared ? 'panel' : 'declaration'}`,
    button: t(declared ? 'home.charity.button.checked' : 'home.declare.button'),
    due: dueBy(t, readBy, today),
    text: t('home.seat.late.text', { count: members }),
  }
  return task(card, { loss: 'panel', days: daysBetween(today, readBy) })
}

/** A coordinator's card for applications that libraries share and that no coordinator has published as examples. */
export const examplesCard = (t: T, count: number): RankedCard =>
  task(
    {
      title: t('home.examples', { count, shown: countUpTo(t, count, mostExamples) }),
      href: '/examples/waiting',
      button: t('home.examples.button'),
      text: t('home.examples.text'),
    },
    { loss: 'tidying', days: daysForCalibration },
  )
