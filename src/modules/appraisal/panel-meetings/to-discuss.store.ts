import type { Db, Tx } from '../../../db/connection.ts'
import { type ApplicationRecord, applicationsByIds } from '../../access/access.public.ts'

/**
 * The first 200 applications in casework that are not in `agendasAhead`, oldest first. A light renewal is left out
 * while no seat on its panel is offered or taken, because most need no panel. Does not check permissions.
 * @param also the ids of applications to add, even if they are on an agenda
 */
export async function applicationsToDiscuss(db: Db | Tx, also: readonly string[] = []): Promise<ApplicationRecord[]> {
  const withSeats = db('seats')
    .whereIn('status', ['offered', 'accepted'])
    .whereNull('set_aside_at')
    .select('application_id')
  const ids = await db('applications')
    .whereIn('status', ['checked', 'with the panel', 'more evidence asked', 'resubmitted'])
    .whereNotIn('id', agendasAhead(db))
    .where(query => query.whereNot('kind', 'renewal').orWhereIn('id', withSeats))
    .orderBy(['submitted_at', 'id'])
    .limit(200)
    .pluck<string[]>('id')
  return applicationsByIds(db, [...new Set([...ids, ...also])])
}

/** A query for the ids of the applications on the agendas of meetings that are planned or under way. */
export const agendasAhead = (db: Db | Tx) =>
  db('meeting_items')
    .join('meetings', 'meetings.id', 'meeting_items.meeting_id')
    .whereIn('meetings.status', ['planned', 'under way'])
    .select('meeting_items.application_id')
