import { newId } from '../../../db/ids.ts'
import { as, type UnitOfWork } from '../../../db/unit-of-work.ts'
import { theClock } from '../../../domain/actor.ts'
import type { ConsequenceFacts } from '../../../domain/consequences.ts'
import { proposedAgenda, type AgendaItem } from '../../../domain/meeting-agenda.ts'
import { can } from '../../../domain/permissions.ts'
import { FormRefused, MoveRefused, Stale } from '../../../domain/refusals.ts'
import { recordEvent } from '../../../history/record.ts'
import { type ApplicationRecord, applicationsByIds, lockApplication } from '../../access/access.public.ts'
import { attendeesOf, inviteToMeeting } from '../meeting-invitations/meeting-invitation.actions.ts'
import { isWithdrawn } from '../panels/panel.store.ts'
import type { MeetingGiven } from './panel-meeting.forms.ts'
import {
  insertMeeting,
  lastSequence,
  lockAndFindMeeting,
  lockMeetingsAhead,
  saveAgenda,
  updateMeeting,
  type MeetingRecord,
} from './panel-meeting.store.ts'
import { agendasAhead } from './to-discuss.store.ts'

const entity = (id: string) => ({ kind: 'meeting' as const, id })

/**
 * Plans a meeting with the proposed agenda, and invites the panels' members and their helpers.
 * @returns the id of the meeting, and whether any of the panels has a member
 * @throws FormRefused for an application in `agendasAhead`, or whose panel the actor cannot manage
 */
export async function callMeeting(work: UnitOfWork, given: MeetingGiven): Promise<{ id: string; hasMembers: boolean }> {
  const applications = await applicationsToAdd(work, given.applications)
  const id = newId()
  await insertMeeting(work.trx, {
    id,
    starts_at: given.startsAt,
    ends_at: given.endsAt,
    place: given.place,
    link: given.link,
    called_by: work.actor.id,
    called_at: work.at,
  })
  const order = proposedAgenda(agendaItems(applications)).map(item => item.id)
  await saveAgenda(work.trx, id, order)
  await recordEvent(work, 'meeting.called', entity(id), { applications: order })
  await inviteToMeeting(work, id)
  return { id, hasMembers: attendeesOf(applications).length > 0 }
}

/** The items of an agenda, each with the people at the meeting who must leave the room for it. */
export function agendaItems(applications: readonly ApplicationRecord[]): AgendaItem[] {
  const attendees = attendeesOf(applications)
  return applications.map(application => ({
    id: application.id,
    away: attendees.filter(personId => !isOnPanel(application, personId)),
  }))
}

const isOnPanel = ({ seats, declarations }: ApplicationRecord, personId: string): boolean =>
  seats.some(seat => seat.personId === personId && seat.status === 'accepted' && !seat.setAside) &&
  !declarations.some(each => each.personId === personId && each.says === 'conflict')

/**
 * Changes the time, place, link or agenda, and emails the people affected. New items go at the end of the agenda.
 * @throws Stale when the meeting has been changed; MoveRefused when it is no longer planned; FormRefused as in
 * `callMeeting`
 */
export async function changeMeeting(
  work: UnitOfWork,
  { id }: Pick<MeetingRecord, 'id'>,
  given: MeetingGiven,
): Promise<void> {
  const meeting = await lockAndFindMeeting(work.trx, work.actor, 'panel_meeting.order', id)
  if (meeting.version !== given.version) throw new Stale()
  if (meeting.status !== 'planned') throw new MoveRefused('changeMeeting', meeting.status)
  const kept = meeting.applications.map(each => each.id).filter(each => given.applications.includes(each))
  const added = await applicationsToAdd(
    work,
    given.applications.filter(each => !kept.includes(each)),
  )
  const order = [...kept, ...added.map(each => each.id)]
  const isMoved = isElsewhere(meeting, given)
  await updateMeeting(work.trx, meeting, {
    starts_at: given.startsAt,
    ends_at: given.endsAt,
    place: given.place,
    link: given.link,
    sequence: isMoved ? (await lastSequence(work.trx, meeting)) + 1 : meeting.sequence,
  })
  await saveAgenda(work.trx, id, order)
  await recordEvent(work, 'meeting.changed', entity(id), { applications: order, moved: isMoved })
  await inviteToMeeting(work, id)
}

const isElsewhere = (meeting: MeetingRecord, given: MeetingGiven): boolean =>
  meeting.startsAt !== given.startsAt ||
  meeting.endsAt !== given.endsAt ||
  meeting.place !== given.place ||
  meeting.link !== given.link

/**
 * Saves the order of the agenda.
 * @throws Stale when the meeting has been changed; MoveRefused when the meeting is no longer planned
 */
export async function orderAgenda(
  work: UnitOfWork,
  { id }: Pick<MeetingRecord, 'id'>,
  { version, order }: { version: number; order: readonly string[] },
): Promise<void> {
  const meeting = await lockAndFindMeeting(work.trx, work.actor, 'panel_meeting.order', id)
  if (meeting.version !== version || order.length !== meeting.items.length) throw new Stale()
  if (meeting.status !== 'planned') throw new MoveRefused('orderAgenda', meeting.status)
  await updateMeeting(work.trx, meeting, {})
  await saveAgenda(work.trx, id, order)
  await recordEvent(work, 'meeting.ordered', entity(id), { applications: order })
}

/**
 * Cancels a meeting, and emails everyone invited.
 * @throws MoveRefused when the meeting is no longer planned
 */
export async function cancelMeeting(work: UnitOfWork, { id }: Pick<MeetingRecord, 'id'>): Promise<void> {
  const meeting = await lockAndFindMeeting(work.trx, work.actor, 'panel_meeting.change', id)
  if (meeting.status !== 'planned') throw new MoveRefused('cancelMeeting', meeting.status)
  await cancel(work, meeting)
}

async function cancel(work: UnitOfWork, meeting: MeetingRecord): Promise<void> {
  await updateMeeting(work.trx, meeting, { status: 'cancelled', sequence: meeting.sequence + 1 })
  await recordEvent(work, 'meeting.cancelled', entity(meeting.id))
  await inviteToMeeting(work, meeting.id)
}

/**
 * Takes a withdrawn or closed application off the agendas of planned meetings, and emails the people who are no longer
 * expected. Cancels a meeting that has no other application.
 */
export async function takeOffAgendas(
  work: UnitOfWork,
  { application }: ConsequenceFacts['application moved'],
): Promise<void> {
  if (!(await isWithdrawn(work.trx, application))) return
  const meetings = await lockMeetingsAhead(work.trx, application.id)
  for (const meeting of meetings.filter(({ status }) => status === 'planned'))
    await takeOffAgenda(as(theClock, work), meeting, application)
}

async function takeOffAgenda(work: UnitOfWork, meeting: MeetingRecord, { id }: { id: string }): Promise<void> {
  const rest = meeting.applications.map(each => each.id).filter(each => each !== id)
  if (rest.length === 0) return cancel(work, meeting)
  await updateMeeting(work.trx, meeting, {})
  await saveAgenda(work.trx, meeting.id, rest)
  await recordEvent(work, 'meeting.changed', entity(meeting.id), { applications: rest, moved: false })
  await inviteToMeeting(work, meeting.id)
}

/** The applications with these ids, in the given order. @throws FormRefused as in `callMeeting` */
async function applicationsToAdd(work: UnitOfWork, ids: readonly string[]): Promise<ApplicationRecord[]> {
  for (const id of ids.toSorted()) await lockApplication(work.trx, id)
  const found = await applicationsByIds(work.trx, ids)
  const taken = await agendasAhead(work.trx).whereIn('meeting_items.application_id', [...ids])
  if (taken.length > 0) throw new FormRefused('applications', 'panel_meetings.applications.taken')
  if (found.length < ids.length || found.some(each => !can(work.actor, 'panel.manage', each)))
    throw new FormRefused('applications', 'panel_meetings.applications.unknown')
  return ids.map(id => found.find(each => each.id === id)!)
}
