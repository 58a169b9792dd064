import type { Db, Tx } from '../../../db/connection.ts'
import { newId } from '../../../db/ids.ts'
import type { Row } from '../../../db/tables.ts'
import type { Application, Seat } from '../../../domain/application.ts'
import { helpedSeat, seatOf, type Actor } from '../../../domain/actor.ts'
import { compareUploads } from '../../../domain/file-order.ts'
import type { Judgement } from '../../../domain/judgements.ts'
import type { FrozenFile } from '../../../domain/submission.ts'
import { Stale } from '../../../domain/refusals.ts'
import type { Instant } from '../../../domain/time.ts'
import { asRedacted } from '../../../domain/redaction.ts'
import type { FileState } from '../../../domain/evidence.ts'

/** The actor's own finding, with the note that only they can read. */
export interface Finding {
  id: string
  itemId: string
  judgement: Judgement | null
  reason: string
  commendation: string
  privateNote: string
  givenAt: Instant | null
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

export async function findingsOf(db: Db | Tx, { id }: Pick<Seat, 'id'>): Promise<Finding[]> {
  const rows = await db('findings').where({ seat_id: id })
  return rows.map(toFinding)
}

/** The findings of the actor's seat. For a helper, those of the seat that they help with, without private notes. */
export async function findingsFor(db: Db | Tx, actor: Actor, application: Application): Promise<Finding[]> {
  const own = seatOf(actor, application)
  const helped = own ? null : helpedSeat(actor, application)
  if (own) return findingsOf(db, own)
  return helped ? (await findingsOf(db, helped)).map(finding => ({ ...finding, privateNote: '' })) : []
}

export async function findingOn(db: Db | Tx, { id }: Pick<Seat, 'id'>, itemId: string): Promise<Finding | null> {
  const row = await db('findings').where({ seat_id: id, item_id: itemId }).first()
  return row ? toFinding(row) : null
}

/** @returns the given findings of every seat, including seats that were withdrawn or set aside. Makes one query */
export async function findingsGivenOn(db: Db | Tx, { id }: Pick<Application, 'id'>): Promise<GivenFinding[]> {
  return db('findings')
    .join('seats', 'seats.id', 'findings.seat_id')
    .where('seats.application_id', id)
    .whereNotNull('findings.given_at')
    .whereNotNull('findings.judgement')
    .select<GivenFinding[]>(
      'findings.seat_id as seatId',
      'findings.item_id as itemId',
      'findings.judgement',
      'findings.reason',
      'findings.commendation',
    )
}

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

/**
 * Reopens findings when the application returns to the panel after a request for more evidence. They keep their text,
 * and must be given again.
 */
export async function reopenFindings(trx: Tx, seatIds: readonly string[], items: readonly string[]): Promise<void> {
  await trx('findings')
    .whereIn('seat_id', [...seatIds])
    .whereIn('item_id', [...items])
    .update({ given_at: null })
    .increment('version', 1)
}

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

/** @returns the submitted files of these items of evidence, with redacted copies in place of their originals */
export async function frozenFiles(
  db: Db,
  submission: { id: string },
  evidenceItems: readonly string[],
): Promise<SubmittedFile[]> {
  if (evidenceItems.length === 0) return []
  const rows = await db('submission_parts')
    .where({ submission_id: submission.id })
    .where('name', 'like', 'files/%')
    .whereNotNull('content')
    .select('content')
  const isSubmitted = rows.map(({ content }) => (JSON.parse(content!) as FrozenFile).id)
  const files = await db('evidence_files')
    .whereIn('evidence_id', [...evidenceItems])
    .orderBy(['uploaded_at', 'id'])
  const all = files.map(row => ({
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
  all.sort(compareUploads)
  return asRedacted(
    all,
    all.filter(({ id }) => isSubmitted.includes(id)),
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

const toFinding = (row: Row<'findings'>): Finding => ({
  id: row.id,
  itemId: row.item_id,
  judgement: row.judgement as Judgement | null,
  reason: row.reason,
  commendation: row.commendation,
  privateNote: row.private_note,
  givenAt: row.given_at,
  version: row.version,
})
