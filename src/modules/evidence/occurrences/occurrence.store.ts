import type { Db, Tx } from '../../../db/connection.ts'
import { withKeptSql } from '../../../db/kept-sql.ts'
import { lookup, type Lookup } from '../../../db/lookups.ts'
import type { Row } from '../../../db/tables.ts'
import type { Actor } from '../../../domain/actor.ts'
import { occurrencePeriod, type OccurrenceState, type Rhythm } from '../../../domain/recurring.ts'
import type { Day, Instant } from '../../../domain/time.ts'
import { evidenceReadableBy } from '../list/list.store.ts'

/** A closed occurrence: answered or skipped. */
export interface Occurrence {
  occurrence: number
  dueOn: Day
  from: Day
  to: Day
  state: OccurrenceState
  reason: string | null
  by: string
  at: Instant
}

/**
 * The closed occurrences, newest first. `before` is the last occurrence of the previous page; null for the first page.
 */
export const occurrencesOf = withKeptSql(
  (db: Db, recurringId: string, { before, limit }: { before: number | null; limit: number }): Lookup<Occurrence[]> =>
    lookup<Occurrence, Occurrence[]>(
      () =>
        db('occurrences')
          .join('people', 'people.id', 'occurrences.closed_by')
          .where('occurrences.recurring_id', recurringId)
          .modify(earlier => {
            if (before !== null) void earlier.where('occurrences.occurrence', '<', before)
          })
          .orderBy('occurrences.occurrence', 'desc')
          .limit(limit)
          .select(
            'occurrences.occurrence',
            'due_on as dueOn',
            'period_from as from',
            'period_to as to',
            'state',
            'reason',
            'people.name as by',
            'closed_at as at',
          ),
      ['occurrence', 'dueOn', 'from', 'to', 'state', 'reason', 'by', 'at'],
      rows => rows,
    ),
)

/**
 * The months that an occurrence is about. A closed occurrence keeps its months when due dates are later counted from
 * another day, or the frequency changes.
 */
export async function periodOf(
  db: Db | Tx,
  recurring: Rhythm & { id: string; nextOccurrence: number },
  occurrence: number,
): Promise<{ from: Day; to: Day }> {
  const closed =
    occurrence < recurring.nextOccurrence
      ? await db('occurrences').where({ recurring_id: recurring.id, occurrence }).first('period_from', 'period_to')
      : undefined
  return closed ? { from: closed.period_from, to: closed.period_to } : occurrencePeriod(recurring, occurrence)
}

export interface OccurrenceEvidence {
  occurrence: number
  id: string
  title: string
}

/**
 * The evidence that was added to occurrences and that the actor can read, newest occurrence first. `before` is the last
 * occurrence of the previous page; null for the first page.
 */
export const evidenceOf = withKeptSql(
  (
    db: Db,
    actor: Actor,
    recurringId: string,
    { before, limit }: { before: number | null; limit: number },
  ): Lookup<OccurrenceEvidence[]> =>
    lookup<OccurrenceEvidence, OccurrenceEvidence[]>(
      () =>
        evidenceReadableBy(db, actor)
          .join('occurrence_evidence', 'occurrence_evidence.evidence_id', 'evidence.id')
          .where('occurrence_evidence.recurring_id', recurringId)
          .modify(earlier => {
            if (before !== null) void earlier.where('occurrence_evidence.occurrence', '<', before)
          })
          .orderBy([
            { column: 'occurrence_evidence.occurrence', order: 'desc' },
            { column: 'evidence.received_at' },
            { column: 'evidence.id' },
          ])
          .limit(limit)
          .select('occurrence_evidence.occurrence', 'evidence.id', 'evidence.title'),
      ['occurrence', 'id', 'title'],
      rows => rows,
    ),
)

/** @returns false when the occurrence was already closed */
export async function insertOccurrence(trx: Tx, row: Row<'occurrences'>): Promise<boolean> {
  return (
    (await trx('occurrences').insert(row).onConflict(['recurring_id', 'occurrence']).ignore().returning('occurrence'))
      .length > 0
  )
}

/** Marks a skipped occurrence as answered, because evidence was added later. */
export async function markOccurrenceAnswered(
  trx: Tx,
  recurringId: string,
  occurrence: number,
  closed: { by: string; at: Instant },
): Promise<void> {
  await trx('occurrences')
    .where({ recurring_id: recurringId, occurrence, state: 'skipped' })
    .update({ state: 'answered', reason: null, closed_by: closed.by, closed_at: closed.at })
}

/** @returns the ids of the evidence that had not been added to the occurrence before */
export async function insertOccurrenceEvidence(
  trx: Tx,
  { recurringId, occurrence }: { recurringId: string; occurrence: number },
  evidenceIds: readonly string[],
  at: Instant,
): Promise<string[]> {
  if (evidenceIds.length === 0) return []
  const made = await trx('occurrence_evidence')
    .insert(evidenceIds.map(evidence_id => ({ recurring_id: recurringId, occurrence, evidence_id, attached_at: at })))
    .onConflict(['recurring_id', 'occurrence', 'evidence_id'])
    .ignore()
    .returning('evidence_id')
  return made.map(({ evidence_id }) => evidence_id)
}

/** A subquery for the ids of the evidence of one occurrence. */
export const evidenceWith = (db: Db | Tx, recurringId: string, occurrence: number) =>
  db('occurrence_evidence').where({ recurring_id: recurringId, occurrence }).select('evidence_id')

/** The regular evidence that an item of evidence was added to, newest first; at most 20. */
export const recurringAbout = withKeptSql((db: Db, evidenceId: string): Lookup<{ id: string; title: string }[]> =>
  lookup<{ id: string; title: string }, { id: string; title: string }[]>(
    () =>
      db('recurring_evidence')
        .whereIn(
          'recurring_evidence.id',
          db('occurrence_evidence').where({ evidence_id: evidenceId }).select('recurring_id'),
        )
        .orderBy([{ column: 'set_up_at', order: 'desc' }, { column: 'id' }])
        .limit(20)
        .select('id', 'title'),
    ['id', 'title'],
    rows => rows,
  ),
)
