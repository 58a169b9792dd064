import type { Knex } from 'knex'
import type { Db, Tx } from '../../../db/connection.ts'
import { withKeptSql } from '../../../db/kept-sql.ts'
import { lookup, runLookup, type Lookup } from '../../../db/lookups.ts'
import type { Application } from '../../../domain/application.ts'
import { isPeopleUnanswered, type EvidenceKind, type EvidenceSubject } from '../../../domain/evidence.ts'
import type { Day, Instant } from '../../../domain/time.ts'
import { hasPictures, hasVirus, isScanning, needsCopy, readableEvidenceFields } from '../../evidence/evidence.public.ts'

/** Evidence attached to an answer, with the facts that decide who is allowed to open it. */
export interface AttachedEvidence extends EvidenceSubject {
  itemId: string
  title: string
  periodFrom: Day | null
  periodTo: Day | null
}

const attachedColumns = {
  ...readableEvidenceFields,
  itemId: 'answers.item_id',
  periodFrom: 'evidence.period_from',
  periodTo: 'evidence.period_to',
} as const
type AttachedRow = Omit<AttachedEvidence, 'isConsentWithdrawn'> & { isConsentWithdrawn: number }
const attachedFields = Object.keys(attachedColumns) as (keyof typeof attachedColumns)[]

/**
 * The evidence attached to an application's answers, oldest attachment first. Evidence that several answers use is
 * listed once for each of them.
 * @param itemId only the answer to this item; null for all answers
 */
export const attachedEvidenceLookup = withKeptSql(
  (db: Db | Tx, id: string, itemId: string | null = null): Lookup<AttachedEvidence[]> =>
    lookup<AttachedRow, AttachedEvidence[]>(
      () => attachedQuery(db, id, itemId).select(attachedColumns),
      attachedFields,
      rows => rows.map(row => ({ ...row, isConsentWithdrawn: row.isConsentWithdrawn === 1 })),
    ),
)

function attachedQuery(db: Db | Tx, id: string, itemId: string | null = null): Knex.QueryBuilder {
  const query = (db('answers') as Knex.QueryBuilder)
    .join('answer_evidence', 'answer_evidence.answer_id', 'answers.id')
    .join('evidence', 'evidence.id', 'answer_evidence.evidence_id')
    .where('answers.application_id', id)
    .whereNull('evidence.removed_at')
    .orderBy(['answer_evidence.attached_at', 'answer_evidence.evidence_id'])
  return itemId === null ? query : query.where('answers.item_id', itemId)
}

/** Evidence attached to an answer, with the facts that are checked before submitting. */
export interface UsedEvidence extends AttachedEvidence {
  /** the last day on which the library wants to use it; null for no end */
  expiresOn: Day | null
  /** whether one of its files needs a redacted copy */
  needsRedactedCopy: boolean
  /** whether one of its files is being scanned */
  isScanning: boolean
  /**
   * whether one of its files was deleted because of a virus; ignores files with a newer version and files removed from
   * the list
   */
  hasVirus: boolean
  /** whether it has a picture or recording for which no one has said whether people can be recognised */
  mayShowPeople: boolean
}

interface UsedRow extends AttachedRow {
  expiresOn: Day | null
  toRedact: number
  scanning: number
  virus: number
  kind: EvidenceKind
  showsPeople: number | null
  pictures: number
}

/** As `attachedEvidenceLookup` for all answers, but with the facts that are checked before submitting. */
export const evidenceInAnswers = withKeptSql((db: Db | Tx, id: string): Lookup<UsedEvidence[]> =>
  lookup<UsedRow, UsedEvidence[]>(
    () =>
      attachedQuery(db, id)
        .select(attachedColumns)
        .select(needsCopy(db), isScanning(db), hasVirus(db), hasPictures(db))
        .select('evidence.kind', 'evidence.shows_people as showsPeople', 'evidence.expires_on as expiresOn'),
    [...attachedFields, 'expiresOn', 'toRedact', 'scanning', 'virus', 'kind', 'showsPeople', 'pictures'],
    rows =>
      rows.map(({ toRedact, scanning, virus, kind, showsPeople, pictures, ...row }) => ({
        ...row,
        isConsentWithdrawn: row.isConsentWithdrawn === 1,
        needsRedactedCopy: toRedact === 1,
        isScanning: scanning === 1,
        hasVirus: virus === 1,
        mayShowPeople: pictures === 1 && isPeopleUnanswered(kind, showsPeople === null ? null : showsPeople === 1),
      })),
  ),
)

/** The ids of the evidence attached to each answer, by the id of its item; oldest attachment first. */
export const evidenceUsedBy = async (
  db: Db | Tx,
  application: Pick<Application, 'id'>,
): Promise<Map<string, string[]>> => idsByItem(await runLookup(db, attachedEvidenceLookup(db, application.id)))

export function idsByItem(attached: readonly Pick<AttachedEvidence, 'itemId' | 'id'>[]): Map<string, string[]> {
  const used = new Map<string, string[]>()
  for (const { itemId, id } of attached) used.set(itemId, [...(used.get(itemId) ?? []), id])
  return used
}

/** Records who changed an answer's evidence, and when. Keeps the answer's version, because its text has not changed. */
export async function touchAnswer(
  trx: Tx,
  id: string,
  { actor, at }: { actor: { id: string }; at: Instant },
): Promise<void> {
  await trx('answers').where({ id }).update({ written_by: actor.id, written_at: at })
}

/** @returns the ids of the evidence that was not already attached */
export async function insertAnswerEvidence(
  trx: Tx,
  answerId: string,
  evidenceIds: readonly string[],
  at: Instant,
): Promise<string[]> {
  if (evidenceIds.length === 0) return []
  const made = await trx('answer_evidence')
    .insert(evidenceIds.map(evidence_id => ({ answer_id: answerId, evidence_id, attached_at: at })))
    .onConflict(['answer_id', 'evidence_id'])
    .ignore()
    .returning('evidence_id')
  return made.map(({ evidence_id }) => evidence_id)
}

/** @returns false when the evidence was not attached to the answer */
export async function deleteAnswerEvidence(trx: Tx, answerId: string, evidenceId: string): Promise<boolean> {
  return (await trx('answer_evidence').where({ answer_id: answerId, evidence_id: evidenceId }).delete()) > 0
}

export async function deleteEvidenceFromAnswers(trx: Tx, evidenceId: string): Promise<void> {
  await trx('answer_evidence').where({ evidence_id: evidenceId }).delete()
}
