import type { UnitOfWork } from '../../../db/unit-of-work.ts'
import { presentPeopleIds } from '../../../domain/meeting-presence.ts'
import { can } from '../../../domain/permissions.ts'
import { readersById } from '../../../email/readers.store.ts'
import type { ApplicationRecord } from '../../access/access.public.ts'
import { inviteToMeeting } from '../meeting-invitations/meeting-invitation.actions.ts'
import { meetingsAheadAbout, touchMeetings } from '../panel-meetings/panel-meeting.store.ts'
import { currentItem } from './discussion.actions.ts'
import { discussionOf, insertMovements } from './discussion.store.ts'

/**
 * Call this after the seats or declarations of an application change. Updates the invitations and open pages of its
 * meetings, and records who must leave the room.
 */
export async function followPanel(work: UnitOfWork, { id }: Pick<ApplicationRecord, 'id'>): Promise<void> {
  const meetings = await meetingsAheadAbout(work.trx, id)
  await touchMeetings(work.trx, meetings)
  for (const meetingId of meetings) {
    await inviteToMeeting(work, meetingId)
    await sendOut(work, meetingId)
  }
}

async function sendOut(work: UnitOfWork, meetingId: string): Promise<void> {
  const it = await discussionOf(work.trx, meetingId)
  const current = it && currentItem(it.meeting)
  if (!it || !current) return
  const here = await readersById(work.trx, presentPeopleIds(it.movements))
  const leaving = here.filter(({ actor }) => !can(actor, 'agenda_item.attend', current.application))
  const movements = leaving.map(({ actor }) => ({
    personId: actor.id,
    says: 'away' as const,
    because: 'not on the item' as const,
    applicationId: current.application.id,
    at: work.at,
  }))
  await insertMovements(work.trx, meetingId, movements, work.actor.id)
}
