import type { Config } from '../../../config.ts'
import { idFrom } from '../../../db/ids.ts'
import type { UnitOfWork } from '../../../db/unit-of-work.ts'
import { theService } from '../../../domain/actor.ts'
import type { Seat } from '../../../domain/application.ts'
import { membersOf } from '../../../domain/findings.ts'
import { can } from '../../../domain/permissions.ts'
import { addDays, dayOf, type Day } from '../../../domain/time.ts'
import { calendarInvitation } from '../../../email/calendar.ts'
import type { RenderAtSending } from '../../../email/claim.ts'
import { laterEmailOf } from '../../../email/outbox-search.store.ts'
import { recipientOf } from '../../../email/outbox.ts'
import { cancelUnsentTo, insertOnce } from '../../../email/outbox.store.ts'
import { areRemindersOff } from '../../../email/reminder-switch.store.ts'
import { readersById, type Reader } from '../../../email/readers.store.ts'
import { isMeetingEmail, meetingEmails, type MeetingEmailName } from '../../../email/templates/meetings.ts'
import type { Parts } from '../../../parts.ts'
import { languageOf, translator } from '../../../words/words.ts'
import type { ApplicationRecord } from '../../access/access.public.ts'
import { meetingById, type MeetingRecord } from '../panel-meetings/panel-meeting.store.ts'
import {
  invitationsBetween,
  invitationsTo,
  saveInvitation,
  type InvitedTo,
  type MeetingInvitation,
} from './meeting-invitation.store.ts'

/** The ids of the panel members expected at a meeting about these applications. */
export function attendeesOf(applications: readonly ApplicationRecord[]): string[] {
  const holders = applications.flatMap(application =>
    expectedSeats(application).flatMap(({ personId }) => personId ?? []),
  )
  return [...new Set(holders)].toSorted()
}

/**
 * The ids of the helpers and interpreters of the members expected at a meeting about these applications. Leaves out
 * those who declared a conflict of interest.
 */
function helpersOfAttendees(applications: readonly ApplicationRecord[]): string[] {
  return applications.flatMap(application => {
    const seats = expectedSeats(application).map(({ id }) => id)
    return application.helpers
      .filter(({ seatId }) => seats.includes(seatId))
      .flatMap(({ personId }) => personId ?? [])
      .filter(id => !hasConflict(application, id))
  })
}

const expectedSeats = (application: ApplicationRecord): Seat[] =>
  membersOf(application).filter(({ personId }) => personId === null || !hasConflict(application, personId))

const hasConflict = ({ declarations }: ApplicationRecord, id: string): boolean =>
  declarations.some(({ personId, says }) => personId === id && says === 'conflict')

/**
 * Emails everyone expected at a meeting: an invitation or, after an earlier invitation, any change of time, place or
 * link. People who are no longer expected get a cancellation.
 */
export async function inviteToMeeting(work: UnitOfWork, meetingId: string): Promise<void> {
  const meeting = await meetingById(work.trx, meetingId)
  if (!meeting || meeting.status === 'ended') return
  const expected = meeting.status === 'cancelled' ? [] : await expectedAt(work, meeting)
  const before = await invitationsTo(work.trx, meetingId)
  for (const reader of expected) {
    const name = emailFor(before, reader.actor.id, meeting)
    if (name) await sendTo(work, meeting, reader, name)
  }
  const gone = before.filter(({ personId, invited }) => invited && !expected.some(({ actor }) => actor.id === personId))
  const readers = await readersById(
    work.trx,
    gone.map(({ personId }) => personId),
  )
  for (const reader of readers) await sendTo(work, meeting, reader, 'meeting cancelled')
}

const expectedAt = async ({ trx }: UnitOfWork, meeting: MeetingRecord): Promise<Reader[]> =>
  (await readersById(trx, [...attendeesOf(meeting.applications), ...helpersOfAttendees(meeting.applications)])).filter(
    ({ actor }) => can(actor, 'panel_meeting.read', meeting),
  )

function emailFor(
  before: readonly MeetingInvitation[],
  personId: string,
  { sequence }: MeetingRecord,
): MeetingEmailName | null {
  const sent = before.find(each => each.personId === personId)
  if (!sent?.invited) return 'meeting called'
  return sent.sequence < sequence ? 'meeting changed' : null
}

async function sendTo(work: UnitOfWork, meeting: MeetingRecord, reader: Reader, name: MeetingEmailName): Promise<void> {
  const { id } = meeting
  const { actor } = reader
  const about = { kind: 'meeting' as const, id }
  const before = (await invitationsTo(work.trx, id)).find(({ personId }) => personId === actor.id)
  const sequence = sequenceFor(meeting, before, name)
  await cancelUnsentTo(work.trx, { about, personId: actor.id })
  const to = { ...recipientOf(reader), entity: about }
  await insertOnce(work.trx, { name, to, key: idFrom(name, id, actor.id, String(sequence)) }, work.at)
  await saveInvitation(work.trx, id, {
    personId: actor.id,
    invited: name !== 'meeting cancelled',
    sequence,
    at: work.at,
  })
}

/**
 * The sequence number of a calendar entry. Calendars use the entry with the highest SEQUENCE (RFC 5545), so each new
 * entry needs a higher number.
 */
const sequenceFor = (meeting: MeetingRecord, before: MeetingInvitation | undefined, name: MeetingEmailName): number =>
  before === undefined && name === 'meeting called'
    ? meeting.sequence
    : Math.max(meeting.sequence, (before?.sequence ?? -1) + 1)

/**
 * Writes a meeting email when it is sent. The email names only libraries whose items the reader can follow at that
 * time. Its calendar entry names no library.
 */
export const renderMeetingEmail =
  ({ baseUrl, mailFrom }: Pick<Config, 'baseUrl' | 'mailFrom'>): RenderAtSending =>
  async (trx, email, at) => {
    const [reader] = await readersById(trx, [email.personId ?? ''])
    const meeting = await meetingById(trx, email.entityId)
    if (!reader || !meeting || !isMeetingEmail(email.name)) return 'no longer needed'
    const invitation = (await invitationsTo(trx, meeting.id)).find(({ personId }) => personId === reader.actor.id)
    if (email.name === 'meeting soon') {
      if (meeting.startsAt <= at) return 'no longer needed'
      if (await laterEmailOf(trx, email)) return 'in a later email'
    }
    const isCancelled = email.name === 'meeting cancelled'
    if (!isCancelled && meeting.endsAt <= at) return 'no longer needed'
    if (!invitation || invitation.invited === isCancelled) return 'no longer needed'
    if (!isCancelled && !can(reader.actor, 'panel_meeting.read', meeting)) return 'no longer needed'
    const t = translator(languageOf(email.language))
    const { id, startsAt, endsAt, place, link } = meeting
    const libraries = meeting.applications
      .filter(each => can(reader.actor, 'agenda_item.follow', each))
      .map(each => each.organisationName)
    const facts = { meetingId: id, startsAt, place, hasLink: link !== '', libraries }
    const entry = {
      uid: `panel-meeting-${id}@${new URL(baseUrl).hostname}`,
      sequence: invitation.sequence,
      startsAt,
      endsAt,
      title: t('emails.meeting.entry'),
      text: t('emails.meeting.entry.body'),
      place,
      address: `${baseUrl}/meetings/${id}`,
      isCancelled,
    }
    return {
      text: { ...meetingEmails[email.name].render(t, facts), name: reader.actor.name },
      calendar:
        email.name === 'meeting soon'
          ? null
          : calendarInvitation(entry, { language: t.language, from: mailFrom, to: email.address, at }),
      unsubscribePath: null,
    }
  }

/** How many days before a meeting people get a reminder. */
const remindedDays = [7, 1] as const

/**
 * Queues a reminder 7 days and 1 day before a meeting; a missed reminder is queued at the next run. Skips people who
 * got another email about the meeting on or after the day of the reminder.
 * @returns the number of emails queued; 0 while reminders are off
 */
export async function remindOfMeetings({ db, write }: Pick<Parts, 'db' | 'write'>, today: Day): Promise<number> {
  if (await areRemindersOff(db)) return 0
  let queued = 0
  for (const invited of await invitationsBetween(db, { from: today, days: remindedDays[0] }))
    if (await write(theService, work => remindOf(work, invited, today))) queued += 1
  return queued
}

async function remindOf(work: UnitOfWork, { meetingId, personId, day, sentOn }: InvitedTo, today: Day) {
  const step = remindedDays.findLast(days => addDays(day, -days) <= today)
  const [reader] = await readersById(work.trx, [personId])
  if (step === undefined || !reader || sentOn >= addDays(day, -step) || day < dayOf(work.at)) return false
  const to = { ...recipientOf(reader), entity: { kind: 'meeting' as const, id: meetingId } }
  const key = idFrom('meeting soon', meetingId, personId, day, String(step))
  return (await insertOnce(work.trx, { name: 'meeting soon', to, key }, work.at)) !== null
}
