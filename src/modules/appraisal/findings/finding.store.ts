import type { Db, Tx } from '../../../db/connection.ts'
import { newId } from '../../../db/ids.ts'
import { withKeptSql } from '../../../db/kept-sql.ts'
import { lookup, runLookup, type Lookup } from '../../../db/lookups.ts'
import type { Row, YesNo } from '../../../db/tables.ts'
import type { Application, Seat } from '../../../domain/application.ts'
import { helpedSeat, seatOf, type Actor } from '../../../domain/actor.ts'
import { compareUploads } from '../../../domain/file-order.ts'
import type { Judgement } from '../../../domain/judgements.ts'
import type { FrozenFile } from '../../../domain/submission.ts'
import { Stale } from '../../../domain/refusals.ts'
import type { Instant } from '../../../domain/time.ts'
import { asRedacted } from '../../../domain/redaction.ts'
import type { FileState } from '../../../domain/evidence.ts'

/** A finding of one seat, with the private note that only the holder of the seat can read. */
export interface Finding {
  id: string
  itemId: string
  judgement: Judgement | null
  reason: string
  commendation: string
  privateNote: string
  writtenAt: Instant
  givenAt: Instant | null
  /** when a request for more evidence last reopened the finding; null if none has */
  reopenedAt: Instant | null
  version: number
}

/** The parts of a given finding that the other panel members can read. */
export interface GivenFinding {
  seatId: string
  itemId: string
  judgement: Judgement
  reason: string
  commendation: string
}

export const findingsOf = (db: Db | Tx, seat: Pick<Seat, 'id'>): Promise<Finding[]> =>
  runLookup(db, findingsOfSeat(db, seat.id))

const findingColumns = [
  'id',
  'item_id',
  'judgement',
  'reason',
  'commendation',
  'private_note',
  'written_at',
  'given_at',
  'reopened_at',
  'version',
] as const

type FindingRow = Pick<Row<'findings'>, (typeof findingColumns)[number]>

const findingsOfSeat = withKeptSql((db: Db | Tx, id: string): Lookup<Finding[]> =>
  lookup<FindingRow, Finding[]>(
    () =>
      db('findings')
        .where({ seat_id: id })
        .select(...findingColumns),
    findingColumns,
    rows => rows.map(toFinding),
  ),
)

/**
 * The findings of the actor's seat. For a helper, those of the seat that they help with, without private notes.
 * @returns null for a person who has no seat and helps with none
 */
export function findingsForLookup(db: Db | Tx, actor: Actor, application: Application): Lookup<Finding[]> | null {
  const own = seatOf(actor, application)
  if (own) return findingsOfSeat(db, own.id)
  const helped = helpedSeat(actor, application)
  if (!helped) return null
  const found = findingsOfSeat(db, helped.id)
  return { ...found, read: rows => found.read(rows).map(finding => ({ ...finding, privateNote: '' })) }
}

export async function findingOn(db: Db | Tx, { id }: Pick<Seat, 'id'>, itemId: string): Promise<Finding | null> {
  const row = await db('findings').where({ seat_id: id, item_id: itemId }).first()
  return row ? toFinding(row) : null
}

/** The given findings of every seat, including seats that were withdrawn or set aside. */
export const findingsGivenOn = (db: Db | Tx, application: Pick<Application, 'id'>): Promise<GivenFinding[]> =>
  runLookup(db, givenFindings(db, application.id))

/** The lookup behind `findingsGivenOn`, to run with others in one statement. */
export const givenFindings = withKeptSql((db: Db | Tx, id: string): Lookup<GivenFinding[]> =>
  lookup<GivenFinding, GivenFinding[]>(
    () =>
      db('findings')
        .join('seats', 'seats.id', 'findings.seat_id')
        .where('seats.application_id', id)
        .whereNotNull('findings.given_at')
        .whereNotNull('findings.judgement')
        .select(
          'findings.seat_id as seatId',
          'findings.item_id as itemId',
          'findings.judgement',
          'findings.reason',
          'findings.commendation',
        ),
    ['seatId', 'itemId', 'judgement', 'reason', 'commendation'],
    rows => rows,
  ),
)

type FindingText = Pick<Row<'findings'>, 'judgement' | 'reason' | 'commendation' | 'private_note' | 'written_at'>

/** @throws Stale when the finding was started in another window */
export async function insertFinding(trx: Tx, seatId: string, itemId: string, text: FindingText): Promise<void> {
  const made = await trx('findings')
    .insert({ id: newId(), seat_id: seatId, item_id: itemId, ...text, given_at: null, version: 1 })
    .onConflict(['seat_id', 'item_id'])
    .ignore()
    .returning('id')
  if (made.length === 0) throw new Stale()
}

/** @throws Stale when the finding has changed since it was read, or has already been given */
export async function updateFinding(trx: Tx, id: string, readAt: number, text: FindingText): Promise<void> {
  const changed = await trx('findings')
    .where({ id, version: readAt })
    .whereNull('given_at')
    .update({ ...text, version: readAt + 1 })
  if (changed === 0) throw new Stale()
}

/**
 * Gives all findings of a seat that have a judgement.
 * @returns the number of findings that this call gave
 */
export async function giveFindings(trx: Tx, seatId: string, at: Instant): Promise<number> {
  return trx('findings')
    .where({ seat_id: seatId })
    .whereNull('given_at')
    .whereNotNull('judgement')
    .update({ given_at: at })
    .increment('version', 1)
}

/** Reopens the given findings of these seats on these items. The findings keep their text, and must be given again. */
export async function reopenFindings(
  trx: Tx,
  { seatIds, items }: { seatIds: readonly string[]; items: readonly string[] },
  at: Instant,
): Promise<void> {
  await trx('findings')
    .whereIn('seat_id', [...seatIds])
    .whereIn('item_id', [...items])
    .whereRaw(wasGiven)
    .update({ given_at: null, reopened_at: at })
    .increment('version', 1)
}

/** The ids of the seats in `seatIds` that have given findings, even if all of those were reopened since. */
export async function seatsThatGave(trx: Tx, seatIds: readonly string[]): Promise<Set<string>> {
  const rows = await trx('findings')
    .whereIn('seat_id', [...seatIds])
    .whereRaw(wasGiven)
    .distinct('seat_id')
  return new Set(rows.map(row => row.seat_id))
}

/** SQL for whether a finding was ever given, even if it was reopened since. */
export const wasGiven = '(findings.given_at is not null or findings.reopened_at is not null)'

/**
 * Locks a seat until the transaction ends.
 * @throws Stale when this person no longer holds the seat
 */
export async function lockSeat(trx: Tx, seatId: string, personId: string): Promise<void> {
  const held = await trx('seats').where({ id: seatId, person_id: personId, status: 'accepted' }).forShare().first('id')
  if (!held) throw new Stale()
}

/**
 * A submitted file, or a redacted copy of one. `redactedAt` is the time at which the copy was made, which can be after
 * the submission.
 */
export interface SubmittedFile extends FrozenFile {
  redactedAt: Instant | null
}

const fileColumns = [
  'id',
  'evidence_id',
  'name',
  'type',
  'size',
  'sha256',
  'state',
  'uploaded_at',
  'removed_at',
  'redacts_file_id',
  'replaces_id',
  'to_redact_at',
] as const

type FileRow = Pick<Row<'evidence_files'>, (typeof fileColumns)[number]> & { submitted: YesNo }

/**
 * The submitted files of these items of evidence, with redacted copies in place of their originals.
 * @returns null when `evidenceItems` is empty
 */
export function frozenFiles(
  db: Db | Tx,
  submission: { id: string },
  evidenceItems: readonly string[],
): Lookup<SubmittedFile[]> | null {
  return evidenceItems.length === 0 ? null : filesOfSubmission(db, submission.id, evidenceItems)
}

const filesOfSubmission = withKeptSql(
  (db: Db | Tx, submissionId: string, evidenceItems: readonly string[]): Lookup<SubmittedFile[]> =>
    lookup<FileRow, SubmittedFile[]>(
      () =>
        db('evidence_files')
          .whereIn('evidence_id', [...evidenceItems])
          .select(
            ...fileColumns,
            db.raw(
              `case when exists (select 1 from submission_parts where submission_id = ?
                and submission_parts.name = 'files/' || evidence_files.id and content is not null)
                then 1 else 0 end as submitted`,
              [submissionId],
            ),
          ),
      [...fileColumns, 'submitted'],
      submittedFiles,
    ),
)

function submittedFiles(rows: readonly FileRow[]): SubmittedFile[] {
  const all = rows
    .map(row => ({
      ...row,
      size: Number(row.size),
      evidence: row.evidence_id,
      state: row.state as FileState,
      uploadedAt: row.uploaded_at,
      removedAt: row.removed_at,
      redactsId: row.redacts_file_id ?? null,
      replacesId: row.replaces_id,
      toRedactAt: row.to_redact_at ?? null,
    }))
    .toSorted(compareUploads)
  return asRedacted(
    all,
    all.filter(({ submitted }) => submitted === 1),
  ).files.map(({ id, evidence, name, type, size, sha256, redactsId, uploadedAt }) => ({
    id,
    evidence,
    name,
    type,
    size,
    sha256,
    redactedAt: redactsId === null ? null : uploadedAt,
  }))
}

const toFinding = (row: FindingRow): Finding => ({
  id: row.id,
  itemId: row.item_id,
  judgement: row.judgement as Judgement | null,
  reason: row.reason,
  commendation: row.commendation,
  privateNote: row.private_note,
  writtenAt: row.written_at,
  givenAt: row.given_at,
  reopenedAt: row.reopened_at,
  version: row.version,
})
