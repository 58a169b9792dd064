import type { Db, Tx } from '../../../db/connection.ts'
import { lookup, runLookup, type Lookup } from '../../../db/lookups.ts'
import type { Application } from '../../../domain/application.ts'
import { isPeopleUnanswered, type EvidenceKind, type EvidenceSubject } from '../../../domain/evidence.ts'
import type { Instant } from '../../../domain/time.ts'
import { hasPictures, isScanning, needsCopy } from '../../evidence/evidence.public.ts'

/**
 * The evidence attached to one answer, oldest attachment first, with the facts that decide who is allowed to open it.
 */
export function evidenceUsedFor(
  db: Db | Tx,
  { id }: Pick<Application, 'id'>,
  itemId: string,
): Lookup<EvidenceSubject[]> {
  const used = db('answers')
    .join('answer_evidence', 'answer_evidence.answer_id', 'answers.id')
    .join('evidence', 'evidence.id', 'answer_evidence.evidence_id')
    .where('answers.application_id', id)
    .where('answers.item_id', itemId)
    .whereNull('evidence.removed_at')
    .orderBy(['answer_evidence.attached_at', 'answer_evidence.evidence_id'])
    .select(
      'evidence.id',
      'evidence.organisation_id as organisationId',
      'evidence.sensitivity',
      'evidence.owner_id as ownerId',
      'evidence.panel_until as consentUntil',
    )
  return lookup<EvidenceSubject, EvidenceSubject[]>(
    used,
    ['id', 'organisationId', 'sensitivity', 'ownerId', 'consentUntil'],
    rows => rows,
  )
}

/** Evidence attached to an answer, with the facts that decide who is allowed to open it. */
export interface UsedEvidence extends EvidenceSubject {
  itemId: string
  title: string
  /** whether one of its documents needs a redacted copy */
  needsRedactedCopy: boolean
  /** whether one of its files is being scanned */
  isScanning: boolean
  /** whether it has a picture or recording, and no one has said whether people can be recognised in it */
  mayShowPeople: boolean
}

interface UsedRow extends Omit<UsedEvidence, 'needsRedactedCopy' | 'isScanning' | 'mayShowPeople'> {
  toRedact: number
  scanning: number
  kind: EvidenceKind
  showsPeople: number | null
  pictures: number
}

/**
 * All evidence attached to an application's answers, oldest attachment first. Evidence attached to several answers is
 * repeated.
 */
export const evidenceInAnswers = (db: Db | Tx, { id }: Pick<Application, 'id'>): Lookup<UsedEvidence[]> =>
  lookup<UsedRow, UsedEvidence[]>(
    db('answers')
      .join('answer_evidence', 'answer_evidence.answer_id', 'answers.id')
      .join('evidence', 'evidence.id', 'answer_evidence.evidence_id')
      .where('answers.application_id', id)
      .whereNull('evidence.removed_at')
      .orderBy(['answer_evidence.attached_at', 'answer_evidence.evidence_id'])
      .select(
        'answers.item_id as itemId',
        'evidence.id',
        'evidence.title',
        'evidence.organisation_id as organisationId',
        'evidence.sensitivity',
        'evidence.owner_id as ownerId',
        'evidence.panel_until as consentUntil',
        needsCopy(db),
        isScanning(db),
        'evidence.kind',
        'evidence.shows_people as showsPeople',
        hasPictures(db),
      ),
    [
      'itemId',
      'id',
      'title',
      'organisationId',
      'sensitivity',
      'ownerId',
      'consentUntil',
      'toRedact',
      'scanning',
      'kind',
      'showsPeople',
      'pictures',
    ],
    rows =>
      rows.map(({ toRedact, scanning, kind, showsPeople, pictures, ...row }) => ({
        ...row,
        needsRedactedCopy: toRedact === 1,
        isScanning: scanning === 1,
        mayShowPeople: pictures === 1 && isPeopleUnanswered(kind, showsPeople === null ? null : showsPeople === 1),
      })),
  )

/** Ids of the evidence attached to each answer, by item, oldest attachment first. */
export const evidenceUsedBy = (db: Db | Tx, application: Pick<Application, 'id'>): Promise<Map<string, string[]>> =>
  runLookup(db, evidenceUsedLookup(db, application))

/** `evidenceUsedBy` as a lookup. */
export const evidenceUsedLookup = (db: Db | Tx, { id }: Pick<Application, 'id'>): Lookup<Map<string, string[]>> =>
  lookup<{ itemId: string; evidenceId: string }, Map<string, string[]>>(
    db('answer_evidence')
      .join('answers', 'answers.id', 'answer_evidence.answer_id')
      .join('evidence', 'evidence.id', 'answer_evidence.evidence_id')
      .where('answers.application_id', id)
      .whereNull('evidence.removed_at')
      .orderBy(['answer_evidence.attached_at', 'answer_evidence.evidence_id'])
      .select('answers.item_id as itemId', 'answer_evidence.evidence_id as evidenceId'),
    ['itemId', 'evidenceId'],
    rows => {
      const used = new Map<string, string[]>()
      for (const { itemId, evidenceId } of rows) used.set(itemId, [...(used.get(itemId) ?? []), evidenceId])
      return used
    },
  )

/**
 * Records who changed an answer's evidence, and when. The answer's version stays the same, because its text has not
 * changed.
 */
export async function touchAnswer(
  trx: Tx,
  id: string,
  { actor, at }: { actor: { id: string }; at: Instant },
): Promise<void> {
  await trx('answers').where({ id }).update({ written_by: actor.id, written_at: at })
}

/** @returns the ids of the evidence that was not attached before */
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

/** @returns whether the evidence was attached */
export async function deleteAnswerEvidence(trx: Tx, answerId: string, evidenceId: string): Promise<boolean> {
  return (await trx('answer_evidence').where({ answer_id: answerId, evidence_id: evidenceId }).delete()) > 0
}

export async function deleteEvidenceFromAnswers(trx: Tx, evidenceId: string): Promise<void> {
  await trx('answer_evidence').where({ evidence_id: evidenceId }).delete()
}
