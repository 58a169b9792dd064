import type { Db, Tx } from '../../../db/connection.ts'
import { withKeptSql } from '../../../db/kept-sql.ts'
import { lookup, runLookup, type Lookup } from '../../../db/lookups.ts'
import type { Application } from '../../../domain/application.ts'
import { frozenFrom, type FrozenEvidence } from '../../../domain/submission.ts'

/** Evidence as it was in the latest submission that shows it; null when only a reply shows it, or it was erased. */
export const frozenEvidence = (
  db: Db | Tx,
  { id }: Pick<Application, 'id'>,
  evidenceId: string,
): Promise<FrozenEvidence | null> => runLookup(db, latestPart(db, id, `evidence/${evidenceId}`))

const latestPart = withKeptSql((db: Db | Tx, applicationId: string, name: string): Lookup<FrozenEvidence | null> =>
  lookup<{ name: string; content: string | null }, FrozenEvidence | null>(
    () =>
      db('submission_parts')
        .join('submissions', 'submissions.id', 'submission_parts.submission_id')
        .where('submissions.application_id', applicationId)
        .where('submission_parts.name', name)
        .orderBy('submissions.number', 'desc')
        .limit(1)
        .select('submission_parts.name', 'submission_parts.content'),
    ['name', 'content'],
    ([part]) => (part ? (frozenFrom([part]).evidence[0] ?? null) : null),
  ),
)

/**
 * The ids of the items whose answers contain this evidence, in any submission of the application. Ids can be repeated.
 */
export async function itemsSubmittedWith(
  trx: Tx,
  { id }: Pick<Application, 'id'>,
  evidenceId: string,
): Promise<string[]> {
  const parts = await trx('submission_parts')
    .join('submissions', 'submissions.id', 'submission_parts.submission_id')
    .where('submissions.application_id', id)
    .where('submission_parts.name', 'like', 'answers/%')
    .where('submission_parts.content', 'like', `%"${evidenceId}"%`)
    .pluck<string[]>('submission_parts.name')
  return parts.map(name => name.slice('answers/'.length))
}
