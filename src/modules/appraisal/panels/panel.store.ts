import type { Db, Tx } from '../../../db/connection.ts'
import type { Row } from '../../../db/tables.ts'
import type { Application, SeatKind, SeatStatus } from '../../../domain/application.ts'
import { NotFound, Stale } from '../../../domain/refusals.ts'
import type { Instant } from '../../../domain/time.ts'

/** A seat as its coordinator sees it. */
export interface SeatLine {
  id: string
  personId: string | null
  name: string
  email: string
  kind: SeatKind
  independent: boolean
  chairs: boolean
  status: SeatStatus
  shownName: string | null
  declinedReason: string | null
  setAside: boolean
}

/** Oldest offer first. */
export async function seatLines(db: Db | Tx, { id }: Pick<Application, 'id'>): Promise<SeatLine[]> {
  const rows = await db('seats').where({ application_id: id }).orderBy(['offered_at', 'id'])
  return rows.map(toLine)
}

export async function findSeat(db: Db | Tx, { id }: Pick<Application, 'id'>, seatId: string): Promise<SeatLine> {
  const row = await db('seats').where({ id: seatId, application_id: id }).first()
  if (!row) throw new NotFound()
  return toLine(row)
}

/** For whoever holds its letter; asks nobody's rights. */
export async function seatById(db: Db | Tx, id: string): Promise<{ seat: SeatLine; applicationId: string } | null> {
  const row = await db('seats').where({ id }).first()
  return row ? { seat: toLine(row), applicationId: row.application_id } : null
}

/**
 * Whose seat an offer becomes once its address has an account. @throws Stale when it is somebody else's, or no offer
 * any more
 */
export async function claimSeat(trx: Tx, id: string, personId: string): Promise<void> {
  const claimed = await trx('seats')
    .where({ id, status: 'offered' })
    .where(free => void free.whereNull('person_id').orWhere({ person_id: personId }))
    .update({ person_id: personId })
  if (claimed === 0) throw new Stale()
}

export async function insertSeat(
  trx: Tx,
  row: Pick<
    Row<'seats'>,
    | 'id'
    | 'application_id'
    | 'person_id'
    | 'offered_to_name'
    | 'offered_to_email'
    | 'kind'
    | 'independent'
    | 'chairs'
    | 'offered_by'
    | 'offered_at'
  >,
): Promise<void> {
  await trx('seats').insert({
    ...row,
    status: 'offered',
    shown_name: null,
    declined_reason: null,
    answered_at: null,
    set_aside_at: null,
    version: 1,
  })
}

/** @throws Stale when it is in none of these states any more */
export async function updateSeat(
  trx: Tx,
  id: string,
  from: readonly SeatStatus[],
  changes: Partial<Omit<Row<'seats'>, 'id' | 'version'>>,
): Promise<void> {
  const changed = await trx('seats')
    .where({ id })
    .whereIn('status', [...from])
    .update({ ...changes, version: trx.raw('version + 1') as never })
  if (changed === 0) throw new Stale()
}

/**
 * Who could be offered a seat here: of the pool and the trustees, nobody of the library, with a conflict, or with a
 * seat already.
 */
export async function peopleToSeat(
  db: Db | Tx,
  { id, organisationId }: Pick<Application, 'id' | 'organisationId'>,
): Promise<{ id: string; name: string; email: string }[]> {
  return db('people')
    .where({ status: 'active' })
    .whereRaw(
      `exists (select 1 from charity_roles where charity_roles.person_id = people.id
        and role in ('appraiser', 'trustee') and ended_at is null)`,
    )
    .whereRaw(
      `not exists (select 1 from memberships where memberships.person_id = people.id and organisation_id = ?
        and ended_at is null)`,
      [organisationId],
    )
    .whereRaw(
      `not exists (select 1 from declarations where declarations.person_id = people.id and application_id = ?
        and says = 'conflict')`,
      [id],
    )
    .whereRaw(
      `not exists (select 1 from seats where seats.person_id = people.id and application_id = ?
        and seats.status in ('offered', 'accepted'))`,
      [id],
    )
    .orderBy(['name', 'id'])
    .limit(500)
    .select('id', 'name', 'email')
}

export async function belongsTo(db: Db | Tx, personId: string, organisationId: string): Promise<boolean> {
  return (
    (await db('memberships')
      .where({ person_id: personId, organisation_id: organisationId, ended_at: null })
      .first('id')) !== undefined
  )
}

/** @throws Stale when this person declared meanwhile */
export async function insertDeclaration(trx: Tx, row: Row<'declarations'>): Promise<void> {
  const made = await trx('declarations')
    .insert(row)
    .onConflict(['application_id', 'person_id'])
    .ignore()
    .returning('id')
  if (made.length === 0) throw new Stale()
}

/** @throws Stale when this person declared a conflict meanwhile */
export async function updateDeclaration(
  trx: Tx,
  { id }: Pick<Application, 'id'>,
  personId: string,
  changes: Partial<Pick<Row<'declarations'>, 'says' | 'reason' | 'independent' | 'made_at'>>,
): Promise<void> {
  const changed = await trx('declarations')
    .where({ application_id: id, person_id: personId, says: 'no conflict' })
    .update(changes)
  if (changed === 0) throw new Stale()
}

export interface AgreedLine {
  itemId: string
  judgement: string
  reason: string
  version: number
}

export async function agreedLines(db: Db | Tx, { id }: Pick<Application, 'id'>): Promise<AgreedLine[]> {
  return db('agreed_findings')
    .where({ application_id: id })
    .select('item_id as itemId', 'judgement', 'reason', 'version')
}

export interface NewAgreed {
  id: string
  application_id: string
  item_id: string
  judgement: string
  reason: string
  recorded_by: string
  recorded_at: Instant
}

/** @returns the items that had none yet */
export async function insertAgreed(trx: Tx, rows: readonly NewAgreed[]): Promise<string[]> {
  if (rows.length === 0) return []
  const made = await trx('agreed_findings')
    .insert(rows.map(row => ({ ...row, version: 1 })))
    .onConflict(['application_id', 'item_id'])
    .ignore()
    .returning('item_id')
  return made.map(({ item_id }) => item_id)
}

/** @throws Stale when somebody else changed it since it was read */
export async function updateAgreed(
  trx: Tx,
  { id }: Pick<Application, 'id'>,
  itemId: string,
  readAt: number,
  changes: Pick<NewAgreed, 'judgement' | 'reason' | 'recorded_by' | 'recorded_at'>,
): Promise<void> {
  const changed = await trx('agreed_findings')
    .where({ application_id: id, item_id: itemId, version: readAt })
    .update({ ...changes, version: readAt + 1 })
  if (changed === 0) throw new Stale()
}

export async function deleteAgreed(trx: Tx, { id }: Pick<Application, 'id'>, items: readonly string[]): Promise<void> {
  await trx('agreed_findings')
    .where({ application_id: id })
    .whereIn('item_id', [...items])
    .delete()
}

const toLine = (row: Row<'seats'>): SeatLine => ({
  id: row.id,
  personId: row.person_id,
  name: row.offered_to_name,
  email: row.offered_to_email,
  kind: row.kind as SeatKind,
  independent: row.independent === 1,
  chairs: row.chairs === 1,
  status: row.status as SeatStatus,
  shownName: row.shown_name,
  declinedReason: row.declined_reason,
  setAside: row.set_aside_at !== null,
})
