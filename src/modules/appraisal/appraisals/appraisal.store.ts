import type { Db } from '../../../db/connection.ts'
import { withKeptSql } from '../../../db/kept-sql.ts'
import { lookup, runLookup, type Lookup } from '../../../db/lookups.ts'
import type { Actor } from '../../../domain/actor.ts'
import type { ApplicationStatus } from '../../../domain/application.ts'
import type { Day } from '../../../domain/time.ts'
import { wasGiven } from '../findings/finding.store.ts'

/** One of the actor's seats or offers, as listed at /appraisals. */
export interface OwnSeat {
  applicationId: string
  organisation: string
  seatStatus: 'offered' | 'accepted'
  status: ApplicationStatus
  hasDeclared: boolean
  /** whether the seat is marked independent and the actor has not yet said if they are independent */
  needsIndependence: boolean
  chairs: boolean
  /** the number of findings with a judgement */
  judged: number
  /** the number of findings given to the panel */
  given: number
  /** whether findings were given before, even if all of them are open again */
  hasGivenBefore: boolean
  isOver: boolean
  /** the day by which the findings are due; null until it is set */
  readBy: Day | null
}

interface OwnSeatRow {
  applicationId: string
  organisation: string
  seatStatus: 'offered' | 'accepted'
  status: ApplicationStatus
  chairs: number
  marked: number
  says: string | null
  independent: number | null
  releasedAt: string | null
  readBy: Day | null
  judged: number
  given: number
  everGiven: number
}

/**
 * The actor's seats and offers, newest offer first, at most 60. Leaves out applications of the actor's own libraries,
 * and applications for which the actor declared a conflict.
 * @returns an empty list for a person without a role at the charity
 */
export const seatsOf = async (db: Db, actor: Actor): Promise<OwnSeat[]> =>
  actor.charityRoles.length === 0 ? [] : runLookup(db, ownSeats(db, actor))

const ownSeats = withKeptSql((db: Db, actor: Actor): Lookup<OwnSeat[]> =>
  lookup<OwnSeatRow, OwnSeat[]>(
    () =>
      db('seats')
        .join('applications', 'applications.id', 'seats.application_id')
        .join('organisations', 'organisations.id', 'applications.organisation_id')
        .leftJoin(
          'declarations',
          own =>
            void own
              .on('declarations.application_id', 'applications.id')
              .on('declarations.person_id', 'seats.person_id'),
        )
        .leftJoin('panels', 'panels.application_id', 'applications.id')
        .where('seats.person_id', actor.id)
        .whereIn('seats.status', ['offered', 'accepted'])
        .whereNotIn(
          'applications.organisation_id',
          actor.memberships.map(({ organisationId }) => organisationId),
        )
        .where(clear => void clear.whereNull('declarations.says').orWhere('declarations.says', 'no conflict'))
        .orderBy([{ column: 'seats.offered_at', order: 'desc' }, 'seats.id'])
        .limit(60)
        .select(
          'applications.id as applicationId',
          'organisations.name as organisation',
          'seats.status as seatStatus',
          'applications.status',
          'seats.chairs',
          'seats.independent as marked',
          'declarations.says',
          'declarations.independent',
          'applications.decision_letter_released_at as releasedAt',
          'panels.read_by as readBy',
          db.raw(
            `(select count(*) from findings where findings.seat_id = seats.id
              and findings.judgement is not null) as judged`,
          ),
          db.raw(
            `(select count(*) from findings where findings.seat_id = seats.id
              and findings.given_at is not null) as given`,
          ),
          db.raw(`(select count(*) from findings where findings.seat_id = seats.id and ${wasGiven}) as "everGiven"`),
        ),
    [
      'applicationId',
      'organisation',
      'seatStatus',
      'status',
      'chairs',
      'marked',
      'says',
      'independent',
      'releasedAt',
      'readBy',
      'judged',
      'given',
      'everGiven',
    ],
    rows => rows.map(toOwnSeat),
  ),
)

const toOwnSeat = (row: OwnSeatRow): OwnSeat => ({
  applicationId: row.applicationId,
  organisation: row.organisation,
  seatStatus: row.seatStatus,
  status: row.status,
  hasDeclared: row.says !== null,
  needsIndependence: row.marked === 1 && row.says !== null && row.independent === null,
  chairs: row.chairs === 1,
  judged: row.judged,
  given: row.given,
  hasGivenBefore: row.everGiven > 0,
  readBy: row.readBy,
  isOver: row.status === 'withdrawn' || row.status === 'decided' || row.releasedAt !== null,
})
