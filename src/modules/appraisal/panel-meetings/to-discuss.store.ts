import type { Knex } from 'knex'
import type { Db, Tx } from '../../../db/connection.ts'
import { looksLikeId } from '../../../db/ids.ts'
import { withKeptSql } from '../../../db/kept-sql.ts'
import { lookup, runLookup, type Lookup } from '../../../db/lookups.ts'
import type { Actor } from '../../../domain/actor.ts'
import { maxAgendaItems } from '../../../domain/meeting-agenda.ts'
import { can } from '../../../domain/permissions.ts'
import { type ApplicationRecord, applicationsByIds, applicationsCoordinatedBy } from '../../access/access.public.ts'

export interface ToDiscuss {
  choices: ApplicationRecord[]
  /** whether there are more applications that the coordinator could choose than those listed */
  hasMore: boolean
}

/**
 * The applications that a coordinator can put on the agenda of a meeting, in no particular order. Leaves out those
 * already on an agenda (`agendasAhead`), and light renewals without an offered or accepted seat, because most need no
 * panel.
 * @param most the maximum number of applications found; if there are more, those submitted first are taken
 * @param chosen the ids of more applications, added if the coordinator can put them on an agenda
 * @param own the ids of more applications, added without any check
 */
export async function applicationsToDiscuss(
  db: Db | Tx,
  actor: Actor,
  { most, chosen = [], own = [] }: { most: number; chosen?: readonly string[]; own?: readonly string[] },
): Promise<ToDiscuss> {
  const found = await runLookup(db, firstToDiscuss(db, actor, most + 1))
  const ids = found.slice(0, most)
  const others = chosen.filter(id => looksLikeId(id) && !ids.includes(id)).slice(0, maxAgendaItems)
  const added = others.length === 0 ? [] : await runLookup(db, toDiscussAmong(db, actor, others))
  const applications = await applicationsByIds(db, [...new Set([...ids, ...added, ...own])])
  return {
    choices: applications.filter(each => own.includes(each.id) || can(actor, 'panel.manage', each)),
    hasMore: found.length > most,
  }
}

const firstToDiscuss = withKeptSql((db: Db | Tx, actor: Actor, limit: number): Lookup<string[]> =>
  idsIn(() => openToDiscuss(db, actor).orderBy(['applications.submitted_at', 'applications.id']).limit(limit)),
)

const toDiscussAmong = withKeptSql((db: Db | Tx, actor: Actor, ids: readonly string[]): Lookup<string[]> =>
  idsIn(() => openToDiscuss(db, actor).whereIn('applications.id', [...ids])),
)

const idsIn = (applications: () => Knex.QueryBuilder): Lookup<string[]> =>
  lookup<{ id: string }, string[]>(applications, ['id'], rows => rows.map(({ id }) => id))

const openToDiscuss = (db: Db | Tx, actor: Actor): Knex.QueryBuilder =>
  applicationsCoordinatedBy(db, actor)
    // written exactly as in the index `applications_with_panel`, so that the databases can use that index
    .whereRaw(`(applications.status in ('checked', 'with the panel', 'more evidence asked', 'resubmitted')) is true`)
    .whereNotIn('applications.id', agendasAhead(db))
    .where(query => query.whereNot('applications.kind', 'renewal').orWhereRaw(hasSeatTaken))

// `offset 0` keeps PostgreSQL from reading all seats.
const hasSeatTaken = `exists (select 1 from seats where seats.application_id = applications.id
  and seats.status in ('offered', 'accepted') and seats.set_aside_at is null limit 1 offset 0)`

/** A query for the ids of the applications on the agendas of meetings that are planned or under way. */
export const agendasAhead = (db: Db | Tx) =>
  db('meeting_items')
    .join('meetings', 'meetings.id', 'meeting_items.meeting_id')
    .whereIn('meetings.status', ['planned', 'under way'])
    .select('meeting_items.application_id')
