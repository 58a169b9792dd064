import type { Db, Tx } from '../../../db/connection.ts'
import type { Application } from '../../../domain/application.ts'
import { frozenFrom, type FrozenEvidence } from '../../../domain/submission.ts'

/** Evidence as it was in the latest submission that shows it; null when only a reply shows it, or it was erased. */
export async function frozenEvidence(
  db: Db | Tx,
  { id }: Pick<Application, 'id'>,
  evidenceId: string,
): Promise<FrozenEvidence | null> {
  const part = await db('submission_parts')
    .join('submissions', 'submissions.id', 'submission_parts.submission_id')
    .where('submissions.application_id', id)
    .where('submission_parts.name', `evidence/${evidenceId}`)
    .orderBy('submissions.number', 'desc')
    .first<{ name: string; content: string | null } | undefined>('submission_parts.name', 'submission_parts.content')
  return part ? (frozenFrom([part]).evidence[0] ?? null) : null
}
