import type { Knex } from 'knex'
import type { Db } from '../../../db/connection.ts'
import { withKeptSql } from '../../../db/kept-sql.ts'
import { lookup, runLookup, runLookups, type Lookup } from '../../../db/lookups.ts'
import type { Actor } from '../../../domain/actor.ts'
import { awardStatuses, type AwardChange, type AwardStatus } from '../../../domain/award.ts'
import type { Outcome } from '../../../domain/judgements.ts'
import { addDays, dayOf, instantAt, type Day, type Instant } from '../../../domain/time.ts'
import {
  decisionLines,
  decisionsListedFor,
  isDecisionReadableTo,
  type DecisionLine,
} from '../decisions-list/decisions-list.store.ts'

/** The first and the last day of a report, both included. */
export interface ReportedDays {
  from: Day
  to: Day
}

const batchSize = 500

/** The decisions made on these days that this person sees in the list of decisions, newest first. */
export async function decisionsOn(db: Db, actor: Actor, { from, to }: ReportedDays): Promise<DecisionLine[]> {
  const found: DecisionLine[] = []
  for (let after: { at: string; id: string } | null = null; ;) {
    const lines: DecisionLine[] = await decisionLines(db, actor, { from, after, limit: batchSize })
    found.push(...lines.filter(({ decidedAt }) => dayOf(decidedAt) <= to))
    const last = lines.at(-1)
    if (!last || lines.length < batchSize) return found
    after = { at: last.decidedAt, id: last.id }
  }
}

/** The moves of an award that are reported to trustees. Most other moves follow from dates or from an application. */
export const reportedMoves = [
  'grant',
  'record',
  'renew',
  'extend',
  'shorten',
  'suspend',
  'restore',
  'lapse',
  'end',
  'correct',
  'remove',
] as const satisfies readonly AwardChange['move'][]
export type ReportedMove = (typeof reportedMoves)[number]

export interface ReportedChange {
  organisation: string
  code: string
  move: ReportedMove
  /** the award's status after the change */
  to: AwardStatus
  /** the day on which the change was made */
  madeOn: Day
  /** the day from which the change applies, which can be earlier */
  inEffectFrom: Day
  validTo: Day | null
}

/** The maximum number of changes in a report. */
export const maxChanges = 2_000

/**
 * The changes to awards on these days that are reported to trustees, oldest first. Leaves out changes that were
 * undone, lapses that were corrected later, and the copies of earlier changes that a correction writes.
 * @returns at most `maxChanges`, and whether there are more
 */
export const awardChangesOn = (
  db: Db,
  days: ReportedDays,
): Promise<{ changes: ReportedChange[]; hasMoreChanges: boolean }> => runLookup(db, changesLookup(db, days))

const changesLookup = withKeptSql(
  (db: Db, days: ReportedDays): Lookup<{ changes: ReportedChange[]; hasMoreChanges: boolean }> => {
    const changes = () =>
      changesReportedOn(db, days)
        .join('awards', 'awards.id', 'award_changes.award_id')
        .join('organisations', 'organisations.id', 'awards.organisation_id')
        .limit(maxChanges + 1)
        .select(
          'organisations.name as organisation',
          'awards.code',
          'award_changes.move',
          'award_changes.to_status as to',
          'award_changes.at',
          'award_changes.from_day as inEffectFrom',
          'award_changes.valid_to as validTo',
        )
    type Row = Omit<ReportedChange, 'madeOn'> & { at: Instant }
    return lookup<Row, { changes: ReportedChange[]; hasMoreChanges: boolean }>(
      changes,
      ['organisation', 'code', 'move', 'to', 'at', 'inEffectFrom', 'validTo'],
      rows => ({
        changes: rows.slice(0, maxChanges).map(({ at, ...row }) => ({ ...row, madeOn: dayOf(at) })),
        hasMoreChanges: rows.length > maxChanges,
      }),
    )
  },
)

const changesReportedOn = (db: Db, days: ReportedDays): Knex.QueryBuilder =>
  db('award_changes')
    .whereNull('award_changes.undone_at')
    .whereIn('award_changes.move', [...reportedMoves])
    .where('award_changes.at', '>=', firstInstant(days))
    .where('award_changes.at', '<', endOf(days))
    // leaves out a lapse that was followed by a correction
    .whereNot(change =>
      change.where('award_changes.move', 'lapse').whereExists(correctionsOfIt(db).where('later.at', '>', itsTime(db))),
    )
    // leaves out the copies of earlier changes that a correction writes
    .whereNot(change =>
      change
        .whereIn('award_changes.move', ['extend', 'suspend', 'restore'])
        .whereExists(correctionsOfIt(db).where('later.at', itsTime(db))),
    )
    .orderBy(['award_changes.at', 'award_changes.award_id', 'award_changes.number'])

const correctionsOfIt = (db: Db) =>
  db({ later: 'award_changes' })
    .select(db.raw('1'))
    .where('later.award_id', db.ref('award_changes.award_id'))
    .whereIn('later.move', ['correct', 'remove'])

const itsTime = (db: Db) => db.ref('award_changes.at')

const firstInstant = ({ from }: ReportedDays): Instant => instantAt(from, '00:00')
/** The first instant after these days. */
const endOf = ({ to }: ReportedDays): Instant => instantAt(addDays(to, 1), '00:00')

export interface DecisionCount {
  outcome: Outcome
  isReleased: boolean
  count: number
  /** the number of these decisions that the reader can read; the outcome of the others is not shown */
  readable: number
}

/** The maximum number of decisions, of changes, and of awards in each status that the yearly report counts. */
export const maxCounted = 1_000

export interface YearCounts {
  /** the first `maxCounted` decisions, counted by outcome and by whether the decision letter was released */
  decisions: DecisionCount[]
  /** the number of the first `maxCounted` changes of `awardChangesOn`, by move */
  changes: Map<ReportedMove, number>
  /** the awards that have neither lapsed nor ended, by status, each counted up to `maxCounted` + 1 */
  current: { status: AwardStatus; count: number }[]
}

/** Counts the decisions and changes that the minutes of these days would list, and the current awards. */
export const yearCounts = (db: Db, actor: Actor, days: ReportedDays): Promise<YearCounts> =>
  runLookups(db, {
    decisions: decisionCounts(db, actor, days),
    changes: changeCounts(db, days),
    current: currentAwards(db),
  })

const decisionCounts = withKeptSql((db: Db, actor: Actor, days: ReportedDays): Lookup<DecisionCount[]> => {
  const isReadable = () =>
    (db.queryBuilder() as Knex.QueryBuilder).where(isDecisionReadableTo(actor)).select(db.raw('1'))
  const decisions = () =>
    decisionsListedFor(db, actor, days.from)
      .where('decisions.decided_at', '<', endOf(days))
      .orderBy(['decisions.decided_at', 'decisions.id'])
      .limit(maxCounted)
      .select(
        'decisions.outcome',
        db.raw('case when exists ? then 1 else 0 end as "isReadable"', [isReadable()]),
        db.raw('case when decisions.released_at is null then 0 else 1 end as "isReleased"'),
      )
  const query = () =>
    db
      .from(decisions().as('decided'))
      .groupBy('outcome', 'isReleased')
      .select('outcome', 'isReleased', db.raw('count(*) as count'), db.raw('sum("isReadable") as readable'))
  type Row = Record<'isReleased' | 'count' | 'readable', number> & { outcome: Outcome }
  return lookup<Row, DecisionCount[]>(query, ['outcome', 'isReleased', 'count', 'readable'], rows =>
    rows.map(row => ({ ...row, isReleased: row.isReleased === 1 })),
  )
})

const changeCounts = withKeptSql((db: Db, days: ReportedDays): Lookup<YearCounts['changes']> => {
  const first = () =>
    changesReportedOn(db, days)
      // As a bound parameter, the limit makes PostgreSQL read the changes in order instead of sorting all changes of
      // the year.
      .limit(maxCounted, { skipBinding: false })
      .select('award_changes.move')
  const query = () => db.from(first().as('first_changes')).groupBy('move').select('move', db.raw('count(*) as count'))
  return lookup<{ move: ReportedMove; count: number }, YearCounts['changes']>(
    query,
    ['move', 'count'],
    rows => new Map(rows.map(({ move, count }) => [move, count])),
  )
})

const currentAwards = withKeptSql((db: Db): Lookup<YearCounts['current']> => {
  const countIn = (status: AwardStatus) =>
    db
      .from(
        db('awards')
          .where({ status })
          .limit(maxCounted + 1)
          .select('status')
          .as('first_awards'),
      )
      .select(db.raw('min(status) as status'), db.raw('count(*) as count'))
  const statuses = awardStatuses.filter(status => status !== 'lapsed' && status !== 'ended')
  return lookup<YearCounts['current'][number], YearCounts['current']>(
    () =>
      db
        .from(db.unionAll(statuses.map(countIn) as never).as('current_awards'))
        .orderBy('status')
        .select('*'),
    ['status', 'count'],
    rows => rows.filter(({ count }) => count > 0),
  )
})
