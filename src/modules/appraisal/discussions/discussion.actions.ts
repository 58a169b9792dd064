import type { UnitOfWork } from '../../../db/unit-of-work.ts'
import type { Actor } from '../../../domain/actor.ts'
import { isUnderWay } from '../../../domain/application.ts'
import { lastMovements, roomChanges, type Movement } from '../../../domain/meeting-presence.ts'
import { can } from '../../../domain/permissions.ts'
import { Forbidden, Stale } from '../../../domain/refusals.ts'
import { dayOf, type Day } from '../../../domain/time.ts'
import { readersById } from '../../../email/readers.store.ts'
import { recordEvent } from '../../../history/record.ts'
import type { ApplicationRecord } from '../../access/access.public.ts'
import {
  lockAndFindMeeting,
  touchMeetings,
  type AgendaLine,
  type MeetingRecord,
} from '../panel-meetings/panel-meeting.store.ts'
import { endItem, insertMovements, moveMeeting, startItem, withMovements } from './discussion.store.ts'

/** The agenda item under discussion, or null. */
export const currentItem = ({ status, items }: MeetingRecord): AgendaLine | null =>
  status === 'under way'
    ? (items.find(({ startedAt, endedAt }) => startedAt !== null && endedAt === null) ?? null)
    : null

/**
 * Whether people can be recorded as present, and items discussed: from the day of the meeting until the meeting ends.
 */
export const canBeJoined = ({ status, startsAt }: MeetingRecord, today: Day): boolean =>
  status === 'under way' || (status === 'planned' && dayOf(startsAt) <= today)

/** Whether the person can start this item. Nobody can once its application is no longer under way. */
export const mayStart = (actor: Actor, { application }: AgendaLine): boolean =>
  isUnderWay(application) && can(actor, 'agenda_item.run', application)

/**
 * Ends the current item and starts another. Starting the first item also starts the meeting. Records who must leave and
 * who can return.
 * @throws Stale when people cannot join the meeting (`canBeJoined`), or the item is already under discussion
 * @throws Forbidden when the item is not on the agenda, or the actor cannot start it or run the current one
 */
export async function startDiscussing(work: UnitOfWork, { id }: MeetingRecord, applicationId: string): Promise<void> {
  const meeting = await findToRun(work, id)
  const item = meeting.items.find(({ application }) => application.id === applicationId)
  if (!item || !mayStart(work.actor, item)) throw new Forbidden('agenda_item.run')
  if (!canBeJoined(meeting, dayOf(work.at)) || item === currentItem(meeting)) throw new Stale()
  await endCurrent(work, meeting)
  await startItem(work.trx, id, applicationId, work.at)
  if (meeting.status === 'planned') await moveMeeting(work.trx, meeting, { status: 'under way' }, work.at)
  await changeRoom(work, meeting, item.application)
  await touchMeetings(work.trx, [id])
  const about = { kind: 'meeting' as const, id, applicationId }
  await recordEvent(work, 'meeting.item_started', about)
}

/**
 * Ends the item under discussion.
 * @throws Stale when no item is under discussion; Forbidden when the actor cannot run it
 */
export async function finishItem(work: UnitOfWork, { id }: MeetingRecord): Promise<void> {
  const meeting = await findToRun(work, id)
  if (!currentItem(meeting)) throw new Stale()
  await endCurrent(work, meeting)
  await changeRoom(work, meeting, null)
  await touchMeetings(work.trx, [id])
}

/** The items that have not been discussed yet and whose applications are still under way. */
export const itemsNotDiscussed = ({ items }: MeetingRecord): AgendaLine[] =>
  items.filter(({ startedAt, application }) => startedAt === null && isUnderWay(application))

/** Whether the person can end the meeting now. While an item is left to discuss, only coordinators can. */
export const mayEnd = (actor: Actor, meeting: MeetingRecord): boolean =>
  meeting.status === 'under way' &&
  meeting.applications.some(each => can(actor, 'agenda_item.run', each)) &&
  (itemsNotDiscussed(meeting).length === 0 || can(actor, 'panel_meeting.change', meeting))

/**
 * Ends the meeting, and the item under discussion.
 * @throws Stale when the meeting is not under way; Forbidden when the actor cannot end the meeting or the item under
 * discussion
 */
export async function endMeeting(work: UnitOfWork, { id }: MeetingRecord): Promise<void> {
  const meeting = await findToRun(work, id)
  if (meeting.status !== 'under way') throw new Stale()
  if (!mayEnd(work.actor, meeting)) throw new Forbidden('agenda_item.run')
  await endCurrent(work, meeting)
  await moveMeeting(work.trx, meeting, { status: 'ended' }, work.at)
  await touchMeetings(work.trx, [id])
  await recordEvent(work, 'meeting.ended', { kind: 'meeting', id })
}

/**
 * Records that a person came or left, unless this is already recorded. A person who comes during an item that they
 * cannot attend is recorded as waiting outside.
 * @throws Stale before the day of the meeting, and after it has ended
 */
export async function recordPresence(
  work: UnitOfWork,
  { id }: MeetingRecord,
  { person, says }: { person: string; says: 'here' | 'away' },
): Promise<void> {
  const meeting = await lockAndFindMeeting(work.trx, work.actor, 'panel_meeting.attend', id)
  if (!canBeJoined(meeting, dayOf(work.at))) throw new Stale()
  const { movements } = await withMovements(work.trx, meeting)
  const current = currentItem(meeting)?.application ?? null
  const last = lastMovements(movements).find(({ personId }) => personId === person)
  const isOutside = says === 'here' && current !== null && !(await mayAttend(work, [person], current))(person)
  const next = { says: isOutside ? ('away' as const) : says, because: becauseOf(says, isOutside) }
  if (last?.says === next.says && (last.because === next.because || says === 'here')) return
  if (!last && says === 'away') return
  await insertMovements(work.trx, id, [movement(work, person, next, current)], work.actor.id)
  await touchMeetings(work.trx, [id])
  await recordEvent(work, 'meeting.presence', { kind: 'meeting', id }, { person, says: next.says })
}

function becauseOf(says: 'here' | 'away', isOutside: boolean): Movement['because'] {
  if (isOutside) return 'not on the item'
  return says === 'here' ? 'came' : 'left'
}

async function findToRun(work: UnitOfWork, id: string): Promise<MeetingRecord> {
  const meeting = await lockAndFindMeeting(work.trx, work.actor, 'panel_meeting.read', id)
  if (!meeting.applications.some(each => can(work.actor, 'agenda_item.run', each)))
    throw new Forbidden('agenda_item.run')
  return meeting
}

/** @throws Forbidden when the actor cannot run the item under discussion */
async function endCurrent(work: UnitOfWork, meeting: MeetingRecord): Promise<void> {
  const current = currentItem(meeting)
  if (!current) return
  if (!can(work.actor, 'agenda_item.run', current.application)) throw new Forbidden('agenda_item.run')
  await endItem(work.trx, meeting.id, current.application.id, work.at)
  const about = { kind: 'meeting' as const, id: meeting.id, applicationId: current.application.id }
  await recordEvent(work, 'meeting.item_ended', about)
}

/**
 * Records who leaves and who returns when the item under discussion changes.
 * @param next the application to be discussed next; null when no item follows
 */
async function changeRoom(work: UnitOfWork, meeting: MeetingRecord, next: ApplicationRecord | null): Promise<void> {
  const { movements } = await withMovements(work.trx, meeting)
  const people = [...new Set(movements.map(({ personId }) => personId))]
  const attends = next ? await mayAttend(work, people, next) : () => true
  const changes = roomChanges(movements, attends).map(change => movement(work, change.personId, change, next))
  await insertMovements(work.trx, meeting.id, changes, work.actor.id)
}

async function mayAttend(
  { trx }: UnitOfWork,
  people: readonly string[],
  application: ApplicationRecord,
): Promise<(personId: string) => boolean> {
  const readers = await readersById(trx, people)
  const able = readers.filter(({ actor }) => can(actor, 'agenda_item.attend', application)).map(({ actor }) => actor.id)
  return personId => able.includes(personId)
}

const movement = (
  { at }: UnitOfWork,
  personId: string,
  { says, because }: Pick<Movement, 'says' | 'because'>,
  application: ApplicationRecord | null,
): Movement => ({ personId, says, because, applicationId: application?.id ?? null, at })
