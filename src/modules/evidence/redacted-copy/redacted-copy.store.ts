import type { Db, Tx } from '../../../db/connection.ts'
import { newId } from '../../../db/ids.ts'
import { withKeptSql } from '../../../db/kept-sql.ts'
import { runLookup, lookup, type Lookup } from '../../../db/lookups.ts'
import { hasNoLease } from '../../../db/row-lease.ts'
import type { Row } from '../../../db/tables.ts'
import { addMinutes, type Instant } from '../../../domain/time.ts'
import type { NotRedacted, PageArea } from '../../../files/redacted-pdf.ts'
import type { RedactionChoice } from '../redaction/redaction.store.ts'

/**
 * Why no redacted copy could be made: the document is unsuitable, there is no room for another copy, or the file's
 * bytes are missing.
 */
export type RedactionFailure = NotRedacted | 'room' | 'missing'

/** A redacted copy that is being made, or could not be made. */
export interface Redaction {
  id: string
  fileId: string
  /** the number of pages of the file; null until the first page is made */
  pages: number | null
  pagesMade: number
  failed: RedactionFailure | null
}

/** A redacted copy that this process holds the lease for. */
export interface ClaimedRedaction {
  id: string
  generation: number
  file: { id: string; size: number }
  evidence: { id: string; organisationId: string }
  /** the name of the copy, without a file extension */
  name: string
  choice: RedactionChoice
  askedBy: string
}

const leaseMinutes = 2

/**
 * Inserts a redaction, and deletes a failed redaction of the same file.
 * @returns false when a copy of this file is already being made
 */
export async function insertRedaction(
  trx: Tx,
  given: RedactionChoice & { fileId: string; evidenceId: string; name: string },
  by: { personId: string; at: Instant },
): Promise<boolean> {
  await trx('redactions').where({ file_id: given.fileId }).whereNotNull('failed').delete()
  const inserted = await trx('redactions')
    .insert({
      id: newId(),
      file_id: given.fileId,
      evidence_id: given.evidenceId,
      name: given.name,
      areas: JSON.stringify(given.areas),
      readable: JSON.stringify(given.readable),
      pages: null,
      pages_made: 0,
      failed: null,
      asked_by: by.personId,
      asked_at: by.at,
      lease_until: null,
      lease_generation: 0,
    })
    .onConflict('file_id')
    .ignore()
    .returning('id')
  return inserted.length > 0
}

export async function deleteRedaction(trx: Tx, fileId: string): Promise<void> {
  await trx('redactions').where({ file_id: fileId }).delete()
}

/** Cancels the redaction of a file, and those of its redacted copies. */
export async function deleteRedactions(trx: Tx, originalId: string): Promise<void> {
  const copies = trx('evidence_files').where({ redacts_file_id: originalId }).select('id')
  await trx('redactions').where({ file_id: originalId }).orWhereIn('file_id', copies).delete()
}

/** The redaction of a file, in progress or failed; null when there is none. */
export const redactionOf = async (db: Db | Tx, fileId: string): Promise<Redaction | null> =>
  (await runLookup(db, redactionsWhere(db, { file_id: fileId })))[0] ?? null

/** The redactions, in progress or failed, of the files of an item of evidence. */
export const redactionsOf = (db: Db | Tx, evidenceId: string): Lookup<Redaction[]> =>
  redactionsWhere(db, { evidence_id: evidenceId })

const redactionsWhere = withKeptSql(
  (db: Db | Tx, where: { file_id: string } | { evidence_id: string }): Lookup<Redaction[]> =>
    lookup<Redaction, Redaction[]>(
      () =>
        db('redactions')
          .where(where)
          .orderBy('id')
          .select('id', 'file_id as fileId', 'pages', 'pages_made as pagesMade', 'failed'),
      ['id', 'fileId', 'pages', 'pagesMade', 'failed'],
      rows => rows,
    ),
)

/**
 * Claims the oldest redaction that no process is making.
 * @param fileId the only file whose redaction can be claimed; null for any file
 * @returns null when there is none, or another process claimed it first
 */
export async function claimRedaction(
  trx: Tx,
  at: Instant,
  fileId: string | null = null,
): Promise<ClaimedRedaction | null> {
  const row = await trx('redactions')
    .join('evidence_files', 'evidence_files.id', 'redactions.file_id')
    .join('evidence', 'evidence.id', 'redactions.evidence_id')
    .whereNull('redactions.failed')
    .whereNull('evidence.removed_at')
    .where(hasNoLease(at))
    .modify(query => {
      if (fileId !== null) query.where('redactions.file_id', fileId)
    })
    .orderBy(['redactions.asked_at', 'redactions.id'])
    .first<(Row<'redactions'> & { size: number | string; organisationId: string }) | undefined>(
      'redactions.*',
      'evidence_files.size',
      'evidence.organisation_id as organisationId',
    )
  if (!row) return null
  const generation = row.lease_generation + 1
  const changed = await trx('redactions')
    .where({ id: row.id, lease_generation: row.lease_generation })
    .update({ lease_generation: generation, lease_until: addMinutes(at, leaseMinutes) })
  if (changed === 0) return null
  return {
    id: row.id,
    generation,
    file: { id: row.file_id, size: Number(row.size) },
    evidence: { id: row.evidence_id, organisationId: row.organisationId },
    name: row.name,
    choice: {
      areas: JSON.parse(row.areas) as PageArea[],
      readable: JSON.parse(row.readable ?? '[]') as PageArea[],
    },
    askedBy: row.asked_by,
  }
}

type Claim = Pick<ClaimedRedaction, 'id' | 'generation'>
const claimed = (trx: Tx, { id, generation }: Claim) => trx('redactions').where({ id, lease_generation: generation })

/**
 * Records the number of finished pages, and renews the lease.
 * @returns false when the redaction was deleted, or another process now holds the lease
 */
export async function updateProgress(
  trx: Tx,
  claim: Claim,
  { made, pages, at }: { made: number; pages: number; at: Instant },
): Promise<boolean> {
  const changes = { pages, pages_made: made, lease_until: addMinutes(at, leaseMinutes) }
  return (await claimed(trx, claim).update(changes)) === 1
}

/** Ends the lease. From `freeAt` on, another process can claim the redaction, and starts again at the first page. */
export async function endClaim(trx: Tx, claim: Claim, freeAt: Instant): Promise<void> {
  await claimed(trx, claim).update({ lease_until: freeAt, pages_made: 0 })
}

/** Marks the redaction as failed, so that no process tries again, and clears the areas, which are no longer needed. */
export async function markFailed(trx: Tx, claim: Claim, failed: RedactionFailure): Promise<void> {
  await claimed(trx, claim).update({ failed, areas: '[]', readable: '[]', lease_until: null })
}

/**
 * Deletes a redaction whose copy has been made or is no longer wanted.
 * @returns the file that the copy was made from; null when the redaction was already deleted, another process holds the
 * lease, or the file was removed
 */
export async function deleteRedactionInProgress(
  trx: Tx,
  { id, generation, file }: ClaimedRedaction,
): Promise<{ id: string; redactsId: string | null } | null> {
  if ((await claimed(trx, { id, generation }).delete()) === 0) return null
  const row = await trx('evidence_files').where({ id: file.id, removed_at: null }).first('id', 'redacts_file_id')
  return row ? { id: row.id, redactsId: row.redacts_file_id ?? null } : null
}
