import type { Db, Tx } from '../../../db/connection.ts'
import { withKeptSql } from '../../../db/kept-sql.ts'
import { lookup, runLookup, type Lookup } from '../../../db/lookups.ts'
import type { Movement } from '../../../domain/meeting-presence.ts'
import { Stale } from '../../../domain/refusals.ts'
import type { Day, Instant } from '../../../domain/time.ts'
import { meetingById, type MeetingRecord } from '../panel-meetings/panel-meeting.store.ts'

/** A meeting, with the times at which people came and left. */
export interface Discussion {
  meeting: MeetingRecord
  movements: Movement[]
  /** account names of the people who came, by id. Pages show members of a panel by their chosen names (`peopleSeen`) */
  names: ReadonlyMap<string, string>
}

export interface DiscussionForPage extends Discussion {
  /** whether the reader is invited, and so has the meeting in their calendar */
  isInvited: boolean
  today: Day
}

/**
 * A meeting, with the times at which people came and left. Does not check permissions.
 * @returns null when the meeting does not exist
 */
export async function discussionOf(db: Db | Tx, meetingId: string): Promise<Discussion | null> {
  const meeting = await meetingById(db, meetingId)
  return meeting && withMovements(db, meeting)
}

export const withMovements = async (db: Db | Tx, meeting: MeetingRecord): Promise<Discussion> => ({
  meeting,
  ...(await runLookup(db, movementsIn(db, meeting.id))),
})

/** The movements and names of a discussion, as a lookup. */
export const movementsIn = withKeptSql((db: Db | Tx, id: string): Lookup<Pick<Discussion, 'movements' | 'names'>> =>
  lookup<Movement & { name: string }, Pick<Discussion, 'movements' | 'names'>>(
    () =>
      db('meeting_movements')
        .join('people', 'people.id', 'meeting_movements.person_id')
        .where({ meeting_id: id })
        .orderBy('number')
        .select(
          'meeting_movements.person_id as personId',
          'meeting_movements.says as says',
          'meeting_movements.because as because',
          'meeting_movements.application_id as applicationId',
          'meeting_movements.at as at',
          'people.name as name',
        ),
    ['personId', 'says', 'because', 'applicationId', 'at', 'name'],
    rows => ({
      movements: rows.map(({ name: _name, ...movement }) => movement),
      names: new Map(rows.map(({ personId, name }) => [personId, name])),
    }),
  ),
)

/** The movements at several meetings, by the id of the meeting. */
export async function movementsAt(db: Db, meetingIds: readonly string[]): Promise<Map<string, Movement[]>> {
  if (meetingIds.length === 0) return new Map()
  const found = await runLookup(db, movementsLookup(db, meetingIds))
  return new Map(
    meetingIds.map(id => [
      id,
      found.filter(({ meetingId }) => meetingId === id).map(({ meetingId: _, ...movement }) => movement),
    ]),
  )
}

const movementsLookup = withKeptSql(
  (db: Db, meetingIds: readonly string[]): Lookup<(Movement & { meetingId: string })[]> =>
    lookup<Movement & { meetingId: string }, (Movement & { meetingId: string })[]>(
      () =>
        db('meeting_movements')
          .whereIn('meeting_id', [...meetingIds])
          .orderBy(['meeting_id', 'number'])
          .select(
            'meeting_id as meetingId',
            'person_id as personId',
            'says',
            'because',
            'application_id as applicationId',
            'at',
          ),
      ['meetingId', 'personId', 'says', 'because', 'applicationId', 'at'],
      rows => rows,
    ),
)

/** A number that increases with every change that people at the meeting see; null when the meeting does not exist. */
export const liveVersion = (db: Db, meetingId: string): Promise<number | null> =>
  runLookup(db, liveVersionLookup(db, meetingId))

const liveVersionLookup = withKeptSql((db: Db, meetingId: string): Lookup<number | null> =>
  lookup<{ live: number }, number | null>(
    () => db('meetings').where({ id: meetingId }).select('live'),
    ['live'],
    ([row]) => row?.live ?? null,
  ),
)

export async function insertMovements(
  trx: Tx,
  meetingId: string,
  movements: readonly Movement[],
  recordedBy: string,
): Promise<void> {
  const last = await trx('meeting_movements').where({ meeting_id: meetingId }).max({ number: 'number' }).first()
  for (const [index, { personId, says, because, applicationId, at }] of movements.entries())
    await trx('meeting_movements').insert({
      meeting_id: meetingId,
      number: Number(last?.number ?? 0) + 1 + index,
      person_id: personId,
      says,
      because,
      application_id: applicationId,
      at,
      recorded_by: recordedBy,
    })
}

/** @throws Stale when the item is already under discussion */
export async function startItem(trx: Tx, meetingId: string, applicationId: string, at: Instant): Promise<void> {
  const changed = await trx('meeting_items')
    .where({ meeting_id: meetingId, application_id: applicationId })
    .where(free => void free.whereNull('started_at').orWhereNotNull('ended_at'))
    .update({ started_at: trx.raw('coalesce(started_at, ?)', [at]), ended_at: null })
  if (changed === 0) throw new Stale()
}

export async function endItem(trx: Tx, meetingId: string, applicationId: string, at: Instant): Promise<void> {
  await trx('meeting_items')
    .where({ meeting_id: meetingId, application_id: applicationId })
    .whereNotNull('started_at')
    .whereNull('ended_at')
    .update({ ended_at: at })
}

/** Marks a meeting as under way, or ended. */
export async function moveMeeting(
  trx: Tx,
  { id }: Pick<MeetingRecord, 'id'>,
  to: { status: 'under way' } | { status: 'ended' },
  at: Instant,
): Promise<void> {
  const time = to.status === 'ended' ? { ended_at: at } : { started_at: at }
  await trx('meetings')
    .where({ id })
    .update({ ...to, ...time })
    .increment('version', 1)
}
