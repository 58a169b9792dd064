import type { Knex } from 'knex'
import type { Db, Tx } from '../../../db/connection.ts'
import { withKeptSql } from '../../../db/kept-sql.ts'
import { lookup, runLookup, type Lookup } from '../../../db/lookups.ts'
import type { Actor } from '../../../domain/actor.ts'
import { presentDuring } from '../../../domain/meeting-presence.ts'
import { can } from '../../../domain/permissions.ts'
import { NotFound, Stale } from '../../../domain/refusals.ts'
import { addDays, instantAt, type Day, type Instant } from '../../../domain/time.ts'
import { applicationsByIds, type ApplicationRecord } from '../../access/access.public.ts'
import { movementsAt } from '../discussions/discussion.store.ts'

/** The minutes of one application at one meeting. */
export interface Minutes {
  text: string
  /** the time when the minutes were last saved; null before the first save */
  savedAt: Instant | null
  version: number
}

/** @throws NotFound when the application is not on the agenda */
export async function minutesOf(db: Db | Tx, meetingId: string, applicationId: string): Promise<Minutes> {
  const minutes = await runLookup(db, minutesLookup(db, meetingId, applicationId))
  if (!minutes) throw new NotFound()
  return minutes
}

const minutesLookup = withKeptSql((db: Db | Tx, meetingId: string, applicationId: string): Lookup<Minutes | null> =>
  lookup<Minutes, Minutes | null>(
    () =>
      db('meeting_items')
        .where({ meeting_id: meetingId, application_id: applicationId })
        .select('minutes as text', 'minutes_at as savedAt', 'version'),
    ['text', 'savedAt', 'version'],
    ([row]) => row ?? null,
  ),
)

/** @throws Stale when the minutes have been saved since they were read */
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

/** A meeting's minutes about an application, for documents. */
export interface MinutesLine {
  application: ApplicationRecord
  meetingId: string
  meetingStartsAt: Instant
  text: string
  /** the chosen names of the panel members who were present during the item */
  present: string[]
}

interface ItemRow {
  meetingId: string
  applicationId: string
  meetingStartsAt: Instant
  text: string
  startedAt: Instant
  endedAt: Instant | null
}

/** The minutes of the first 20 meetings that discussed an application, oldest first. Does not check permissions. */
export async function minutesAbout(db: Db, application: ApplicationRecord): Promise<MinutesLine[]> {
  return linesOf(db, await runLookup(db, discussionsOf(db, application.id)), [application])
}

const discussionsOf = withKeptSql((db: Db, applicationId: string): Lookup<ItemRow[]> =>
  itemsDiscussed(db, items => items.where('meeting_items.application_id', applicationId).limit(20)),
)

/** The maximum number of agenda items in a report. */
const maxReported = 500

/**
 * The minutes of meetings on these days that this person can read, oldest first. Both days are included. Reads at most
 * `maxReported` agenda items.
 */
export async function minutesOn(db: Db, actor: Actor, { from, to }: { from: Day; to: Day }): Promise<MinutesLine[]> {
  const [start, end] = [instantAt(from, '00:00'), instantAt(addDays(to, 1), '00:00')]
  const rows = await runLookup(db, discussedBetween(db, start, end))
  const applications = await applicationsByIds(db, [...new Set(rows.map(({ applicationId }) => applicationId))])
  return linesOf(
    db,
    rows,
    applications.filter(application => can(actor, 'minutes.read', application)),
  )
}

const discussedBetween = withKeptSql((db: Db, start: Instant, end: Instant): Lookup<ItemRow[]> =>
  itemsDiscussed(db, items =>
    items.where('meetings.starts_at', '>=', start).where('meetings.starts_at', '<', end).limit(maxReported),
  ),
)

const itemsDiscussed = (db: Db, which: (items: Knex.QueryBuilder) => Knex.QueryBuilder): Lookup<ItemRow[]> =>
  lookup<ItemRow, ItemRow[]>(
    () =>
      which(db('meeting_items'))
        .join('meetings', 'meetings.id', 'meeting_items.meeting_id')
        .whereNotNull('meeting_items.started_at')
        .orderBy(['meetings.starts_at', 'meeting_items.meeting_id', 'meeting_items.place'])
        .select(
          'meeting_items.meeting_id as meetingId',
          'meeting_items.application_id as applicationId',
          'meetings.starts_at as meetingStartsAt',
          'meeting_items.minutes as text',
          'meeting_items.started_at as startedAt',
          'meeting_items.ended_at as endedAt',
        ),
    ['meetingId', 'applicationId', 'meetingStartsAt', 'text', 'startedAt', 'endedAt'],
    rows => rows,
  )

async function linesOf(
  db: Db,
  rows: readonly ItemRow[],
  applications: readonly ApplicationRecord[],
): Promise<MinutesLine[]> {
  const movements = await movementsAt(db, [...new Set(rows.map(({ meetingId }) => meetingId))])
  return rows.flatMap(({ meetingId, applicationId, meetingStartsAt, text, startedAt, endedAt }) => {
    const application = applications.find(({ id }) => id === applicationId)
    if (!application) return []
    const there = presentDuring(movements.get(meetingId) ?? [], { from: startedAt, to: endedAt })
    const present = application.seats
      .filter(({ personId, setAside, status }) => status === 'accepted' && !setAside && there.includes(personId ?? ''))
      .map(({ shownName }) => shownName)
    return [{ application, meetingId, meetingStartsAt, text, present }]
  })
}
