import type { Db, Tx } from '../../../db/connection.ts'
import { looksLikeId } from '../../../db/ids.ts'
import { withKeptSql } from '../../../db/kept-sql.ts'
import { lookup, runLookup, runLookups, type Lookup } from '../../../db/lookups.ts'
import type { Row } from '../../../db/tables.ts'
import type { Actor } from '../../../domain/actor.ts'
import { can, type MeetingPermission } from '../../../domain/permissions.ts'
import { Forbidden, NotFound, Stale } from '../../../domain/refusals.ts'
import type { Instant } from '../../../domain/time.ts'
import { type ApplicationRecord, applicationsByIds } from '../../access/access.public.ts'

export type MeetingStatus = 'planned' | 'under way' | 'ended' | 'cancelled'

/** An application on the agenda of a meeting. */
export interface AgendaLine {
  application: ApplicationRecord
  startedAt: Instant | null
  endedAt: Instant | null
}

export interface MeetingRecord {
  id: string
  startsAt: Instant
  endsAt: Instant
  place: string
  /** the link to join online */
  link: string
  status: MeetingStatus
  /** the sequence number of the meeting's calendar entry */
  sequence: number
  /** increases with every change that people at the meeting see */
  live: number
  version: number
  startedAt: Instant | null
  endedAt: Instant | null
  /** in the order of the agenda */
  items: AgendaLine[]
  applications: ApplicationRecord[]
}

/**
 * The meeting, if the actor has the permission on it.
 * @throws NotFound when it does not exist or the actor is not allowed to know about it; Forbidden without the
 * permission
 */
export async function findMeeting(
  db: Db | Tx,
  actor: Actor,
  permission: MeetingPermission,
  id: string,
): Promise<MeetingRecord> {
  const meeting = looksLikeId(id) ? await meetingById(db, id) : null
  if (!meeting || !can(actor, 'panel_meeting.read', meeting)) throw new NotFound()
  if (!can(actor, permission, meeting)) throw new Forbidden(permission)
  return meeting
}

/**
 * Locks the meeting until this transaction ends.
 * @throws as `findMeeting` does
 */
export async function lockAndFindMeeting(
  trx: Tx,
  actor: Actor,
  permission: MeetingPermission,
  id: string,
): Promise<MeetingRecord> {
  await trx('meetings').where({ id }).forUpdate().first('id')
  return findMeeting(trx, actor, permission, id)
}

/** The meeting, or null. Does not check permissions. */
export async function meetingById(db: Db | Tx, id: string): Promise<MeetingRecord | null> {
  const { rows, items } = await runLookups(db, {
    rows: meetingRow(db, id),
    items: itemsIn(db, [id]),
  })
  const [meeting] = await withApplications(db, rows, items)
  return meeting ?? null
}

/** The columns of a meeting that `withItems` needs. */
export const meetingColumns = [
  'id',
  'starts_at',
  'ends_at',
  'place',
  'link',
  'status',
  'sequence',
  'live',
  'version',
  'started_at',
  'ended_at',
] as const

export type MeetingRow = Pick<Row<'meetings'>, (typeof meetingColumns)[number]>

const meetingRow = withKeptSql((db: Db | Tx, id: string): Lookup<MeetingRow[]> =>
  lookup<MeetingRow, MeetingRow[]>(
    () =>
      db('meetings')
        .where({ id })
        .select(...meetingColumns),
    meetingColumns,
    rows => rows,
  ),
)

/**
 * A meeting as an application's own pages show it. `discussedAt` is the time at which the meeting first discussed the
 * application; null if it did not.
 */
export interface MeetingAbout extends Pick<MeetingRecord, 'id' | 'startsAt' | 'status'> {
  discussedAt: Instant | null
}

/** The meetings about an application that are not cancelled, latest first; at most 20. */
export const meetingsAbout = withKeptSql((db: Db | Tx, applicationId: string): Lookup<MeetingAbout[]> =>
  lookup<MeetingAbout, MeetingAbout[]>(
    () =>
      db('meetings')
        .join('meeting_items', 'meeting_items.meeting_id', 'meetings.id')
        .where('meeting_items.application_id', applicationId)
        .whereNot('meetings.status', 'cancelled')
        .orderBy('meetings.starts_at', 'desc')
        .limit(20)
        .select(
          'meetings.id as id',
          'meetings.starts_at as startsAt',
          'meetings.status as status',
          'meeting_items.started_at as discussedAt',
        ),
    ['id', 'startsAt', 'status', 'discussedAt'],
    rows => rows,
  ),
)

/** The ids of meetings with this application on the agenda that are planned or under way. */
export async function meetingsAheadAbout(trx: Tx, applicationId: string): Promise<string[]> {
  return trx('meetings')
    .join('meeting_items', 'meeting_items.meeting_id', 'meetings.id')
    .where('meeting_items.application_id', applicationId)
    .whereIn('meetings.status', ['planned', 'under way'])
    .orderBy('meetings.id')
    .pluck('meetings.id')
}

/** Locks the meetings that `meetingsAheadAbout` finds. Does not check permissions. */
export async function lockMeetingsAhead(trx: Tx, applicationId: string): Promise<MeetingRecord[]> {
  const ids = await meetingsAheadAbout(trx, applicationId)
  return withItems(trx, await trx('meetings').whereIn('id', ids).orderBy('id').forUpdate())
}

/** Adds the agendas to these meetings. Does not check permissions. */
export async function withItems(db: Db | Tx, rows: readonly MeetingRow[]): Promise<MeetingRecord[]> {
  if (rows.length === 0) return []
  const ids = rows.map(({ id }) => id)
  return withApplications(db, rows, await runLookup(db, itemsIn(db, ids)))
}

const itemColumns = ['meeting_id', 'application_id', 'started_at', 'ended_at'] as const

type ItemRow = Pick<Row<'meeting_items'>, (typeof itemColumns)[number]>

/** The agendas of these meetings, in order. */
const itemsIn = withKeptSql((db: Db | Tx, meetingIds: readonly string[]): Lookup<ItemRow[]> =>
  lookup<ItemRow, ItemRow[]>(
    () =>
      db('meeting_items')
        .whereIn('meeting_id', [...meetingIds])
        .orderBy(['meeting_id', 'place', 'application_id'])
        .select(...itemColumns),
    itemColumns,
    rows => rows,
  ),
)

async function withApplications(
  db: Db | Tx,
  rows: readonly MeetingRow[],
  items: readonly ItemRow[],
): Promise<MeetingRecord[]> {
  const applications = await applicationsByIds(db, [...new Set(items.map(({ application_id }) => application_id))])
  const byId = new Map(applications.map(application => [application.id, application]))
  return rows.map(row => {
    const own = items.filter(({ meeting_id }) => meeting_id === row.id)
    return toMeeting(
      row,
      own.map(item => ({
        application: byId.get(item.application_id)!,
        startedAt: item.started_at,
        endedAt: item.ended_at,
      })),
    )
  })
}

const toMeeting = (row: MeetingRow, items: AgendaLine[]): MeetingRecord => ({
  id: row.id,
  startsAt: row.starts_at,
  endsAt: row.ends_at,
  place: row.place,
  link: row.link,
  status: row.status as MeetingStatus,
  sequence: row.sequence,
  live: row.live,
  version: row.version,
  startedAt: row.started_at,
  endedAt: row.ended_at,
  items,
  applications: items.map(({ application }) => application),
})

export async function insertMeeting(
  trx: Tx,
  row: Pick<Row<'meetings'>, 'id' | 'starts_at' | 'ends_at' | 'place' | 'link' | 'called_by' | 'called_at'>,
): Promise<void> {
  await trx('meetings').insert({
    ...row,
    status: 'planned',
    sequence: 0,
    live: 1,
    started_at: null,
    ended_at: null,
    version: 1,
  })
}

/**
 * Changes a meeting, and notifies the pages that follow it.
 * @throws Stale when the meeting has changed since it was read
 */
export async function updateMeeting(
  trx: Tx,
  { id, version }: Pick<MeetingRecord, 'id' | 'version'>,
  changes: Partial<Pick<Row<'meetings'>, 'starts_at' | 'ends_at' | 'place' | 'link' | 'status' | 'sequence'>>,
): Promise<void> {
  const changed = await trx('meetings')
    .where({ id, version })
    .update({ ...changes, version: version + 1 })
    .increment('live', 1)
  if (changed === 0) throw new Stale()
}

/** Saves the agenda in this order. Items that stay on it keep their times and minutes. */
export async function saveAgenda(trx: Tx, meetingId: string, applicationIds: readonly string[]): Promise<void> {
  await trx('meeting_items')
    .where({ meeting_id: meetingId })
    .whereNotIn('application_id', [...applicationIds])
    .delete()
  for (const [place, application_id] of applicationIds.entries())
    await trx('meeting_items')
      .insert({
        meeting_id: meetingId,
        application_id,
        place,
        started_at: null,
        ended_at: null,
        minutes: '',
        minutes_by: null,
        minutes_at: null,
        version: 1,
      })
      .onConflict(['meeting_id', 'application_id'])
      .merge(['place'])
}

/**
 * The highest sequence number of the meeting's calendar entry: the meeting's own, or a higher one that was sent to one
 * person.
 */
export async function lastSequence(trx: Tx, { id, sequence }: Pick<MeetingRecord, 'id' | 'sequence'>): Promise<number> {
  const row = await trx('meeting_invitations').where({ meeting_id: id }).max({ sequence: 'sequence' }).first()
  return Math.max(sequence, Number(row?.sequence ?? 0))
}

/** Notifies the pages that follow these meetings of a change. */
export async function touchMeetings(trx: Tx, ids: readonly string[]): Promise<void> {
  if (ids.length > 0)
    await trx('meetings')
      .whereIn('id', [...ids])
      .increment('live', 1)
}
