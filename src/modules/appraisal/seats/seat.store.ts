import type { Db, Tx } from '../../../db/connection.ts'
import { withKeptSql } from '../../../db/kept-sql.ts'
import { lookup, runLookup, type Lookup } from '../../../db/lookups.ts'
import type { Row } from '../../../db/tables.ts'
import type { Application, SeatKind, SeatStatus } from '../../../domain/application.ts'
import { lastDayToAnswer } from '../../../domain/panel.ts'
import { NotFound, Stale } from '../../../domain/refusals.ts'
import type { Day, Instant } from '../../../domain/time.ts'
import { addressKey } from '../../../email/addresses.ts'
import { idsWithMerged } from '../../organisations/organisations.public.ts'
import { offerTimesColumns, offerTimesFields, toOfferTimes, type OfferTimesRow } from './offer-times.store.ts'

/** A seat, with the details that only coordinators see. */
export interface SeatLine {
  id: string
  personId: string | null
  name: string
  email: string
  kind: SeatKind
  independent: boolean
  chairs: boolean
  status: SeatStatus
  offeredBy: string
  /** the last day on which the offer can be answered; null while its email is waiting to be sent */
  answerBy: Day | null
  shownName: string | null
  declinedReason: string | null
  /** the replacement suggested when the offer was declined; null when no one was suggested */
  suggested: { name: string; email: string | null } | null
  setAside: boolean
}

/** @returns every seat of the panel, oldest offer first */
export const seatLines = (db: Db | Tx, application: Pick<Application, 'id'>): Promise<SeatLine[]> =>
  runLookup(db, seatLinesIn(db, application.id))

/** The lookup that `seatLines` runs, to run with others. */
export const seatLinesIn = withKeptSql((db: Db | Tx, id: string): Lookup<SeatLine[]> =>
  lookup<SeatRow, SeatLine[]>(
    () => seats(db).where({ application_id: id }).orderBy(['offered_at', 'id']),
    seatFields,
    rows => rows.map(toSeatLine),
  ),
)

/**
 * The last day on which a person can answer their offer of a seat; null without an offer, and while its email is
 * waiting to be sent.
 */
export const ownAnswerByLookup = withKeptSql((db: Db | Tx, id: string, personId: string): Lookup<Day | null> =>
  lookup<SeatRow, Day | null>(
    () => seats(db).where({ application_id: id, person_id: personId, status: 'offered' }),
    seatFields,
    ([row]) => (row ? toSeatLine(row).answerBy : null),
  ),
)

/** @throws NotFound when this application has no seat with this id */
export async function findSeat(db: Db | Tx, { id }: Pick<Application, 'id'>, seatId: string): Promise<SeatLine> {
  const [row] = await seats(db).where({ id: seatId, application_id: id })
  if (!row) throw new NotFound()
  return toSeatLine(row)
}

/** A seat by its id, for the link in the email that offers it. Does not check permissions. */
export async function seatById(db: Db | Tx, id: string): Promise<{ seat: SeatLine; applicationId: string } | null> {
  const [row] = await seats(db).where({ id })
  return row ? { seat: toSeatLine(row), applicationId: row.application_id } : null
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

/** @throws Stale when the seat is no longer in one of these states */
export async function updateSeat(
  trx: Tx,
  id: string,
  from: readonly SeatStatus[],
  changes: Partial<Omit<Row<'seats'>, 'id' | 'version'>>,
): Promise<void> {
  const changed = await trx('seats')
    .where({ id })
    .whereIn('status', [...from])
    .update(changes)
    .increment('version', 1)
  if (changed === 0) throw new Stale()
}

/** Open offers to people who have no account, or no role at the charity yet. */
export async function offersWithoutPerson(trx: Tx): Promise<Pick<SeatLine, 'id' | 'email'>[]> {
  return trx('seats')
    .where({ status: 'offered', person_id: null })
    .orderBy('id')
    .select('id', 'offered_to_email as email')
}

/** An unanswered offer, with its last day to answer. */
export interface OpenOffer {
  id: string
  applicationId: string
  offeredAt: Instant
  answerBy: Day | null
}

/**
 * One page of the unanswered offers made before a given time, oldest first. Leaves out applications that are on hold or
 * need no panel now.
 * @param after the last offer of the previous page; null for the first page
 */
export async function offersBefore(
  db: Db,
  before: Instant,
  { after, limit }: { after: OpenOffer | null; limit: number },
): Promise<OpenOffer[]> {
  const rows = await db('seats')
    .join('applications', 'applications.id', 'seats.application_id')
    .where('seats.status', 'offered')
    .where('seats.offered_at', '<', before)
    .whereIn('applications.status', ['checked', 'with the panel', 'more evidence asked', 'resubmitted'])
    .modify(query => {
      if (after) query.whereRaw('(seats.offered_at, seats.id) > (?, ?)', [after.offeredAt, after.id])
    })
    .orderBy(['seats.offered_at', 'seats.id'])
    .limit(limit)
    .select<({ id: string; applicationId: string } & OfferTimesRow)[]>(
      'seats.id',
      'seats.application_id as applicationId',
      ...offerTimesColumns(db),
    )
  return rows.map(({ id, applicationId, ...times }) => ({
    id,
    applicationId,
    offeredAt: times.offeredAt,
    answerBy: lastDayToAnswer(toOfferTimes(times)),
  }))
}

/**
 * A person's seats and offers, ordered by application to prevent deadlocks.
 * @param email also finds offers to this address that belong to no account yet; null to leave those out
 */
export async function openSeatsOf(
  trx: Tx,
  { personId, email }: { personId: string; email: string | null },
): Promise<{ id: string; applicationId: string }[]> {
  const rows = await trx('seats')
    .whereIn('status', ['offered', 'accepted'])
    .where(own => void own.where({ person_id: personId }).orWhereNull('person_id'))
    .orderBy(['application_id', 'id'])
    .select('id', 'application_id as applicationId', 'person_id as heldBy', 'offered_to_email as offeredTo')
  return rows.filter(
    ({ heldBy, offeredTo }) => heldBy === personId || (email !== null && addressKey(offeredTo) === addressKey(email)),
  )
}

/**
 * An application's seats and offers whose holders were on its library's team at any time since the seat was offered.
 */
export async function seatsOfMembers(
  trx: Tx,
  { id, organisationId }: Pick<Application, 'id' | 'organisationId'>,
): Promise<{ id: string; personId: string }[]> {
  return trx('seats')
    .where({ application_id: id })
    .whereIn('status', ['offered', 'accepted'])
    .whereExists(membershipSinceOffer(trx, organisationId))
    .orderBy('id')
    .select('id', 'person_id as personId')
}

const membershipSinceOffer = (trx: Tx, organisationId: string) =>
  trx('memberships')
    .whereIn('organisation_id', idsWithMerged(trx, { id: organisationId }))
    .whereRaw('memberships.person_id = seats.person_id')
    .whereRaw('(memberships.ended_at is null or memberships.ended_at >= seats.offered_at)')

/**
 * Assigns an offered seat to a person.
 * @throws Stale when the seat belongs to another person or is no longer on offer
 */
export async function claimSeat(trx: Tx, id: string, personId: string): Promise<void> {
  const claimed = await trx('seats')
    .where({ id, status: 'offered' })
    .where(free => void free.whereNull('person_id').orWhere({ person_id: personId }))
    .update({ person_id: personId })
  if (claimed === 0) throw new Stale()
}

const seatColumns = [
  'id',
  'application_id',
  'person_id',
  'offered_to_name',
  'offered_to_email',
  'kind',
  'independent',
  'chairs',
  'status',
  'offered_by',
  'shown_name',
  'declined_reason',
  'set_aside_at',
  'suggested_name',
  'suggested_email',
] as const

const seatFields = [...seatColumns, ...offerTimesFields]

type SeatRow = Pick<Row<'seats'>, (typeof seatColumns)[number]> & OfferTimesRow

const seats = (db: Db | Tx) => db('seats').select<SeatRow[]>(...seatColumns, ...offerTimesColumns(db))

const toSeatLine = (row: SeatRow): SeatLine => ({
  id: row.id,
  personId: row.person_id,
  name: row.offered_to_name,
  email: row.offered_to_email,
  kind: row.kind as SeatKind,
  independent: row.independent === 1,
  chairs: row.chairs === 1,
  status: row.status as SeatStatus,
  offeredBy: row.offered_by,
  answerBy: lastDayToAnswer(toOfferTimes(row)),
  shownName: row.shown_name,
  declinedReason: row.declined_reason,
  setAside: row.set_aside_at !== null,
  suggested: row.suggested_name ? { name: row.suggested_name, email: row.suggested_email ?? null } : null,
})
