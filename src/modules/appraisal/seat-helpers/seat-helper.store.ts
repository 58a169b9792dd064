import type { Db, Tx } from '../../../db/connection.ts'
import { withKeptSql } from '../../../db/kept-sql.ts'
import { lookup, runLookup, type Lookup } from '../../../db/lookups.ts'
import type { Row } from '../../../db/tables.ts'
import type { Application } from '../../../domain/application.ts'
import type { HelperKind } from '../../../domain/seat-help.ts'
import type { Actor } from '../../../domain/actor.ts'
import { NotFound, Stale } from '../../../domain/refusals.ts'
import type { Instant } from '../../../domain/time.ts'
import { addressKey } from '../../../email/addresses.ts'

/** A helper or interpreter, with the details that only coordinators see. */
export interface HelperLine {
  id: string
  seatId: string
  personId: string | null
  kind: HelperKind
  name: string
  email: string
}

/**
 * The current helpers on this panel, in the order in which they were recorded. Leaves out helpers for seats that were
 * withdrawn or set aside. Makes one query.
 */
export const helpersOf = (db: Db | Tx, application: Pick<Application, 'id'>): Promise<HelperLine[]> =>
  runLookup(db, helpersIn(db, application.id))

/** The lookup behind `helpersOf`, for use with others in one statement. */
export const helpersIn = withKeptSql((db: Db | Tx, id: string): Lookup<HelperLine[]> =>
  lookup<HelperLine, HelperLine[]>(
    () =>
      db('seat_helpers')
        .join('seats', 'seats.id', 'seat_helpers.seat_id')
        .where('seats.application_id', id)
        .where('seats.status', 'accepted')
        .whereNull('seats.set_aside_at')
        .whereNull('seat_helpers.ended_at')
        .orderBy(['seat_helpers.recorded_at', 'seat_helpers.id'])
        .select(
          'seat_helpers.id',
          'seat_helpers.seat_id as seatId',
          'seat_helpers.person_id as personId',
          'seat_helpers.kind',
          'seat_helpers.name',
          'seat_helpers.email',
        ),
    ['id', 'seatId', 'personId', 'kind', 'name', 'email'],
    rows => rows,
  ),
)

/** @throws NotFound when there is no current helper with this id on this panel */
export async function findHelper(db: Db | Tx, application: Pick<Application, 'id'>, id: string): Promise<HelperLine> {
  const helper = (await helpersOf(db, application)).find(each => each.id === id)
  if (!helper) throw new NotFound()
  return helper
}

export async function insertHelper(trx: Tx, row: Omit<Row<'seat_helpers'>, 'ended_at'>): Promise<void> {
  await trx('seat_helpers').insert({ ...row, ended_at: null })
}

/** @throws Stale when the help has already ended */
export async function endHelper(trx: Tx, id: string, at: Instant): Promise<void> {
  const ended = await trx('seat_helpers').where({ id, ended_at: null }).update({ ended_at: at })
  if (ended === 0) throw new Stale()
}

/**
 * Ends all of a person's help, including help recorded for their email address that they have not been given.
 * @returns the ids of the applications that they helped with
 */
export async function endHelpOf(
  trx: Tx,
  { personId, email }: { personId: string; email: string },
  at: Instant,
): Promise<string[]> {
  const open = await trx('seat_helpers')
    .join('seats', 'seats.id', 'seat_helpers.seat_id')
    .where(own => void own.where('seat_helpers.person_id', personId).orWhereNull('seat_helpers.person_id'))
    .whereNull('seat_helpers.ended_at')
    .orderBy('seats.application_id')
    .select<{ id: string; personId: string | null; email: string; applicationId: string }[]>(
      'seat_helpers.id',
      'seat_helpers.person_id as personId',
      'seat_helpers.email',
      'seats.application_id as applicationId',
    )
  const own = open.filter(each => each.personId === personId || addressKey(each.email) === addressKey(email))
  for (const { id } of own) await endHelper(trx, id, at)
  return [...new Set(own.map(({ applicationId }) => applicationId))]
}

/** The applications of an organisation that a person helps a panel member with. */
export const applicationsHelped = (
  trx: Tx,
  { personId, organisationId }: { personId: string; organisationId: string },
): Promise<string[]> =>
  trx('seat_helpers')
    .join('seats', 'seats.id', 'seat_helpers.seat_id')
    .join('applications', 'applications.id', 'seats.application_id')
    .where('seat_helpers.person_id', personId)
    .where('applications.organisation_id', organisationId)
    .whereNull('seat_helpers.ended_at')
    .orderBy('applications.id')
    .distinct()
    .pluck<string[]>('applications.id')

/**
 * Assigns the help that was recorded for an email address to the account with that address. Leaves out help with a seat
 * that was withdrawn or set aside.
 * @returns the applications that the person can now help with
 */
export async function claimHelp(
  trx: Tx,
  { personId, email }: { personId: string; email: string },
): Promise<{ applicationId: string; organisation: string }[]> {
  const open = await trx('seat_helpers')
    .join('seats', 'seats.id', 'seat_helpers.seat_id')
    .join('applications', 'applications.id', 'seats.application_id')
    .join('organisations', 'organisations.id', 'applications.organisation_id')
    .whereNull('seat_helpers.person_id')
    .whereNull('seat_helpers.ended_at')
    .where('seats.status', 'accepted')
    .whereNull('seats.set_aside_at')
    .orderBy('seat_helpers.id')
    .select<{ id: string; email: string; applicationId: string; organisation: string }[]>(
      'seat_helpers.id',
      'seat_helpers.email',
      'applications.id as applicationId',
      'organisations.name as organisation',
    )
  const own = open.filter(each => addressKey(each.email) === addressKey(email))
  for (const { id } of own) await trx('seat_helpers').where({ id }).update({ person_id: personId })
  return own.map(({ applicationId, organisation }) => ({ applicationId, organisation }))
}

/** An application that a person helps with, for the list of their own appraisals. */
export interface OwnHelp {
  applicationId: string
  organisation: string
}

/**
 * The applications that the actor helps with, latest first, at most 60. Leaves out applications of the actor's own
 * libraries, and applications for which the actor declared a conflict.
 * @returns an empty list for a person without a role at the charity
 */
export const helpOf = async (db: Db, actor: Actor): Promise<OwnHelp[]> =>
  actor.charityRoles.length === 0 ? [] : runLookup(db, ownHelp(db, actor))

const ownHelp = withKeptSql((db: Db, actor: Actor): Lookup<OwnHelp[]> =>
  lookup<OwnHelp, OwnHelp[]>(
    () =>
      db('seat_helpers')
        .join('seats', 'seats.id', 'seat_helpers.seat_id')
        .join('applications', 'applications.id', 'seats.application_id')
        .join('organisations', 'organisations.id', 'applications.organisation_id')
        .where('seat_helpers.person_id', actor.id)
        .whereNull('seat_helpers.ended_at')
        .where('seats.status', 'accepted')
        .whereNull('seats.set_aside_at')
        .whereNotIn(
          'applications.organisation_id',
          actor.memberships.map(({ organisationId }) => organisationId),
        )
        .whereRaw(
          `not exists (select 1 from declarations where declarations.application_id = applications.id
            and declarations.person_id = ? and declarations.says = 'conflict')`,
          [actor.id],
        )
        .orderBy([{ column: 'seat_helpers.recorded_at', order: 'desc' }, 'seat_helpers.id'])
        .limit(60)
        .select('applications.id as applicationId', 'organisations.name as organisation'),
    ['applicationId', 'organisation'],
    rows => rows,
  ),
)
