import type { Db, Tx } from '../../../db/connection.ts'
import { withKeptSql } from '../../../db/kept-sql.ts'
import { lookup, runLookup, type Lookup } from '../../../db/lookups.ts'
import type { Actor } from '../../../domain/actor.ts'
import { can } from '../../../domain/permissions.ts'
import { applicationsCoordinatedBy } from '../../access/access.public.ts'
import { meetingColumns, withItems, type MeetingRecord, type MeetingRow } from './panel-meeting.store.ts'

/** The number of meetings that are read for one page of the list. */
const meetingsOnAPage = 25
/** The maximum number of pages that are read to find a meeting that the actor can open. */
const mostPages = 4

/** A meeting's place in the list. */
export type PlaceAmongMeetings = Record<'startsAt' | 'id', string>

export interface MeetingsListed {
  meetings: MeetingRecord[]
  /**
   * the place after which the next page starts; null when the list ends here. It is always the place of a meeting that
   * the actor can open, because its start time appears in the address of the next page
   */
  last: PlaceAmongMeetings | null
}

/** One page of the meetings that the actor can open, newest first. */
export async function meetingsOf(db: Db | Tx, actor: Actor, after: PlaceAmongMeetings | null): Promise<MeetingsListed> {
  let place = after
  for (let page = 0; page < mostPages; page += 1) {
    const rows = await runLookup(db, meetingRowsAfter(db, actor, place))
    const shown = rows.slice(0, meetingsOnAPage)
    const hasMore = rows.length > meetingsOnAPage
    const meetings = (await withItems(db, shown)).filter(meeting => can(actor, 'panel_meeting.read', meeting))
    const last = meetings.at(-1)
    if (last || !hasMore) return { meetings, last: last && hasMore ? { startsAt: last.startsAt, id: last.id } : null }
    place = { startsAt: shown.at(-1)!.starts_at, id: shown.at(-1)!.id }
  }
  return { meetings: [], last: null }
}

/**
 * One page of meetings after a place in the list, and one more meeting if there is a next page. Leaves out most
 * meetings that the actor cannot open, so that few pages are empty. The caller must still check `panel_meeting.read`
 * for each meeting.
 */
const meetingRowsAfter = withKeptSql(
  (db: Db | Tx, actor: Actor, after: PlaceAmongMeetings | null): Lookup<MeetingRow[]> => {
    const meetings = () => {
      const query = db('meetings')
        .orderBy([
          { column: 'starts_at', order: 'desc' },
          { column: 'id', order: 'desc' },
        ])
        .limit(meetingsOnAPage + 1)
        .select(...meetingColumns)
      void query.where(open => {
        void open.whereIn('id', meetingsWithSeat(db, actor)).orWhereIn('id', meetingsWithHelp(db, actor))
        if (actor.charityRoles.includes('coordinator')) void open.orWhereExists(coordinatedItems(db, actor))
      })
      if (after) void query.whereRaw('(starts_at, id) < (?, ?)', [after.startsAt, after.id])
      return query
    }
    return lookup<MeetingRow, MeetingRow[]>(meetings, meetingColumns, rows => rows)
  },
)

const coordinatedItems = (db: Db | Tx, actor: Actor) =>
  applicationsCoordinatedBy(db, actor)
    .join('meeting_items', 'meeting_items.application_id', 'applications.id')
    .whereRaw('meeting_items.meeting_id = meetings.id')

const meetingsWithSeat = (db: Db | Tx, { id }: Actor) =>
  db('meeting_items')
    .join('seats', 'seats.application_id', 'meeting_items.application_id')
    .where({ person_id: id, status: 'accepted' })
    .select('meeting_items.meeting_id')

const meetingsWithHelp = (db: Db | Tx, { id }: Actor) =>
  db('meeting_items')
    .join('seats', 'seats.application_id', 'meeting_items.application_id')
    .join('seat_helpers', 'seat_helpers.seat_id', 'seats.id')
    .where({ 'seat_helpers.person_id': id, 'seats.status': 'accepted' })
    .whereNull('seat_helpers.ended_at')
    .select('meeting_items.meeting_id')
