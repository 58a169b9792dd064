import type { Knex } from 'knex'
import type { Db } from '../../../db/connection.ts'
import { lookup, type Lookup } from '../../../db/lookups.ts'
import type { Actor } from '../../../domain/actor.ts'
import { forever } from '../../../domain/consent.ts'
import type { BranchTally } from '../../../domain/coverage.ts'
import type { ConsentAhead, TalliesAhead } from '../../../domain/freshness.ts'
import type { Day } from '../../../domain/time.ts'
import { evidenceReadableBy } from '../list/list.store.ts'

/**
 * What there is for each item from each branch, counted by the database: as many rows as cells, however long the shelf.
 * What waits for a consent does not count.
 */
export const coverageTallies = (
  db: Db,
  actor: Actor,
  organisation: { id: string },
  today: Day,
): Lookup<BranchTally[]> =>
  lookup<BranchTally, BranchTally[]>(
    db
      .from(shown(db, actor, organisation))
      .leftJoin('evidence_branches', 'evidence_branches.evidence_id', 'shown.id')
      .where('shown.panelUntil', '>=', today)
      .groupBy('shown.itemId', 'evidence_branches.branch_id')
      .select('shown.itemId', 'evidence_branches.branch_id as branchId', ...counted(db)),
    ['itemId', 'branchId', 'evidenceItems', 'undated', 'coveredTo'],
    rows => rows,
  )

type ItemTally = Required<TalliesAhead>[ConsentAhead] & { itemId: string; ahead: ConsentAhead }

/**
 * What there is for each item, wherever it comes from, by what becomes of the consents until a day. @param on null: the
 * day that comes next
 */
export const freshnessTallies = (
  db: Db,
  actor: Actor,
  organisation: { id: string },
  on: Day | null,
  today: Day,
): Lookup<Map<string, TalliesAhead>> =>
  lookup<ItemTally, Map<string, TalliesAhead>>(
    db
      .from(
        db
          .from(shown(db, actor, organisation))
          .select('shown.*', aheadOf(db, organisation, on, today))
          .as('told') as unknown as Knex.QueryBuilder,
      )
      .groupBy('itemId', 'ahead')
      .select('itemId', 'ahead', db.raw('min(??) as ??', ['panelUntil', 'endsOn']), ...counted(db)),
    ['itemId', 'ahead', 'evidenceItems', 'undated', 'coveredTo', 'endsOn'],
    rows => {
      const tallies = new Map<string, TalliesAhead>()
      for (const { itemId, ahead, ...tally } of rows) tallies.set(itemId, { ...tallies.get(itemId), [ahead]: tally })
      return tallies
    },
  )

/** As SQL: what src/domain/freshness.ts tells apart. */
const aheadOf = (db: Db, organisation: { id: string }, on: Day | null, today: Day): Knex.Raw => {
  const chosen = on
    ? db.raw('?', [on])
    : db.raw('coalesce((?), ?)', [dueDays(db, organisation, today).select('on'), today])
  return db.raw(
    `case when ?? is null then 'waits' when ?? = ? then 'no end' when ?? >= ? then 'holds' when ?? < ? then 'ended'
      else 'ends' end as ahead`,
    ['panelUntil', 'panelUntil', forever, 'panelUntil', chosen, 'panelUntil', today],
  )
}

const counted = (db: Db) => [
  db.raw('count(*) as "evidenceItems"'),
  db.raw('sum(case when ?? is null then 1 else 0 end) as undated', ['coveredTo']),
  db.raw('max(??) as ??', ['coveredTo', 'coveredTo']),
]

/**
 * Each piece that somebody may read with each item it is for: those it is tagged with, and those in whose answer it is
 * used.
 */
function shown(db: Db, actor: Actor, organisation: { id: string }): Knex.QueryBuilder {
  const readable = (): Knex.QueryBuilder =>
    (evidenceReadableBy(db, actor) as Knex.QueryBuilder).where('evidence.organisation_id', organisation.id)
  const about = (itemId: string) => [
    'evidence.id',
    `${itemId} as itemId`,
    'evidence.panel_until as panelUntil',
    db.raw('coalesce(evidence.period_to, evidence.period_from) as ??', ['coveredTo']),
  ]
  const tagged = readable()
    .join('evidence_items', 'evidence_items.evidence_id', 'evidence.id')
    .select(about('evidence_items.item_id'))
  const used = readable()
    .join('answer_evidence', 'answer_evidence.evidence_id', 'evidence.id')
    .join('answers', 'answers.id', 'answer_evidence.answer_id')
    .select(about('answers.item_id'))
  return tagged.union([used]).as('shown') as Knex.QueryBuilder
}

/** The day for which evidence has to be fresh, and where it comes from. */
export interface NextDay {
  on: Day
  reason: 'renewal' | 'round' | 'today'
}

interface DueRow {
  on: Day
  reason: 'renewal' | 'round'
}

/**
 * Valid to of the award that ends first, or the last day of the round that a first application is written for; else
 * today.
 */
export const nextDay = (db: Db, organisation: { id: string }, today: Day): Lookup<NextDay> =>
  lookup<DueRow, NextDay>(
    dueDays(db, organisation, today).select('on', 'reason'),
    ['on', 'reason'],
    ([row]) => row ?? { on: today, reason: 'today' },
  )

function dueDays(db: Db, organisation: { id: string }, today: Day): Knex.QueryBuilder {
  const awards = db('awards')
    .where({ organisation_id: organisation.id })
    .whereIn('status', ['valid', 'renewal open', 'extended'])
    .where('valid_to', '>=', today)
    .select({ on: 'valid_to' }, db.raw(`'renewal' as reason`)) as Knex.QueryBuilder
  const rounds = db('applications')
    .join('rounds', 'rounds.id', 'applications.round_id')
    .where('applications.organisation_id', organisation.id)
    .whereIn('applications.status', ['draft', 'returned'])
    .where('rounds.closes_at', '>=', today)
    .select(db.raw('substr(rounds.closes_at, 1, 10) as ??', ['on']), db.raw(`'round' as reason`)) as Knex.QueryBuilder
  return db
    .from(awards.unionAll([rounds]).as('due'))
    .orderBy('on')
    .limit(1)
}
