import type { Db } from '../db/connection.ts'
import type { FileState } from '../domain/evidence.ts'
import { replacedBy, versionsBefore } from '../domain/file-versions.ts'
import { brokenBy, type Check } from './broken.ts'
import { grouped } from './grouped.ts'

/** I3: the versions of a file belong to the same evidence and form one chain. */
export const versionsFollow: Check = async ({ database: { db } }) => {
  const files = await filesWithVersions(db)
  const found = [...grouped(files, ({ evidence }) => evidence).values()].flatMap(all => {
    const waiting = replacedBy(all)
    return all.flatMap(file => wrongWith(file, all, waiting).map(what => ({ entity: `file ${file.id}`, what })))
  })
  return brokenBy('I3', found)
}

type VersionedFile = Awaited<ReturnType<typeof filesWithVersions>>[number]

async function filesWithVersions(db: Db) {
  const rows = await db('evidence_files')
    .whereIn('evidence_id', db('evidence_files').whereNotNull('replaces_id').select('evidence_id'))
    .orWhereNotNull('replaced_at')
    .orderBy(['evidence_id', 'uploaded_at', 'id'])
    .select(
      'id',
      'evidence_id',
      'state',
      'uploaded_at',
      'scanned_at',
      'removed_at',
      'replaces_id',
      'redacts_file_id',
      'replaced_at',
      'to_redact_at',
    )
  return rows.map(row => ({
    id: row.id,
    evidence: row.evidence_id,
    state: row.state as FileState,
    uploadedAt: row.uploaded_at,
    scannedAt: row.scanned_at,
    removedAt: row.removed_at,
    replacesId: row.replaces_id,
    redactsId: row.redacts_file_id ?? null,
    replacedAt: row.replaced_at ?? null,
    toRedactAt: row.to_redact_at ?? null,
  }))
}

/** @param waiting the files that have a newer version, but are not recorded as replaced */
function wrongWith(
  file: VersionedFile,
  all: readonly VersionedFile[],
  waiting: readonly Pick<VersionedFile, 'id'>[],
): string[] {
  const before = all.find(({ id }) => id === file.replacesId)
  const original = all.find(({ id }) => id === file.redactsId) ?? file
  const wrong = [
    file.replacesId !== null &&
      (!before || before.redactsId !== null || file.redactsId !== null) &&
      'is a newer version of a file of other evidence',
    versionsBefore(all, file).some(({ replacesId }) => replacesId === file.id) && 'is a newer version of itself',
    waiting.some(({ id }) => id === file.id) && 'still opens although there is a newer version',
    file.replacedAt !== null &&
      !all.some(({ replacesId }) => replacesId === original.id) &&
      'was replaced, but there is no newer version',
  ]
  return wrong.filter(what => what !== false)
}

/** I3: submitted files that were not erased are still stored. */
export const submittedFilesAreKept: Check = async ({ database: { db } }) => {
  const rows = await db('submission_parts')
    .join('evidence_files', join => void join.on(db.raw("submission_parts.name = 'files/' || evidence_files.id")))
    .whereNotNull('submission_parts.content')
    .whereIn('evidence_files.state', ['removed', 'refused'] satisfies FileState[])
    .distinct<{ id: string }[]>('evidence_files.id as id')
  return brokenBy(
    'I3',
    rows.map(({ id }) => ({ entity: `file ${id}`, what: 'was submitted, and its file is gone' })),
  )
}
