import type { Knex } from 'knex'
import type { Db } from '../../../db/connection.ts'
import { lookup, runLookups, type Lookup } from '../../../db/lookups.ts'
import type { Actor } from '../../../domain/actor.ts'
import type { AwardChange, AwardStatus } from '../../../domain/award.ts'
import type { Outcome } from '../../../domain/judgements.ts'
import { addDays, dayOf, instantAt, type Day, type Instant } from '../../../domain/time.ts'
import { applicationsReadableBy } from '../../access/access.public.ts'
import { decisionLines, decisionsListedFor, type DecisionLine } from '../decisions-list/decisions-list.store.ts'

/** The days of a report, including the first and the last. */
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

/** The moves of an award that are reported to trustees. The other moves follow from these and from dates. */
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
  on: Day
  validTo: Day | null
}

/** The maximum number of changes in a report. */
export const maxChanges = 2_000

/**
 * The changes to awards on these days that are reported to trustees, oldest first. Leaves out changes that were
 * undone, lapses that were corrected later, and the copies of earlier changes that a correction writes.
 * @returns at most `maxChanges`, and whether there are more
 */
export async function awardChangesOn(
  db: Db,
  days: ReportedDays,
): Promise<{ changes: ReportedChange[]; hasMoreChanges: boolean }> {
  const rows = await changesReportedOn(db, days)
    .join('awards', 'awards.id', 'award_changes.award_id')
    .join('organisations', 'organisations.id', 'awards.organisation_id')
    .limit(maxChanges + 1)
    .select(
      'organisations.name as organisation',
      'awards.code',
      'award_changes.move',
      'award_changes.to_status as to',
      'award_changes.from_day as on',
      'award_changes.valid_to as validTo',
    )
  return { changes: rows.slice(0, maxChanges) as ReportedChange[], hasMoreChanges: rows.length > maxChanges }
}

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
  /** how many of them the reader can read; the outcome of the others is not shown */
  readable: number
}

export interface YearCounts {
  decisions: DecisionCount[]
  /** the number of the first `maxChanges` changes of `awardChangesOn`, by move */
  changes: Map<ReportedMove, number>
  hasMoreChanges: boolean
  /** the number of awards that have neither lapsed nor ended, by status */
  current: { status: AwardStatus; count: number }[]
}

/** Counts the decisions and changes that the minutes of these days would list, and the current awards. */
export async function yearCounts(db: Db, actor: Actor, days: ReportedDays): Promise<YearCounts> {
  const { changes, ...counts } = await runLookups(db, {
    decisions: decisionCounts(db, actor, days),
    changes: changeCounts(db, days),
    current: currentAwards(db),
  })
  return { ...counts, ...changes }
}

function decisionCounts(db: Db, actor: Actor, days: ReportedDays): Lookup<DecisionCount[]> {
  const isReadable = (applicationsReadableBy(db, actor) as Knex.QueryBuilder)
    .whereRaw('applications.id = decisions.application_id')
    .select(db.raw('1'))
  const decisions = decisionsListedFor(db, actor, days.from)
    .where('decisions.decided_at', '<', endOf(days))
    .select(
      'decisions.outcome',
      db.raw('case when exists ? then 1 else 0 end as "isReadable"', [isReadable]),
      db.raw('case when decisions.released_at is null then 0 else 1 end as "isReleased"'),
    )
  const query = db
    .from(decisions.as('decided'))
    .groupBy('outcome', 'isReleased')
    .select('outcome', 'isReleased', db.raw('count(*) as count'), db.raw('sum("isReadable") as readable'))
  type Row = Record<'isReleased' | 'count' | 'readable', number> & { outcome: Outcome }
  return lookup<Row, DecisionCount[]>(query, ['outcome', 'isReleased', 'count', 'readable'], rows =>
    rows.map(row => ({ ...row, isReleased: row.isReleased === 1 })),
  )
}

/** Reads one change more than it counts, to know whether there are more. */
function changeCounts(db: Db, days: ReportedDays): Lookup<Pick<YearCounts, 'changes' | 'hasMoreChanges'>> {
  const first = changesReportedOn(db, days)
    .limit(maxChanges + 1)
    .select(
      'award_changes.move',
      db.raw('row_number() over (order by award_changes.at, award_changes.award_id, award_changes.number) as place'),
    )
  const query = db
    .from(first.as('first_changes'))
    .groupBy('move')
    .select(
      'move',
      db.raw('count(case when place <= ? then 1 end) as count', [maxChanges]),
      db.raw('max(place) as last'),
    )
  type Row = { move: ReportedMove; count: number; last: number }
  return lookup<Row, Pick<YearCounts, 'changes' | 'hasMoreChanges'>>(query, ['move', 'count', 'last'], rows => ({
    changes: new Map(rows.map(({ move, count }) => [move, count])),
    hasMoreChanges: rows.some(({ last }) => last > maxChanges),
  }))
}

const currentAwards = (db: Db): Lookup<YearCounts['current']> =>
  lookup<YearCounts['current'][number], YearCounts['current']>(
    db('awards')
      .whereNotIn('status', ['lapsed', 'ended'])
      .groupBy('status')
      .orderBy('status')
      .select('status', db.raw('count(*) as count')),
    ['status', 'count'],
    rows => rows,
  )
