import type { Db, Tx } from '../../../db/connection.ts'
import { withKeptSql } from '../../../db/kept-sql.ts'
import { lookup, type Lookup } from '../../../db/lookups.ts'
import type { Day, Instant } from '../../../domain/time.ts'
import { addDays, dayOf, instantAt } from '../../../domain/time.ts'

export interface MeetingInvitation {
  personId: string
  invited: boolean
  /** the sequence number of the last calendar entry sent */
  sequence: number
}

export async function invitationsTo(db: Db | Tx, meetingId: string): Promise<MeetingInvitation[]> {
  const rows = await db('meeting_invitations').where({ meeting_id: meetingId }).orderBy('person_id')
  return rows.map(({ person_id, invited, sequence }) => ({ personId: person_id, invited: invited === 1, sequence }))
}

/** Whether the person is invited to the meeting now. */
export const invitedLookup = withKeptSql((db: Db | Tx, meetingId: string, personId: string): Lookup<boolean> =>
  lookup<{ person_id: string }, boolean>(
    () =>
      db('meeting_invitations').where({ meeting_id: meetingId, person_id: personId, invited: 1 }).select('person_id'),
    ['person_id'],
    rows => rows.length > 0,
  ),
)

export async function saveInvitation(
  trx: Tx,
  meetingId: string,
  { personId, invited, sequence, at }: MeetingInvitation & { at: Instant },
): Promise<void> {
  await trx('meeting_invitations')
    .insert({
      meeting_id: meetingId,
      person_id: personId,
      invited: invited ? 1 : 0,
      sequence,
      sent_at: at,
    })
    .onConflict(['meeting_id', 'person_id'])
    .merge()
}

export interface InvitedTo {
  meetingId: string
  personId: string
  /** the day of the meeting */
  day: Day
  /** the day of the last email that invited this person or told them of a change; reminders do not count */
  sentOn: Day
}

/** Invitations to planned meetings from the day `from` to `days` days later, inclusive. */
export async function invitationsBetween(db: Db, { from, days }: { from: Day; days: number }): Promise<InvitedTo[]> {
  const rows = await db('meeting_invitations')
    .join('meetings', 'meetings.id', 'meeting_invitations.meeting_id')
    .where('meetings.status', 'planned')
    .where('meeting_invitations.invited', 1)
    .where('meetings.starts_at', '>=', instantAt(from, '00:00'))
    .where('meetings.starts_at', '<', instantAt(addDays(from, days + 1), '00:00'))
    .orderBy(['meetings.starts_at', 'meetings.id', 'meeting_invitations.person_id'])
    .select<{ meetingId: string; personId: string; startsAt: Instant; sentAt: Instant }[]>(
      'meetings.id as meetingId',
      'meeting_invitations.person_id as personId',
      'meetings.starts_at as startsAt',
      'meeting_invitations.sent_at as sentAt',
    )
  return rows.map(({ meetingId, personId, startsAt, sentAt }) => ({
    meetingId,
    personId,
    day: dayOf(startsAt),
    sentOn: dayOf(sentAt),
  }))
}
