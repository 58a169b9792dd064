import type { Db, Tx } from '../../../db/connection.ts'
import { newId } from '../../../db/ids.ts'
import { withKeptSql } from '../../../db/kept-sql.ts'
import { lookup, runLookup, runLookups, type Lookup } from '../../../db/lookups.ts'
import type { Row } from '../../../db/tables.ts'
import type { RecordedFacts } from '../../../domain/award-correction.ts'
import type { Award } from '../../../domain/award.ts'
import { Stale } from '../../../domain/refusals.ts'
import { addDays, type Instant } from '../../../domain/time.ts'
import type { NamedAward } from '../awards/award.store.ts'
import { termsWith, type Term } from '../terms/term.store.ts'

export type CorrectionKind = 'correct' | 'remove'
export type CorrectionStatus = 'waiting' | 'made' | 'declined'

export interface Correction {
  id: string
  kind: CorrectionKind
  status: CorrectionStatus
  said: RecordedFacts
  /** the corrected facts; null for a removal */
  says: RecordedFacts | null
  reason: string
  proposedBy: string
  proposedByName: string
  proposedAt: Instant
  answeredByName: string | null
  answeredAt: Instant | null
  answerReason: string | null
}

const correctionColumns = [
  'id',
  'kind',
  'status',
  'said',
  'says',
  'reason',
  'proposed_by',
  'proposed_at',
  'answered_at',
  'answer_reason',
] as const
type CorrectionRow = Pick<Row<'award_corrections'>, (typeof correctionColumns)[number]> & {
  proposerName: string
  answererName: string | null
}

/** The latest 50 corrections and removals of an award, newest first. */
export const correctionsOf = (db: Db | Tx, award: Pick<Award, 'id'>): Promise<Correction[]> =>
  runLookup(db, correctionsLookup(db, award.id))

/** The lookup behind `correctionsOf`, to run with others in one statement. */
export const correctionsLookup = withKeptSql((db: Db | Tx, id: string): Lookup<Correction[]> =>
  lookup<CorrectionRow, Correction[]>(
    () =>
      db('award_corrections')
        .join('people as proposer', 'proposer.id', 'award_corrections.proposed_by')
        .leftJoin('people as answerer', 'answerer.id', 'award_corrections.answered_by')
        .where('award_corrections.award_id', id)
        .orderBy([
          { column: 'award_corrections.proposed_at', order: 'desc' },
          { column: 'award_corrections.id', order: 'desc' },
        ])
        .limit(50)
        .select(
          ...correctionColumns.map(column => `award_corrections.${column}`),
          'proposer.name as proposerName',
          'answerer.name as answererName',
        ),
    [...correctionColumns, 'proposerName', 'answererName'],
    rows => rows.map(toCorrection),
  ),
)

const toCorrection = (row: CorrectionRow): Correction => ({
  id: row.id,
  kind: row.kind as CorrectionKind,
  status: row.status as CorrectionStatus,
  said: JSON.parse(row.said) as RecordedFacts,
  says: row.says === null ? null : (JSON.parse(row.says) as RecordedFacts),
  reason: row.reason,
  proposedBy: row.proposed_by,
  proposedByName: row.proposerName,
  proposedAt: row.proposed_at,
  answeredByName: row.answererName,
  answeredAt: row.answered_at,
  answerReason: row.answer_reason,
})

export const waitingCorrection = async (db: Db | Tx, award: Pick<Award, 'id'>): Promise<Correction | null> =>
  waitingAmong(await correctionsOf(db, award))

export const waitingAmong = (corrections: readonly Correction[]): Correction | null =>
  corrections.find(({ status }) => status === 'waiting') ?? null

export interface NewCorrection {
  kind: CorrectionKind
  status: 'waiting' | 'made'
  said: RecordedFacts
  says: RecordedFacts | null
  reason: string
  proposedBy: string
}

export async function insertCorrection(
  trx: Tx,
  { id }: Pick<Award, 'id'>,
  correction: NewCorrection,
  at: Instant,
): Promise<string> {
  const correctionId = newId()
  await trx('award_corrections').insert({
    id: correctionId,
    award_id: id,
    kind: correction.kind,
    status: correction.status,
    said: JSON.stringify(correction.said),
    says: correction.says && JSON.stringify(correction.says),
    reason: correction.reason,
    proposed_by: correction.proposedBy,
    proposed_at: at,
    answered_by: null,
    answered_at: null,
    answer_reason: null,
  })
  return correctionId
}

/** @throws Stale when the correction has already been answered */
export async function answerCorrection(
  trx: Tx,
  { id }: Pick<Correction, 'id'>,
  answer: { status: 'made' | 'declined'; by: string; at: Instant; reason: string | null },
): Promise<void> {
  const changed = await trx('award_corrections').where({ id, status: 'waiting' }).update({
    status: answer.status,
    answered_by: answer.by,
    answered_at: answer.at,
    answer_reason: answer.reason,
  })
  if (changed === 0) throw new Stale()
}

/** The facts of a recorded award as they are now. */
export const recordedFactsOf = async (db: Db | Tx, award: NamedAward): Promise<RecordedFacts> =>
  recordedFactsFrom(award, await runLookups(db, recordedFactsLookups(db, award)))

/** The queries whose results `recordedFactsFrom` needs, to run with others. */
export const recordedFactsLookups = (db: Db | Tx, award: Pick<Award, 'id'>) => ({
  terms: termsWith(db, award.id),
  scope: scopeLookup(db, award.id),
})

const scopeLookup = withKeptSql((db: Db | Tx, awardId: string): Lookup<string[]> =>
  lookup<{ id: string }, string[]>(
    () => db('award_branches').where({ award_id: awardId }).whereNull('left_on').select('branch_id as id'),
    ['id'],
    rows => rows.map(({ id }) => id),
  ),
)

/** Gives the same facts as `recordedFactsOf`, from the results of `recordedFactsLookups`. */
export const recordedFactsFrom = (
  award: NamedAward,
  { terms, scope }: { terms: readonly Term[]; scope: readonly string[] },
): RecordedFacts => ({
  from: award.grantedOn,
  to: terms.find(({ number }) => number === 1)?.endsOn ?? award.baseValidTo,
  decidedBy: award.decidedBy ?? '',
  source: award.source ?? '',
  scope: scope.toSorted(),
})

/** Whether a decision on an application for the award was released in this service. */
export const isRenewalDecided = (db: Db | Tx, award: Pick<Award, 'id'>): Promise<boolean> =>
  runLookup(db, isRenewalDecidedLookup(db, award.id))

/** The lookup behind `isRenewalDecided`, to run with others. */
export const isRenewalDecidedLookup = withKeptSql((db: Db | Tx, id: string): Lookup<boolean> =>
  lookup<{ id: string }, boolean>(
    () =>
      db('decisions')
        .join('applications', 'applications.id', 'decisions.application_id')
        .where('applications.award_id', id)
        .whereNotNull('decisions.released_at')
        .limit(1)
        .select('decisions.id'),
    ['id'],
    rows => rows.length > 0,
  ),
)

/**
 * Whether a person has proposed or made a correction of a recorded award, or changed the award's status or branches.
 * Changes by the nightly job do not count.
 */
export async function isChangedSinceRecorded(db: Db | Tx, award: Pick<Award, 'id' | 'grantedOn'>): Promise<boolean> {
  const correction = await db('award_corrections').where({ award_id: award.id }).first('id')
  const move = await db('award_changes').where({ award_id: award.id }).whereNotNull('reason').first('id')
  const branch = await db('award_branches')
    .where({ award_id: award.id })
    .where(other => other.whereNot('joined_on', award.grantedOn).orWhereNotNull('left_on'))
    .first('branch_id')
  return [correction, move, branch].some(found => found !== undefined)
}

/** Whether an application or a recommendation is about the award. */
export async function isUsed(db: Db | Tx, { id }: Pick<Award, 'id'>): Promise<boolean> {
  const application = await db('applications').where({ award_id: id }).first('id')
  const recommendation = await db('recommendations').where({ award_id: id }).first('id')
  return application !== undefined || recommendation !== undefined
}

/** Writes the corrected dates of a recorded award's only term. */
export async function correctTerm(trx: Tx, { id }: Pick<Award, 'id'>, { from, to }: RecordedFacts): Promise<void> {
  await trx('terms')
    .where({ award_id: id, number: 1 })
    .update({ anchor: addDays(to, 1), starts_on: from, ends_on: to })
}

/**
 * Removes the mistaken branches and adds the missing ones. A branch that joined during the award keeps its first day,
 * unless the award now starts after that day.
 */
export async function correctBranches(
  trx: Tx,
  { id }: Pick<Award, 'id'>,
  said: RecordedFacts,
  says: RecordedFacts,
): Promise<void> {
  const rows = () => trx('award_branches').where({ award_id: id })
  const wrong = said.scope.filter(branch => !says.scope.includes(branch))
  if (wrong.length > 0) await rows().whereIn('branch_id', wrong).whereNull('left_on').delete()
  await rows()
    .where(early => early.where('joined_on', said.from).orWhere('joined_on', '<', says.from))
    .where(still => still.whereNull('left_on').orWhere('left_on', '>=', says.from))
    .update({ joined_on: says.from })
  const missing = says.scope.filter(branch => !said.scope.includes(branch))
  await trx.batchInsert(
    'award_branches',
    missing.map(branch_id => ({ award_id: id, branch_id, joined_on: says.from, left_on: null })),
    100,
  )
}
