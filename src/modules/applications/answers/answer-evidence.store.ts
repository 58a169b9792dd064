import type { Tx } from '../../../db/connection.ts'
import type { Instant } from '../../../domain/time.ts'

/** Records who changed an answer's evidence, and when. The answer's version stays the same, because its text does. */
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
