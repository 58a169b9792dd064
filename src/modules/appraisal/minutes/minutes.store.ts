import type { Db, Tx } from '../../../db/connection.ts'
import { presentDuring } from '../../../domain/meeting-presence.ts'
import { NotFound, Stale } from '../../../domain/refusals.ts'
import type { Instant } from '../../../domain/time.ts'
import type { ApplicationRecord } from '../../access/access.public.ts'
import { withMovements } from '../discussions/discussion.store.ts'
import { meetingById, type MeetingRecord } from '../panel-meetings/panel-meeting.store.ts'

/** The minutes of one application at one meeting. */
export interface Minutes {
  text: string
  /** when they were last saved; null before */
  savedAt: Instant | null
  version: number
}

/** @throws NotFound when the application is not on the agenda */
export async function minutesOf(db: Db | Tx, meetingId: string, applicationId: string): Promise<Minutes> {
  const row = await db('meeting_items').where({ meeting_id: meetingId, application_id: applicationId }).first()
  if (!row) throw new NotFound()
  return { text: row.minutes, savedAt: row.minutes_at, version: row.version }
}

/** @throws Stale when someone else saved them since they were read */
export async function updateMinutes(
  trx: Tx,
  { meetingId, applicationId, version }: { meetingId: string; applicationId: string; version: number },
  saved: { minutes: string; minutes_by: string; minutes_at: Instant },
): Promise<void> {
  const changed = await trx('meeting_items')
    .where({ meeting_id: meetingId, application_id: applicationId, version })
    .update({ ...saved, version: version + 1 })
  if (changed === 0) throw new Stale()
}

/** What a meeting recorded about an application, for its pack. */
export interface MinutesLine {
  meeting: MeetingRecord
  text: string
  startedAt: Instant
  endedAt: Instant | null
  /** the panel members who were there, by the names that they chose */
  present: string[]
}

/** The minutes of every meeting that discussed an application, oldest first. Does not check permissions. */
export async function minutesAbout(db: Db, application: ApplicationRecord): Promise<MinutesLine[]> {
  const rows = await db('meeting_items')
    .where({ application_id: application.id })
    .whereNotNull('started_at')
    .orderBy(['started_at', 'meeting_id'])
    .limit(20)
  const lines: MinutesLine[] = []
  for (const { meeting_id, minutes, started_at, ended_at } of rows) {
    const meeting = (await meetingById(db, meeting_id))!
    const { movements } = await withMovements(db, meeting)
    const there = presentDuring(movements, { from: started_at!, to: ended_at })
    const present = application.seats
      .filter(({ personId, setAside, status }) => status === 'accepted' && !setAside && there.includes(personId ?? ''))
      .map(({ shownName }) => shownName)
    lines.push({ meeting, text: minutes, startedAt: started_at!, endedAt: ended_at, present })
  }
  return lines
}
