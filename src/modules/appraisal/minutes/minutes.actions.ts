import type { UnitOfWork } from '../../../db/unit-of-work.ts'
import { MoveRefused, Stale } from '../../../domain/refusals.ts'
import { recordEvent } from '../../../history/record.ts'
import { lockAndFindApplication } from '../../access/access.public.ts'
import { entity } from '../../applications/applications.public.ts'
import type { MeetingRecord } from '../panel-meetings/panel-meeting.store.ts'
import { minutesOf, updateMinutes } from './minutes.store.ts'

/**
 * Saves the minutes of one application. Does nothing if nothing changed.
 * @throws Stale when the minutes have been saved; MoveRefused unless the meeting is under way or has ended
 */
export async function writeMinutes(
  work: UnitOfWork,
  { meeting, applicationId }: { meeting: MeetingRecord; applicationId: string },
  { version, minutes }: { version: number; minutes: string },
): Promise<void> {
  const application = await lockAndFindApplication(work.trx, work.actor, 'minutes.write', applicationId)
  if (!canHaveMinutes(meeting)) throw new MoveRefused('writeMinutes', meeting.status)
  const before = await minutesOf(work.trx, meeting.id, application.id)
  if (before.text === minutes && before.version === version) return
  if (before.version !== version) throw new Stale()
  await updateMinutes(
    work.trx,
    { meetingId: meeting.id, applicationId: application.id, version },
    { minutes, minutes_by: work.actor.id, minutes_at: work.at },
  )
  await recordEvent(work, 'minutes.written', entity(application))
}

export const canHaveMinutes = ({ status }: Pick<MeetingRecord, 'status'>): boolean =>
  status === 'under way' || status === 'ended'
