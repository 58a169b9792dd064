import type { Db } from '../../../db/connection.ts'
import type { Actor } from '../../../domain/actor.ts'
import type { AwardChange, AwardStatus } from '../../../domain/award.ts'
import { addDays, dayOf, instantAt, type Day } from '../../../domain/time.ts'
import { decisionLines, type DecisionLine } from '../decisions-list/decisions-list.store.ts'

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
  { from, to }: ReportedDays,
): Promise<{ changes: ReportedChange[]; hasMoreChanges: boolean }> {
  const rows = await db('award_changes')
    .join('awards', 'awards.id', 'award_changes.award_id')
    .join('organisations', 'organisations.id', 'awards.organisation_id')
    .whereNull('award_changes.undone_at')
    .whereIn('award_changes.move', [...reportedMoves])
    .where('award_changes.at', '>=', instantAt(from, '00:00'))
    .where('award_changes.at', '<', instantAt(addDays(to, 1), '00:00'))
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

const correctionsOfIt = (db: Db) =>
  db({ later: 'award_changes' })
    .select(db.raw('1'))
    .where('later.award_id', db.ref('award_changes.award_id'))
    .whereIn('later.move', ['correct', 'remove'])

const itsTime = (db: Db) => db.ref('award_changes.at')

/** The number of awards that have neither lapsed nor ended, by state. */
export async function currentAwards(db: Db): Promise<{ status: string; count: number }[]> {
  const rows = await db('awards')
    .whereNotIn('status', ['lapsed', 'ended'])
    .groupBy('status')
    .orderBy('status')
    .select<{ status: string; count: number | string }[]>('status', db.raw('count(*) as count'))
  return rows.map(({ status, count }) => ({ status, count: Number(count) }))
}
