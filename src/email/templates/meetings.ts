import type { Instant } from '../../domain/time.ts'
import { dayOf } from '../../domain/time.ts'
import { list, longDay, timeOfDay, weekdayAndDay } from '../../words/format.ts'
import type { T } from '../../words/words.ts'
import { email, type EmailText } from '../email.ts'

/** `libraries` are the organisations on the agenda for which the reader has the permission `agenda_item.follow`. */
interface MeetingFacts {
  meetingId: string
  startsAt: Instant
  place: string
  hasLink: boolean
  libraries: readonly string[]
}

const whenOf = (t: T, { startsAt }: MeetingFacts): { day: string; time: string } => ({
  day: weekdayAndDay(t, dayOf(startsAt)),
  time: timeOfDay(t, startsAt),
})

const shortOf = (t: T, { startsAt }: MeetingFacts): { day: string } => ({ day: longDay(t, dayOf(startsAt)) })

const librariesLine = (t: T, { libraries }: MeetingFacts): string =>
  t('emails.meeting.libraries', { count: libraries.length, libraries: list(t, libraries) })

function rendered(t: T, it: MeetingFacts, said: { subject: string; body: string }): EmailText {
  return {
    subject: said.subject,
    paragraphs: [
      said.body,
      ...(it.place === '' ? [] : [t('emails.meeting.place', { place: it.place })]),
      ...(it.hasLink ? [t('emails.meeting.link')] : []),
      ...(it.libraries.length === 0 ? [] : [librariesLine(t, it)]),
    ],
    action: { label: t('emails.meeting.action'), path: `/meetings/${it.meetingId}` },
  }
}

/** Emails to the people who are expected at a panel meeting. */
export const meetingEmails = {
  'meeting called': email<MeetingFacts>((t, it) =>
    rendered(t, it, {
      subject: t('emails.meeting_called.subject', shortOf(t, it)),
      body: t('emails.meeting_called.body', whenOf(t, it)),
    }),
  ),
  'meeting changed': email<MeetingFacts>((t, it) =>
    rendered(t, it, {
      subject: t('emails.meeting_changed.subject', shortOf(t, it)),
      body: t('emails.meeting_changed.body', whenOf(t, it)),
    }),
  ),
  'meeting soon': email<MeetingFacts>((t, it) =>
    rendered(t, it, {
      subject: t('emails.meeting_soon.subject', shortOf(t, it)),
      body: t('emails.meeting_soon.body', whenOf(t, it)),
    }),
  ),
  'meeting cancelled': email<MeetingFacts>((t, it) => ({
    subject: t('emails.meeting_cancelled.subject', shortOf(t, it)),
    paragraphs: [t('emails.meeting_cancelled.body', whenOf(t, it)), t('emails.meeting_cancelled.next')],
    action: { label: t('emails.seat_withdrawn.action'), path: '/appraisals' },
  })),
}

export type MeetingEmailName = keyof typeof meetingEmails

export const isMeetingEmail = (name: string): name is MeetingEmailName => name in meetingEmails
