import type { Knex } from 'knex'
import type { Db, Tx } from '../../../db/connection.ts'
import { looksLikeId } from '../../../db/ids.ts'
import { withKeptSql } from '../../../db/kept-sql.ts'
import { lookup, runLookup, type Lookup } from '../../../db/lookups.ts'
import type { Row } from '../../../db/tables.ts'
import type { FileState, FileType } from '../../../domain/evidence.ts'
import type { Instant } from '../../../domain/time.ts'
import type { PageArea } from '../../../files/redacted-pdf.ts'

/** The reason that a person at City of Sanctuary, or an observer of the library, gave for opening an original. */
export interface Opening {
  reason: string
  file: string
  as: 'panel' | 'charity' | 'observer'
  name: string
  at: Instant
}

/** The areas chosen for a redacted copy that this service made. */
export interface RedactionChoice {
  /** the areas that are black in the copy */
  areas: readonly PageArea[]
  /** the areas of personal details that were left readable on purpose */
  readable: readonly PageArea[]
}

/** The facts about a file's redacted copies that matter for making another copy. */
export interface CopiesBefore {
  /** id of the newest copy, even if it was removed */
  latest: string
  /** the choices for the newest copy that this service made; null when it made none */
  choice: RedactionChoice | null
  /** whether someone uploaded the current copy, so that its black areas are unknown */
  isUploaded: boolean
}

/**
 * Looks up the redacted copies of a file, including removed ones. For a redacted copy, looks up those of its original,
 * but returns no choice, because the copy already shows its black areas.
 * @returns null when the original has never had a copy
 */
export async function copiesBefore(
  db: Db | Tx,
  { id, redactsId }: { id: string; redactsId: string | null },
): Promise<CopiesBefore | null> {
  const before = await runLookup(db, copiesLookup(db, redactsId ?? id))
  return before && redactsId !== null ? { ...before, choice: null, isUploaded: false } : before
}

type CopyRow = Pick<Row<'evidence_files'>, 'id' | 'redaction' | 'removed_at'>

const copiesLookup = withKeptSql((db: Db | Tx, originalId: string): Lookup<CopiesBefore | null> =>
  lookup<CopyRow, CopiesBefore | null>(
    () =>
      db('evidence_files')
        .where({ redacts_file_id: originalId })
        .orderBy([
          { column: 'uploaded_at', order: 'desc' },
          { column: 'id', order: 'desc' },
        ])
        .select('id', 'redaction', 'removed_at'),
    ['id', 'redaction', 'removed_at'],
    copiesIn,
  ),
)

function copiesIn(copies: readonly CopyRow[]): CopiesBefore | null {
  if (!copies[0]) return null
  const known = copies.find(({ redaction }) => redaction)
  const shown = copies.find(copy => copy.removed_at === null)
  return {
    latest: copies[0].id,
    choice: known?.redaction ? choiceIn(known.redaction) : null,
    isUploaded: shown !== undefined && !shown.redaction,
  }
}

/** The areas chosen for this redacted copy; null when it was uploaded. */
export async function choiceOfCopy(db: Db | Tx, copyId: string): Promise<RedactionChoice | null> {
  const row = await db('evidence_files').where({ id: copyId }).first('redaction')
  return row?.redaction ? choiceIn(row.redaction) : null
}

const choiceIn = (text: string): RedactionChoice => JSON.parse(text) as RedactionChoice

export async function insertOpening(trx: Tx, row: Row<'unredacted_views'>): Promise<void> {
  await trx('unredacted_views').insert(row)
}

/** A file that needs a redacted copy, with the title of its evidence. */
export interface FileNeedingCopy {
  organisationId: string
  evidenceId: string
  title: string
  fileId: string
  type: FileType
}

/**
 * Returns up to 100 files in these libraries that need a redacted copy and have none in progress, longest waiting
 * first.
 */
export const filesNeedingCopies = withKeptSql((db: Db, organisations: readonly string[]): Lookup<FileNeedingCopy[]> =>
  lookup<FileNeedingCopy, FileNeedingCopy[]>(
    () =>
      db('evidence_files')
        .join('evidence', 'evidence.id', 'evidence_files.evidence_id')
        .leftJoin('redactions', made =>
          made.on('redactions.file_id', 'evidence_files.id').andOnNull('redactions.failed'),
        )
        .where('evidence_files.to_redact_at', '>', '')
        .whereNull('evidence_files.removed_at')
        .whereNull('evidence_files.replaced_at')
        .whereNull('redactions.id')
        // not `in`, because SQLite would then read every file that is ready
        .whereNotIn('evidence_files.state', ['refused', 'removed'] satisfies FileState[])
        .whereNull('evidence.removed_at')
        .whereIn('evidence.organisation_id', [...organisations])
        .orderBy(['evidence_files.to_redact_at', 'evidence_files.id'])
        .limit(100)
        .select(
          'evidence.organisation_id as organisationId',
          'evidence.id as evidenceId',
          'evidence.title',
          'evidence_files.id as fileId',
          'evidence_files.type',
        ),
    ['organisationId', 'evidenceId', 'title', 'fileId', 'type'],
    rows => rows,
  ),
)

/**
 * A column for a query on `evidence`: `toRedact` is 1 for evidence with a file that needs a redacted copy, otherwise 0.
 * A file also needs one when an earlier version has one (`lacksRedactedCopy`).
 */
export const needsCopy = (db: Db | Tx): Knex.Raw =>
  db.raw(`case when exists (select 1 from evidence_files where evidence_files.evidence_id = evidence.id
    and evidence_files.to_redact_at > '' and evidence_files.removed_at is null and evidence_files.replaced_at is null
    and evidence_files.state in ('ready', 'scanning'))
    or exists (
      with recursive earlier(id) as (
        select newest.replaces_id from evidence_files as newest
          where newest.evidence_id = evidence.id and newest.replaces_id > '' and newest.redacts_file_id is null
          and newest.removed_at is null and newest.replaced_at is null and newest.state in ('ready', 'scanning')
          and not exists (select 1 from evidence_files as copies where copies.redacts_file_id = newest.id)
        union
        select versions.replaces_id from earlier join evidence_files as versions on versions.id = earlier.id
          where versions.replaces_id > ''
      )
      select 1 from earlier join evidence_files as copies on copies.redacts_file_id = earlier.id
    ) then 1 else 0 end as "toRedact"`)

/** A column for a query on `evidence`: `scanning` is 1 for evidence with a file that is being scanned, otherwise 0. */
export const isScanning = (db: Db | Tx): Knex.Raw =>
  db.raw(`case when exists (select 1 from evidence_files where evidence_files.evidence_id = evidence.id
    and evidence_files.state = 'scanning' and evidence_files.removed_at is null
    and evidence_files.replaced_at is null and evidence_files.redacts_file_id is null) then 1 else 0 end as "scanning"`)

/**
 * A column for a query on `evidence`: `virus` is 1 for evidence with a file that was deleted because of a virus, and
 * that no one has removed from the list or replaced, otherwise 0. Redacted copies do not count: see `needsCopy`.
 */
export const hasVirus = (db: Db | Tx): Knex.Raw =>
  db.raw(`case when exists (select 1 from evidence_files where evidence_files.evidence_id = evidence.id
    and evidence_files.state = 'refused' and evidence_files.removed_at is null
    and evidence_files.replaced_at is null and evidence_files.redacts_file_id is null
    ) then 1 else 0 end as "virus"`)

/** Marks files that need a redacted copy. Files that were marked before keep their time. */
export async function markToRedact(trx: Tx, fileIds: readonly string[], at: Instant): Promise<void> {
  await trx('evidence_files')
    .whereIn('id', [...fileIds])
    .whereNull('to_redact_at')
    .update({ to_redact_at: at })
}

/**
 * Records that a file no longer needs a redacted copy. With `opensAt`, only submissions from that time on show the
 * file.
 */
export async function updateToRedact(trx: Tx, fileId: string, { opensAt }: { opensAt?: Instant }): Promise<void> {
  await trx('evidence_files')
    .where({ id: fileId })
    .update({ to_redact_at: null, ...(opensAt && { scanned_at: opensAt }) })
}

/** Whether the person gave the reason with this id for opening this original, at or after the given time. */
export async function hasOpening(
  db: Db,
  actor: { id: string },
  { id, fileId }: { id: string; fileId: string },
  since: Instant,
): Promise<boolean> {
  if (!looksLikeId(id)) return false
  return (
    (await db('unredacted_views')
      .where({ id, file_id: fileId, person_id: actor.id })
      .where('opened_at', '>=', since)
      .first('id')) !== undefined
  )
}

/**
 * The 50 most recent times that someone opened an unredacted original, newest first. `as` lets the leads' page hide the
 * names of panel members and of the charity's staff.
 */
export const openingsOf = withKeptSql((db: Db, evidenceId: string): Lookup<Opening[]> => {
  const query = () =>
    db('unredacted_views')
      .join('people', 'people.id', 'unredacted_views.person_id')
      .join('evidence_files', 'evidence_files.id', 'unredacted_views.file_id')
      .where('unredacted_views.evidence_id', evidenceId)
      .orderBy([{ column: 'opened_at', order: 'desc' }, 'unredacted_views.id'])
      .limit(50)
      .select(
        'unredacted_views.reason',
        'evidence_files.name as file',
        'people.name',
        'unredacted_views.opened_at as at',
        db.raw(
          `case
      when unredacted_views.application_id is null then 'observer'
      when exists (select 1 from seats where seats.person_id = unredacted_views.person_id
        and seats.application_id = unredacted_views.application_id) then 'panel'
      when exists (select 1 from seat_helpers join seats on seats.id = seat_helpers.seat_id
        where seat_helpers.person_id = unredacted_views.person_id
        and seats.application_id = unredacted_views.application_id) then 'panel'
      else 'charity' end as ??`,
          ['as'],
        ),
      )
  return lookup<Opening, Opening[]>(query, ['reason', 'file', 'name', 'at', 'as'], rows => rows)
})
