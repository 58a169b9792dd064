import type { Db, Tx } from '../../../db/connection.ts'
import { newId } from '../../../db/ids.ts'
import type { Row } from '../../../db/tables.ts'
import type { Actor } from '../../../domain/actor.ts'
import type { Application, ApplicationStatus, Seat } from '../../../domain/application.ts'
import type { Judgement } from '../../../domain/judgements.ts'
import type { FrozenFile } from '../../../domain/submission.ts'
import { Stale } from '../../../domain/refusals.ts'
import type { Instant } from '../../../domain/time.ts'
import { asRedacted } from '../../../domain/redaction.ts'
import type { FileState } from '../../../domain/evidence.ts'

/** One's own finding, with what only its writer reads. */
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

/** What others may read of a finding once it is given. */
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

export async function findingOn(db: Db | Tx, { id }: Pick<Seat, 'id'>, itemId: string): Promise<Finding | null> {
  const row = await db('findings').where({ seat_id: id, item_id: itemId }).first()
  return row ? toFinding(row) : null
}

/** Of every seat on this panel; which of them count is for the page to say. One query. */
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

type Words = Pick<Row<'findings'>, 'judgement' | 'reason' | 'commendation' | 'private_note' | 'written_at'>

/** @throws Stale when it was begun in another window meanwhile */
export async function insertFinding(trx: Tx, seatId: string, itemId: string, words: Words): Promise<void> {
  const made = await trx('findings')
    .insert({ id: newId(), seat_id: seatId, item_id: itemId, ...words, given_at: null, version: 1 })
    .onConflict(['seat_id', 'item_id'])
    .ignore()
    .returning('id')
  if (made.length === 0) throw new Stale()
}

/** @throws Stale when it was changed since it was read, or is given by now */
export async function updateFinding(trx: Tx, id: string, readAt: number, words: Words): Promise<void> {
  const changed = await trx('findings')
    .where({ id, version: readAt })
    .whereNull('given_at')
    .update({ ...words, version: readAt + 1 })
  if (changed === 0) throw new Stale()
}

/** @returns how many are given now that were not before */
export async function giveFindings(trx: Tx, seatId: string, at: Instant): Promise<number> {
  return trx('findings')
    .where({ seat_id: seatId })
    .whereNull('given_at')
    .whereNotNull('judgement')
    .update({ given_at: at, version: trx.raw('version + 1') as never })
}

/** After more evidence: these are to be given anew by whoever sits; their words stay. */
export async function reopenFindings(trx: Tx, seatIds: readonly string[], items: readonly string[]): Promise<void> {
  await trx('findings')
    .whereIn('seat_id', [...seatIds])
    .whereIn('item_id', [...items])
    .update({ given_at: null, version: trx.raw('version + 1') as never })
}

/** Keeps a seat as it is until this transaction ends. @throws Stale when it is not its holder's any more */
export async function lockSeat(trx: Tx, seatId: string, personId: string): Promise<void> {
  const held = await trx('seats').where({ id: seatId, person_id: personId, status: 'accepted' }).forShare().first('id')
  if (!held) throw new Stale()
}

/** The files of some pieces as they were handed in; of what was redacted its twin, whenever that was made. */
export async function frozenFiles(
  db: Db,
  submission: { id: string },
  evidenceItems: readonly string[],
): Promise<FrozenFile[]> {
  if (evidenceItems.length === 0) return []
  const rows = await db('submission_parts')
    .where({ submission_id: submission.id })
    .where('name', 'like', 'files/%')
    .whereNotNull('content')
    .select('content')
  const isSubmitted = rows.map(({ content }) => (JSON.parse(content!) as FrozenFile).id)
  const all = (
    await db('evidence_files')
      .whereIn('evidence_id', [...evidenceItems])
      .orderBy(['uploaded_at', 'id'])
  ).map(row => ({
    ...row,
    size: Number(row.size),
    evidence: row.evidence_id,
    state: row.state as FileState,
    uploadedAt: row.uploaded_at,
    removedAt: row.removed_at,
    redactsId: row.redacts_file_id ?? null,
    replacesId: row.replaces_id,
  }))
  return asRedacted(
    all,
    all.filter(({ id }) => isSubmitted.includes(id)),
  ).files.map(({ id, evidence, name, type, size, sha256 }) => ({ id, evidence, name, type, size, sha256 }))
}

/** A seat of one's own, or an offer of one, as /appraisals lists it. */
export interface OwnSeat {
  applicationId: string
  organisation: string
  seatStatus: 'offered' | 'accepted'
  status: ApplicationStatus
  declared: boolean
  independenceWaits: boolean
  chairs: boolean
  written: number
  given: number
  over: boolean
}

/** Newest offer first; nothing of a case that a conflict closed, or of one's own library. One query. */
export async function seatsOf(db: Db, actor: Actor): Promise<OwnSeat[]> {
  const rows = await db('seats')
    .join('applications', 'applications.id', 'seats.application_id')
    .join('organisations', 'organisations.id', 'applications.organisation_id')
    .leftJoin(
      'declarations',
      own =>
        void own.on('declarations.application_id', 'applications.id').on('declarations.person_id', 'seats.person_id'),
    )
    .where('seats.person_id', actor.id)
    .whereIn('seats.status', ['offered', 'accepted'])
    .whereNotIn(
      'applications.organisation_id',
      actor.memberships.map(({ organisationId }) => organisationId),
    )
    .where(clear => void clear.whereNull('declarations.says').orWhere('declarations.says', 'no conflict'))
    .orderBy([{ column: 'seats.offered_at', order: 'desc' }, 'seats.id'])
    .limit(60)
    .select<FindingRow[]>(
      'applications.id as applicationId',
      'organisations.name as organisation',
      'seats.status as seatStatus',
      'applications.status',
      'seats.chairs',
      'seats.independent as marked',
      'declarations.says',
      'declarations.independent',
      'applications.decision_letter_released_at as releasedAt',
      db.raw(
        `(select count(*) from findings where findings.seat_id = seats.id
          and findings.judgement is not null) as written`,
      ),
      db.raw(
        '(select count(*) from findings where findings.seat_id = seats.id and findings.given_at is not null) as given',
      ),
    )
  return rows.map(({ says, independent, marked, chairs, written, given, releasedAt, ...row }) => ({
    ...row,
    chairs: chairs === 1,
    declared: says !== null,
    independenceWaits: marked === 1 && says !== null && independent === null,
    written: Number(written),
    given: Number(given),
    over: row.status === 'withdrawn' || row.status === 'decided' || releasedAt !== null,
  }))
}

interface FindingRow {
  applicationId: string
  organisation: string
  seatStatus: 'offered' | 'accepted'
  status: ApplicationStatus
  chairs: number
  marked: number
  says: string | null
  independent: number | null
  releasedAt: string | null
  written: number | string
  given: number | string
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
