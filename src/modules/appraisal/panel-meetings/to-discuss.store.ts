import type { Db, Tx } from '../../../db/connection.ts'
import { looksLikeId } from '../../../db/ids.ts'
import type { Actor } from '../../../domain/actor.ts'
import { maxAgendaItems } from '../../../domain/meeting-agenda.ts'
import { can } from '../../../domain/permissions.ts'
import { type ApplicationRecord, applicationsByIds, applicationsCoordinatedBy } from '../../access/access.public.ts'

export interface ToDiscuss {
  choices: ApplicationRecord[]
  /** whether the coordinator could choose other applications too */
  hasMore: boolean
}

/**
 * The applications that a coordinator can put on the agenda of a meeting, and that are not in `agendasAhead`, in no
 * particular order. A light renewal is left out while no seat on its panel is offered or taken, because most need no
 * panel.
 * @param wanted.most the maximum number of applications. If there are more, those submitted first are chosen
 * @param wanted.chosen the ids of applications to add to these, if the coordinator can put them on an agenda
 * @param wanted.own the ids of applications to add, even if they are on an agenda. Does not check permissions on these
 */
export async function applicationsToDiscuss(
  db: Db | Tx,
  actor: Actor,
  { most, chosen = [], own = [] }: { most: number; chosen?: readonly string[]; own?: readonly string[] },
): Promise<ToDiscuss> {
  const open = () =>
    applicationsCoordinatedBy(db, actor)
      .whereIn('applications.status', ['checked', 'with the panel', 'more evidence asked', 'resubmitted'])
      .whereNotExists(agendasAhead(db).whereRaw('meeting_items.application_id = applications.id'))
      .where(query => query.whereNot('applications.kind', 'renewal').orWhereExists(seatsTaken(db)))
  const found: { id: string }[] = await open()
    .orderBy(['applications.submitted_at', 'applications.id'])
    .limit(most + 1)
  const ids = found.slice(0, most).map(({ id }) => id)
  const others = chosen.filter(id => looksLikeId(id) && !ids.includes(id)).slice(0, maxAgendaItems)
  const added: { id: string }[] = others.length === 0 ? [] : await open().whereIn('applications.id', others)
  const applications = await applicationsByIds(db, [...new Set([...ids, ...added.map(({ id }) => id), ...own])])
  return {
    choices: applications.filter(each => own.includes(each.id) || can(actor, 'panel.manage', each)),
    hasMore: found.length > most,
  }
}

const seatsTaken = (db: Db | Tx) =>
  db('seats')
    .whereRaw('seats.application_id = applications.id')
    .whereIn('seats.status', ['offered', 'accepted'])
    .whereNull('seats.set_aside_at')
    .select('seats.id')

/** A query for the ids of the applications on the agendas of meetings that are planned or under way. */
export const agendasAhead = (db: Db | Tx) =>
  db('meeting_items')
    .join('meetings', 'meetings.id', 'meeting_items.meeting_id')
    .whereIn('meetings.status', ['planned', 'under way'])
    .select('meeting_items.application_id')
