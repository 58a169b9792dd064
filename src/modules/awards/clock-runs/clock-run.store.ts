import type { Db, Tx } from '../../../db/connection.ts'
import { looksLikeId, newId } from '../../../db/ids.ts'
import type { Row } from '../../../db/tables.ts'
import type { AwardChange, AwardStatus } from '../../../domain/award.ts'
import { NotFound } from '../../../domain/refusals.ts'
import type { Day, Instant } from '../../../domain/time.ts'

/** One run of the nightly job that moved awards. */
export interface RunLine {
  id: string
  at: Instant
  awards: number
  moves: number
  /** the number of moves that were undone */
  undone: number
}

/** A change of status that a nightly run made to an award, with the award's current status. */
export interface RunMove {
  awardId: string
  organisation: string
  move: AwardChange['move']
  to: AwardStatus
  from: Day
  at: Instant
  undoneAt: Instant | null
  status: AwardStatus
}

/**
 * The result for one award. Moves are kept when the award has changed since the run (`changed`), or the trustee cannot
 * act on the award (`conflict`).
 */
export type UndoResult = 'undone' | 'changed' | 'conflict'

export interface ClockUndo {
  id: string
  runId: string
  status: 'waiting' | 'confirmed' | 'declined' | 'done'
  reason: string
  proposedBy: string
  proposedByName: string
  proposedAt: Instant
  answeredBy: string | null
  answeredByName: string | null
  answeredAt: Instant | null
  results: ReadonlyMap<string, UndoResult>
}

/** The latest runs that moved awards, newest first. */
export async function clockRuns(db: Db, limit: number): Promise<RunLine[]> {
  const rows = await db('award_changes')
    .whereNotNull('run_id')
    .groupBy('run_id')
    .orderByRaw('min(at) desc, run_id')
    .limit(limit)
    .select<{ id: string; at: Instant; awards: number | string; moves: number | string; undone: number | string }[]>(
      'run_id as id',
      db.raw('min(at) as at'),
      db.raw('count(distinct award_id) as awards'),
      db.raw('count(*) as moves'),
      db.raw('count(undone_at) as undone'),
    )
  return rows.map(row => ({
    ...row,
    awards: Number(row.awards),
    moves: Number(row.moves),
    undone: Number(row.undone),
  }))
}

/** The moves of a run, by organisation. @throws NotFound for an unknown run */
export async function movesOfRun(db: Db | Tx, runId: string): Promise<RunMove[]> {
  if (!looksLikeId(runId)) throw new NotFound()
  const moves = await db('award_changes')
    .join('awards', 'awards.id', 'award_changes.award_id')
    .join('organisations', 'organisations.id', 'awards.organisation_id')
    .where('award_changes.run_id', runId)
    .orderBy(['organisations.name_key', 'awards.id', 'award_changes.number'])
    .select<RunMove[]>(
      'awards.id as awardId',
      'organisations.name as organisation',
      'award_changes.move',
      'award_changes.to_status as to',
      'award_changes.from_day as from',
      'award_changes.at',
      'award_changes.undone_at as undoneAt',
      'awards.status',
    )
  if (moves.length === 0) throw new NotFound()
  return moves
}

/** The open request to undo a run, or else the latest one; null when there is none. */
export async function lastUndo(db: Db | Tx, runId: string): Promise<ClockUndo | null> {
  const row = await undos(db)
    .where('clock_undos.run_id', runId)
    .orderByRaw(
      "case when clock_undos.status in ('waiting', 'confirmed') then 0 else 1 end, clock_undos.proposed_at desc, " +
        'clock_undos.id',
    )
    .first<UndoRow | undefined>(columns)
  return row ? withResults(db, row) : null
}

/** The confirmed request that was answered first; null when there is none. */
export async function undoToDo(db: Db): Promise<ClockUndo | null> {
  const row = await undos(db)
    .where('clock_undos.status', 'confirmed')
    .orderBy('clock_undos.answered_at')
    .first<UndoRow | undefined>(columns)
  return row ? withResults(db, row) : null
}

type UndoRow = Row<'clock_undos'> & { proposer: string; answerer: string | null }
const columns = ['clock_undos.*', 'proposer.name as proposer', 'answerer.name as answerer']

const undos = (db: Db | Tx) =>
  db('clock_undos')
    .join('people as proposer', 'proposer.id', 'clock_undos.proposed_by')
    .leftJoin('people as answerer', 'answerer.id', 'clock_undos.answered_by')

async function withResults(db: Db | Tx, row: UndoRow): Promise<ClockUndo> {
  const results = await db('clock_undo_awards').where({ undo_id: row.id }).select('award_id', 'result')
  return {
    id: row.id,
    runId: row.run_id,
    status: row.status as ClockUndo['status'],
    reason: row.reason,
    proposedBy: row.proposed_by,
    proposedByName: row.proposer,
    proposedAt: row.proposed_at,
    answeredBy: row.answered_by,
    answeredByName: row.answerer,
    answeredAt: row.answered_at,
    results: new Map(results.map(({ award_id, result }) => [award_id, result as UndoResult])),
  }
}

export async function insertUndo(
  trx: Tx,
  { runId, reason, by, at }: { runId: string; reason: string; by: string; at: Instant },
): Promise<string> {
  const id = newId()
  await trx('clock_undos').insert({
    id,
    run_id: runId,
    status: 'waiting',
    reason,
    proposed_by: by,
    proposed_at: at,
    answered_by: null,
    answered_at: null,
  })
  return id
}

/** @returns false when the request has already been answered */
export async function answerUndo(
  trx: Tx,
  { id }: Pick<ClockUndo, 'id'>,
  answer: { status: 'confirmed' | 'declined'; by: string; at: Instant },
): Promise<boolean> {
  const changed = await trx('clock_undos')
    .where({ id, status: 'waiting' })
    .update({ status: answer.status, answered_by: answer.by, answered_at: answer.at })
  return changed === 1
}

export async function endUndo(trx: Tx, { id }: Pick<ClockUndo, 'id'>): Promise<void> {
  await trx('clock_undos').where({ id, status: 'confirmed' }).update({ status: 'done' })
}

/** @returns false when another process has already handled this award */
export async function claimResult(
  trx: Tx,
  { id }: Pick<ClockUndo, 'id'>,
  award: { id: string },
  result: UndoResult,
): Promise<boolean> {
  const inserted = await trx('clock_undo_awards')
    .insert({ undo_id: id, award_id: award.id, result })
    .onConflict(['undo_id', 'award_id'])
    .ignore()
    .returning('award_id')
  return inserted.length === 1
}

/** An award as it was before a run moved it. */
export interface BeforeRun {
  status: AwardStatus
  validTo: Day | null
  isKeptByRenewal: boolean
  /** when the run moved the award */
  at: Instant
}

/** @returns the award as it was before the run; null when the moves of the run cannot be undone */
export async function beforeRun(trx: Tx, award: { id: string }, runId: string): Promise<BeforeRun | null> {
  const changes = await trx('award_changes').where({ award_id: award.id }).orderBy('number')
  const first = changes.findIndex(({ run_id }) => run_id === runId)
  const before = changes.slice(0, first).findLast(({ undone_at }) => !undone_at)
  const moves = changes.slice(first)
  const isLast = moves.every(({ run_id, undone_at }) => run_id === runId && !undone_at)
  if (!before || !isLast || (await isChangedByPerson(trx, award, moves.at(-1)!))) return null
  return {
    status: before.to_status as AwardStatus,
    validTo: before.valid_to,
    isKeptByRenewal: moves[0]!.was_kept_by_renewal === 1,
    at: moves[0]!.at,
  }
}

/**
 * Whether a person changed the award, or an application for it, after a move. Compares positions in the history,
 * because the times of a wrong clock cannot be trusted.
 */
async function isChangedByPerson(trx: Tx, { id }: { id: string }, move: Row<'award_changes'>): Promise<boolean> {
  const moved = await trx('events')
    .where({ entity: 'award', entity_id: id, name: `award.${move.move}` })
    .orderBy('sequence', 'desc')
    .first('sequence')
  const changed = await trx('events')
    .where('sequence', '>', moved?.sequence ?? 0)
    .whereNotNull('person_id')
    .where(about =>
      about
        .where({ entity: 'award', entity_id: id })
        .orWhereIn('application_id', trx('applications').where({ award_id: id }).select('id')),
    )
    .first('id')
  return changed !== undefined
}

/** Marks the moves of a run as undone, for one award. */
export async function markUndone(trx: Tx, award: { id: string }, runId: string, at: Instant): Promise<void> {
  await trx('award_changes').where({ award_id: award.id, run_id: runId, undone_at: null }).update({ undone_at: at })
}

/** Whether an email with one of these names, first queued about the award at this time, may have been sent. */
export async function wasEmailedAt(trx: Tx, award: { id: string }, names: readonly string[], at: Instant) {
  const sent = await trx('outbox')
    .where({ entity: 'award', entity_id: award.id })
    .whereRaw('coalesce(roles_at, queued_at) = ?', [at]) // `roles_at` of an email that was sent again
    .whereIn('name', [...names])
    .whereNotIn('status', ['waiting', 'not sent'])
    .first('id')
  return sent !== undefined
}

/** Whether the nightly job closed a renewal of the award at a given time. */
export async function closedARenewalAt(trx: Tx, award: { id: string }, at: Instant): Promise<boolean> {
  const closed = await trx('events')
    .join('applications', 'applications.id', 'events.application_id')
    .where('applications.award_id', award.id)
    .where('events.name', 'application.close')
    .where('events.actor', 'the clock')
    .where('events.at', at)
    .first('events.id')
  return closed !== undefined
}
