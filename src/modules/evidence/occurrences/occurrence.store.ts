import type { Db, Tx } from '../../../db/connection.ts'
import { lookup, type Lookup } from '../../../db/lookups.ts'
import type { RecurrenceTurnRow } from '../../../db/recurrence-rows.ts'
import type { Actor } from '../../../domain/actor.ts'
import type { TurnState } from '../../../domain/recurring.ts'
import type { Day, Instant } from '../../../domain/time.ts'
import { evidenceReadableBy } from '../list/list.store.ts'

/** One time that is over. */
export interface Turn {
  turn: number
  dueOn: Day
  from: Day
  to: Day
  state: TurnState
  reason: string | null
  by: string
  at: Instant
}

/** Newest first. @param before the turn that the page before ended with; null for the first page */
export const turnsOf = (db: Db, recurrenceId: string, before: number | null, limit: number): Lookup<Turn[]> =>
  lookup<Turn, Turn[]>(
    db('recurrence_turns')
      .join('people', 'people.id', 'recurrence_turns.closed_by')
      .where('recurrence_turns.recurrence_id', recurrenceId)
      .modify(earlier => {
        if (before !== null) void earlier.where('recurrence_turns.turn', '<', before)
      })
      .orderBy('recurrence_turns.turn', 'desc')
      .limit(limit)
      .select(
        'recurrence_turns.turn',
        'due_on as dueOn',
        'period_from as from',
        'period_to as to',
        'state',
        'reason',
        'people.name as by',
        'closed_at as at',
      ),
    ['turn', 'dueOn', 'from', 'to', 'state', 'reason', 'by', 'at'],
    rows => rows,
  )

export interface TurnPiece {
  turn: number
  id: string
  title: string
}

/** What came in, as far as it stands on the shelf and this person may open it; of the latest turns first. */
export const piecesOf = (
  db: Db,
  who: Actor,
  recurrenceId: string,
  before: number | null,
  most: number,
): Lookup<TurnPiece[]> =>
  lookup<TurnPiece, TurnPiece[]>(
    evidenceReadableBy(db, who)
      .join('recurrence_evidence', 'recurrence_evidence.evidence_id', 'evidence.id')
      .where('recurrence_evidence.recurrence_id', recurrenceId)
      .modify(earlier => {
        if (before !== null) void earlier.where('recurrence_evidence.turn', '<', before)
      })
      .orderBy([
        { column: 'recurrence_evidence.turn', order: 'desc' },
        { column: 'evidence.received_at' },
        { column: 'evidence.id' },
      ])
      .limit(most)
      .select('recurrence_evidence.turn', 'evidence.id', 'evidence.title'),
    ['turn', 'id', 'title'],
    rows => rows,
  )

/** @returns false when that turn is over already */
export async function insertTurn(trx: Tx, row: RecurrenceTurnRow): Promise<boolean> {
  return (
    (await trx('recurrence_turns').insert(row).onConflict(['recurrence_id', 'turn']).ignore().returning('turn'))
      .length > 0
  )
}

/** Left out before, and something came in after all. */
export async function turnCameIn(
  trx: Tx,
  recurrenceId: string,
  turn: number,
  closed: { by: string; at: Instant },
): Promise<void> {
  await trx('recurrence_turns')
    .where({ recurrence_id: recurrenceId, turn, state: 'left out' })
    .update({ state: 'came in', reason: null, closed_by: closed.by, closed_at: closed.at })
}

/** @returns those that were not with this turn yet */
export async function insertTurnEvidence(
  trx: Tx,
  recurrenceId: string,
  turn: number,
  evidenceIds: readonly string[],
  at: Instant,
): Promise<string[]> {
  if (evidenceIds.length === 0) return []
  const made = await trx('recurrence_evidence')
    .insert(evidenceIds.map(evidence_id => ({ recurrence_id: recurrenceId, turn, evidence_id, attached_at: at })))
    .onConflict(['recurrence_id', 'turn', 'evidence_id'])
    .ignore()
    .returning('evidence_id')
  return made.map(({ evidence_id }) => evidence_id)
}

/** What stands with one turn, for leaving it out of a list. */
export const piecesWith = (db: Db | Tx, recurrenceId: string, turn: number) =>
  db('recurrence_evidence').where({ recurrence_id: recurrenceId, turn }).select('evidence_id')

/** What a piece came in for, newest first. */
export async function recurrencesAbout(db: Db, evidenceId: string): Promise<{ id: string; title: string }[]> {
  return db('recurrences')
    .whereIn('recurrences.id', db('recurrence_evidence').where({ evidence_id: evidenceId }).select('recurrence_id'))
    .orderBy([{ column: 'set_up_at', order: 'desc' }, { column: 'id' }])
    .limit(20)
    .select('id', 'title')
}
