import type { Db, Tx } from '../../../db/connection.ts'
import { withKeptSql } from '../../../db/kept-sql.ts'
import { lookup, type Lookup } from '../../../db/lookups.ts'
import type { Row } from '../../../db/tables.ts'
import type { EvidenceLanguage } from '../../../domain/evidence.ts'
import { Stale } from '../../../domain/refusals.ts'
import { waitingAt } from '../inbox/inbox.store.ts'
import type { Showing } from '../items/evidence-item.store.ts'

export async function insertEvidence(
  trx: Tx,
  row: Omit<
    Row<'evidence'>,
    'removed_at' | 'version' | 'to_complete' | 'panel_until' | 'council_until' | 'consent_withdrawn'
  >,
): Promise<void> {
  await trx('evidence').insert({ ...row, removed_at: null, version: 1, to_complete: 0 })
}

export async function markToComplete(trx: Tx, id: string): Promise<void> {
  await trx('evidence').where({ id }).update({ to_complete: 1 })
}

/** Replaces the branches and criteria of evidence. */
export async function replaceTags(
  trx: Tx,
  evidenceId: string,
  branches: readonly string[],
  items: readonly string[],
): Promise<void> {
  await trx('evidence_branches').where({ evidence_id: evidenceId }).delete()
  await trx('evidence_items').where({ evidence_id: evidenceId }).delete()
  await insertTags(trx, evidenceId, branches, items)
}

export async function insertTags(
  trx: Tx,
  evidenceId: string,
  branches: readonly string[],
  items: readonly string[],
): Promise<void> {
  if (branches.length > 0)
    await trx('evidence_branches').insert(branches.map(branch_id => ({ evidence_id: evidenceId, branch_id })))
  if (items.length > 0) await trx('evidence_items').insert(items.map(item_id => ({ evidence_id: evidenceId, item_id })))
}

/** @throws Stale when the evidence has been changed or removed since version `readAt` */
export async function updateEvidence(
  trx: Tx,
  id: string,
  readAt: number,
  changes: Partial<Omit<Row<'evidence'>, 'id' | 'version'>>,
): Promise<void> {
  const changed = await trx('evidence')
    .where({ id, version: readAt, removed_at: null })
    .update({ ...changes, version: readAt + 1 })
  if (changed === 0) throw new Stale()
}

/** The times when City of Sanctuary was shown an item of evidence, in submissions and in replies to questions. */
export async function showingsOf(trx: Tx, evidenceId: string): Promise<Showing[]> {
  const submitted = await trx('submission_evidence')
    .join('submissions', 'submissions.id', 'submission_evidence.submission_id')
    .where('submission_evidence.evidence_id', evidenceId)
    .select<Showing[]>('submissions.application_id as applicationId', 'submissions.submitted_at as at')
  const replied = await trx('reply_evidence')
    .join('questions', 'questions.id', 'reply_evidence.question_id')
    .where('reply_evidence.evidence_id', evidenceId)
    .whereNotNull('questions.replied_at')
    .select<Showing[]>('questions.application_id as applicationId', 'questions.replied_at as at')
  return [...submitted, ...replied]
}

/**
 * The language that new evidence of a library is probably in: that of its two latest items, or English when they
 * differ. One item in another language, such as a translated poster, does not change it.
 */
export const usualLanguageIn = withKeptSql((db: Db | Tx, organisationId: string): Lookup<EvidenceLanguage> =>
  lookup<{ language: EvidenceLanguage }, EvidenceLanguage>(
    () =>
      db('evidence')
        .where({ organisation_id: organisationId })
        .orderBy([
          { column: 'received_at', order: 'desc' },
          { column: 'id', order: 'desc' },
        ])
        .limit(2)
        .select('language'),
    ['language'],
    ([latest, previous]) => (latest && latest.language === previous?.language ? latest.language : 'en'),
  ),
)

/** Counts the files of evidence, without removed files, older versions and redacted copies. */
export async function countFiles(trx: Tx, evidenceId: string): Promise<number> {
  const [row] = await trx('evidence_files')
    .where({ evidence_id: evidenceId, removed_at: null, replaced_at: null, redacts_file_id: null })
    .count<{ count: number | string }[]>('id as count')
  return Number(row?.count ?? 0)
}

/** Counts the redacted copies of one file that are not removed. */
export async function countRedactedCopies(trx: Tx, fileId: string): Promise<number> {
  const [row] = await trx('evidence_files')
    .where({ redacts_file_id: fileId, removed_at: null })
    .count<{ count: number | string }[]>('id as count')
  return Number(row?.count ?? 0)
}

/**
 * The bytes of an organisation's files, including those in its inbox and those kept for the question about personal
 * details.
 */
export async function bytesKeptBy(trx: Tx, organisationId: string): Promise<number> {
  const held = await trx('held_files')
    .where({ organisation_id: organisationId })
    .sum<{ bytes: number | string | null }>({ bytes: 'size' })
    .first()
  const row = await trx('evidence_files')
    .join('evidence', 'evidence.id', 'evidence_files.evidence_id')
    .where('evidence.organisation_id', organisationId)
    .whereIn('evidence_files.state', ['ready', 'scanning'])
    .sum<{ bytes: number | string | null }>({ bytes: 'evidence_files.size' })
    .first()
  return Number(row?.bytes ?? 0) + Number(held?.bytes ?? 0) + (await waitingAt(trx, { id: organisationId })).bytes
}

/** Counts how many of these branches belong to the organisation. */
export async function countOwnBranches(
  trx: Db | Tx,
  organisationId: string,
  branches: readonly string[],
): Promise<number> {
  if (branches.length === 0) return 0
  const [row] = await trx('branches')
    .where({ organisation_id: organisationId })
    .whereIn('id', branches)
    .count<{ count: number | string }[]>('id as count')
  return Number(row?.count ?? 0)
}

/**
 * Restricts evidence: only leads, its owner, the panel and, once an application with it reaches them, trustees without
 * a conflict can then open it.
 */
export async function restrictEvidence(trx: Tx, id: string): Promise<void> {
  await trx('evidence')
    .where({ id, sensitivity: 'ordinary' })
    .update({ sensitivity: 'restricted', version: trx.raw('version + 1') as never })
}
