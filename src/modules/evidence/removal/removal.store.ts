import type { Db, Tx } from '../../../db/connection.ts'
import { looksLikeId } from '../../../db/ids.ts'
import { withKeptSql } from '../../../db/kept-sql.ts'
import { lookup, runLookup, type Lookup } from '../../../db/lookups.ts'
import type { FileState } from '../../../domain/evidence.ts'
import { NotFound } from '../../../domain/refusals.ts'
import type { Day, Instant } from '../../../domain/time.ts'
import { deleteRedaction } from '../redacted-copy/redacted-copy.store.ts'

/** Evidence that was removed and can be restored. */
export interface RemovedEvidence {
  id: string
  organisationId: string
  title: string
  removedAt: Instant
  /** the day when the evidence is erased */
  eraseOn: Day
  version: number
}
export type RemovedPosition = Pick<RemovedEvidence, 'eraseOn' | 'id'>

const columns = {
  id: 'id',
  organisationId: 'organisation_id',
  title: 'title',
  removedAt: 'removed_at',
  eraseOn: 'erase_on',
  version: 'version',
} as const
const fields = ['id', 'organisationId', 'title', 'removedAt', 'eraseOn', 'version'] as const

/** The removed evidence of an organisation, in the order in which it will be erased. */
export const removedEvidenceOf = withKeptSql(
  (
    db: Db,
    organisationId: string,
    { after, limit }: { after: RemovedPosition | null; limit: number },
  ): Lookup<RemovedEvidence[]> =>
    lookup<RemovedEvidence, RemovedEvidence[]>(
      () => {
        const query = db('evidence').where({ organisation_id: organisationId }).whereNotNull('erase_on')
        if (after) void query.whereRaw('(erase_on, id) > (?, ?)', [after.eraseOn, after.id])
        return query.orderBy(['erase_on', 'id']).limit(limit).select(columns)
      },
      fields,
      rows => rows,
    ),
)

/** @throws NotFound when the organisation has no removed evidence with this id */
export async function findRemovedEvidence(
  db: Db | Tx,
  organisation: { id: string },
  id: string,
): Promise<RemovedEvidence> {
  const found = looksLikeId(id) ? await runLookup(db, removedWithId(db, organisation.id, id)) : null
  if (!found) throw new NotFound()
  return found
}

const removedWithId = withKeptSql((db: Db | Tx, organisationId: string, id: string): Lookup<RemovedEvidence | null> =>
  lookup<RemovedEvidence, RemovedEvidence | null>(
    () => db('evidence').where({ id, organisation_id: organisationId }).whereNotNull('erase_on').select(columns),
    fields,
    ([found]) => found ?? null,
  ),
)

/** @returns false when the evidence has already been restored or erased */
export async function markRestored(trx: Tx, id: string): Promise<boolean> {
  const changed = await trx('evidence')
    .where({ id })
    .whereNotNull('erase_on')
    .update({ removed_at: null, erase_on: null, version: trx.raw('version + 1') as never })
  return changed === 1
}

/**
 * Deletes all text of the evidence. Its row stays, because consents and the history refer to it.
 * @param day does nothing if the evidence must be erased later than this; null to erase it now
 * @returns the ids of files and previews whose bytes must be removed after the commit; null when already restored or
 * erased, or not due
 */
export async function eraseEvidenceRows(
  trx: Tx,
  id: string,
  { at, day }: { at: Instant; day: Day | null },
): Promise<string[] | null> {
  const changed = await trx('evidence')
    .where({ id })
    .whereNotNull('erase_on')
    .modify(due => {
      if (day !== null) void due.where('erase_on', '<=', day)
    })
    .update({ title: '', summary: '', erase_on: null, erased_at: at, version: trx.raw('version + 1') as never })
  if (changed === 0) return null
  const files = await trx('evidence_files').where({ evidence_id: id }).pluck<string[]>('id')
  const previews = await deletePreviews(trx, files)
  await trx('redactions').where({ evidence_id: id }).delete()
  await trx('evidence_notes').where({ evidence_id: id }).delete()
  await trx('evidence_links').where({ evidence_id: id }).delete()
  await trx('personal_data_answers').where({ evidence_id: id }).delete()
  await trx('partner_evidence').where({ evidence_id: id }).delete()
  await trx('evidence_items').where({ evidence_id: id }).delete()
  await trx('evidence_branches').where({ evidence_id: id }).delete()
  await trx('evidence_files').where({ evidence_id: id }).update(erasedFile)
  return [...files, ...previews]
}

/** The columns of an erased file. The row stays, because other versions and copies refer to it. */
const erasedFile = {
  name: '',
  caption: '',
  alternative: '',
  sha256: '',
  size: 0,
  redaction: null,
  erase_on: null,
  state: 'removed' satisfies FileState,
}

async function deletePreviews(trx: Tx, files: readonly string[]): Promise<string[]> {
  const previews = await trx('evidence_previews')
    .whereIn('file_id', [...files])
    .pluck<string[]>('id')
  await trx('evidence_previews')
    .whereIn('file_id', [...files])
    .delete()
  return previews
}

/**
 * Marks a file as removed.
 * @param eraseOn null for a file in a submission or reply, which is never erased
 * @returns false when the file had already been removed
 */
export async function markFileRemoved(trx: Tx, fileId: string, at: Instant, eraseOn: Day | null): Promise<boolean> {
  const changed = await trx('evidence_files')
    .where({ id: fileId, removed_at: null })
    .update({ removed_at: at, erase_on: eraseOn })
  await deleteRedaction(trx, fileId)
  return changed === 1
}

/**
 * Restores files that were removed together. Sets `scanned_at` of scanned files to now, so that submissions made while
 * the files were removed do not show them.
 * @returns the ids of the files
 */
export async function markFilesRestored(
  trx: Tx,
  { evidenceId, removedAt }: { evidenceId: string; removedAt: Instant },
  at: Instant,
): Promise<string[]> {
  const rows = await trx('evidence_files')
    .where({ evidence_id: evidenceId, removed_at: removedAt })
    .whereNotNull('erase_on')
    .update({
      removed_at: null,
      erase_on: null,
      scanned_at: trx.raw('case when scanned_at is null then null else ? end', [at]) as never,
    })
    .returning('id')
  return rows.map(({ id }) => id)
}

/**
 * Erases a removed file and the files that were removed with it.
 * @returns the ids of files and previews whose bytes must be removed after the commit
 */
export async function eraseFileRows(
  trx: Tx,
  { evidenceId, removedAt }: { evidenceId: string; removedAt: Instant },
): Promise<string[]> {
  const files = await trx('evidence_files')
    .where({ evidence_id: evidenceId, removed_at: removedAt })
    .whereNotNull('erase_on')
    .pluck<string[]>('id')
  const previews = await deletePreviews(trx, files)
  await trx('evidence_files').whereIn('id', files).update(erasedFile)
  return [...files, ...previews]
}

/** Removed evidence that must be erased by this day. */
export async function evidenceToErase(
  db: Db,
  day: Day,
  limit: number,
): Promise<{ id: string; organisationId: string }[]> {
  return db('evidence')
    .where('erase_on', '<=', day)
    .orderBy(['erase_on', 'id'])
    .limit(limit)
    .select({ id: 'id', organisationId: 'organisation_id' })
}

/**
 * Removed files that must be erased by this day. Returns one row for each file, with its evidence and time of removal.
 */
export async function filesToErase(
  db: Db,
  day: Day,
  limit: number,
): Promise<{ evidenceId: string; organisationId: string; removedAt: Instant }[]> {
  return db('evidence_files')
    .join('evidence', 'evidence.id', 'evidence_files.evidence_id')
    .where('evidence_files.erase_on', '<=', day)
    .orderBy(['evidence_files.erase_on', 'evidence_files.id'])
    .limit(limit)
    .select<{ evidenceId: string; organisationId: string; removedAt: Instant }[]>(
      'evidence_files.evidence_id as evidenceId',
      'evidence.organisation_id as organisationId',
      'evidence_files.removed_at as removedAt',
    )
}
