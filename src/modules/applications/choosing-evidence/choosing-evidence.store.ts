import type { Knex } from 'knex'
import type { Db } from '../../../db/connection.ts'
import { filedUnderAll } from '../../../db/full-text.ts'
import { lookUp, lookup, type Lookup } from '../../../db/lookups.ts'
import type { Actor } from '../../../domain/actor.ts'
import { likeliest, type Candidate } from '../../../domain/evidence-suggestions.ts'
import type { Item } from '../../../domain/framework.ts'
import type { Day, Instant } from '../../../domain/time.ts'
import {
  type EvidenceLine,
  evidenceLinesOf,
  noFacets,
  wantedIn,
  whereReadable,
} from '../../evidence/evidence.public.ts'

interface Asking {
  id: string
  organisationId: string
}
type Query = Knex.QueryBuilder
type Row = Omit<Candidate, 'namesIt' | 'isElsewhere'> & { named: number; elsewhere: number }
const fields = [
  'id',
  'receivedAt',
  'periodFrom',
  'periodTo',
  'coveredUntil',
  'expiresOn',
  'named',
  'elsewhere',
  'usedAt',
] as const

/**
 * So many of each are looked at, however long the shelf is: the newest that say they are for the item, the last that
 * were used for it, the newest of all.
 */
const viewed = { named: 60, used: 60, newest: 20 }

/**
 * From where candidates for an item come, each a stretch of something that an index has in order, and then what is to
 * be known of them.
 * @param withAttached those that the answer uses already among them
 */
function candidatesAsked(
  db: Db,
  actor: Actor,
  application: Asking,
  item: Pick<Item, 'id'>,
  today: Day,
  withAttached: boolean,
): Lookup<Candidate[]> {
  const organisation = { id: application.organisationId }
  const narrow = (query: Query, column: string): Query =>
    withAttached
      ? query
      : query.whereRaw(
          `not exists (select 1 from answer_evidence as attached join answers on answers.id = attached.answer_id
    where answers.application_id = ? and answers.item_id = ? and attached.evidence_id = ??)`,
          [application.id, item.id, column],
        )
  const wanted = wantedIn(actor, organisation, '', { ...noFacets, itemId: item.id }, today)!
  const named = filedUnderAll(db, wanted, {
    narrow: query => narrow(query.select('evidence.id', db.raw('null as at')), 'evidence.id'),
    direction: 'desc',
    beyond: null,
    limit: viewed.named,
  })
  const used = narrow(usedBefore(db, application, item), 'answer_evidence.evidence_id').limit(viewed.used)
  const newest = narrow(
    (db('evidence') as Query)
      .where({ organisation_id: organisation.id })
      .orderBy([
        { column: 'received_at', order: 'desc' },
        { column: 'id', order: 'desc' },
      ])
      .limit(viewed.newest)
      .select('id', db.raw('null as at')),
    'evidence.id',
  )
  const tied = [named, used, newest].map((query, place) =>
    (db.from(query.as(`source_${place}`)) as Query).select('id', 'at'),
  )
  // As a cross join, for SQLite goes through that in the order in which it is written.
  const query = (db.from((db as Knex).unionAll(tied as never).as('tied')) as Query)
    .joinRaw('cross join evidence')
    .whereRaw('evidence.id = tied.id and evidence.organisation_id = ?', [organisation.id])
  whereReadable(query as Parameters<typeof whereReadable>[0], actor).select(
    'evidence.id',
    'evidence.received_at as receivedAt',
    'evidence.period_from as periodFrom',
    'evidence.period_to as periodTo',
    'evidence.panel_until as coveredUntil',
    'evidence.expires_on as expiresOn',
    'tied.at as usedAt',
    db.raw(
      `case when exists (select 1 from evidence_items where evidence_id = evidence.id and item_id = ?) then 1
        else 0 end as named`,
      [item.id],
    ),
    db.raw(
      `case when exists (select 1 from evidence_branches where evidence_id = evidence.id) and not exists (
      select 1 from evidence_branches
      join application_branches on application_branches.branch_id = evidence_branches.branch_id
      where evidence_id = evidence.id and application_id = ?) then 1 else 0 end as elsewhere`,
      [application.id],
    ),
  )
  return lookup<Row, Candidate[]>(query, fields, rows =>
    once(
      rows.map(({ named: says, elsewhere, ...row }) => ({ ...row, namesIt: says === 1, isElsewhere: elsewhere === 1 })),
    ),
  )
}

/** A piece that came from several places, once: with when it was used last. */
function once(found: readonly Candidate[]): Candidate[] {
  const last = new Map<string, Candidate>()
  for (const each of found) if ((each.usedAt ?? '') >= (last.get(each.id)?.usedAt ?? '')) last.set(each.id, each)
  return [...last.values()]
}

/**
 * What the library's other applications used for this item, as far as they were handed in, and when they were; the last
 * first.
 */
const usedBefore = (db: Db, { id, organisationId }: Asking, item: Pick<Item, 'id'>): Query =>
  (db('applications') as Query)
    .join('answers', 'answers.application_id', 'applications.id')
    .join('answer_evidence', 'answer_evidence.answer_id', 'answers.id')
    .where('applications.organisation_id', organisationId)
    .whereNot('applications.id', id)
    .whereNotNull('applications.submitted_at')
    .where('answers.item_id', item.id)
    .orderBy([{ column: 'applications.submitted_at', order: 'desc' }, { column: 'answer_evidence.evidence_id' }])
    .select('answer_evidence.evidence_id as id', 'applications.submitted_at as at')

/** An item of evidence that may suit an answer, and when it was last used for the same item. */
export interface SuggestedEvidence {
  line: EvidenceLine
  usedAt: Instant | null
}

/**
 * The likeliest pieces for an item, with what a page says of each. Two queries, whatever the length of the shelf.
 * @param choice.onlyTied leaves out what is merely new; `withAttached`: those that the answer uses already are among
 * them
 * @returns isEmpty when there is nothing on the shelf but what the answer uses already
 */
export async function likeliestFor(
  db: Db,
  actor: Actor,
  application: Asking,
  item: Item,
  today: Day,
  choice: { most: number; onlyTied?: boolean; withAttached?: boolean },
): Promise<{ evidenceItems: SuggestedEvidence[]; isEmpty: boolean }> {
  const { most, onlyTied = false, withAttached = false } = choice
  const found = await lookUp(db, candidatesAsked(db, actor, application, item, today, withAttached))
  const chosen = likeliest(found, item, today, onlyTied).slice(0, most)
  const lines = await evidenceLinesOf(
    db,
    actor,
    chosen.map(({ id }) => id),
  )
  return {
    evidenceItems: lines.map(line => ({ line, usedAt: chosen.find(({ id }) => id === line.id)!.usedAt })),
    isEmpty: found.length === 0,
  }
}

/** When each of these pieces was last used for an item in another application. */
export const usesBefore = async (
  db: Db,
  application: Asking,
  item: Pick<Item, 'id'>,
  ids: readonly string[],
): Promise<Map<string, Instant>> => {
  if (ids.length === 0) return new Map()
  const query = usedBefore(db, application, item).whereIn('answer_evidence.evidence_id', [...ids])
  return lookUp(
    db,
    lookup<{ id: string; at: Instant }, Map<string, Instant>>(
      query,
      ['id', 'at'],
      rows => new Map(rows.toReversed().map(({ id, at }) => [id, at])),
    ),
  )
}
