import type { Db } from '../../../db/connection.ts'
import { withKeptSql } from '../../../db/kept-sql.ts'
import { lookup, type Lookup } from '../../../db/lookups.ts'
import type { Actor } from '../../../domain/actor.ts'
import type { ApplicationStatus } from '../../../domain/application.ts'
import { lastDayToAnswer } from '../../../domain/panel.ts'
import type { Day, Instant } from '../../../domain/time.ts'
import {
  offerTimesColumns,
  offerTimesFields,
  toOfferTimes,
  wasGiven,
  type OfferTimesRow,
} from '../../appraisal/appraisal.public.ts'

/** A panel seat that its holder accepted or can still accept. */
export interface SeatWaiting {
  applicationId: string
  organisation: string
  seatStatus: 'offered' | 'accepted'
  status: ApplicationStatus
  declared: boolean
  /** whether the seat is marked independent, but the declaration that the person made does not say whether they are */
  needsIndependence: boolean
  chairs: boolean
  judged: number
  /** whether the panel asked for more evidence and findings that were given are open again */
  openAgain: boolean
  hasGivenAll: boolean
  /** whether a trustee sent back the panel's last proposal, and the library has submitted no more evidence since */
  isSentBack: boolean
  /** the day by which the findings are due; null until it is set */
  readBy: Day | null
  /** the last day on which the offer can be answered; null while its email is waiting to be sent */
  answerBy: Day | null
  /** the first panel meeting about the application that has not ended, even if its day has passed */
  meeting: { id: string; startsAt: Instant } | null
}

interface SeatRow
  extends
    Omit<
      SeatWaiting,
      'declared' | 'needsIndependence' | 'chairs' | 'openAgain' | 'hasGivenAll' | 'isSentBack' | 'answerBy' | 'meeting'
    >,
    OfferTimesRow {
  meetingId: string | null
  meetsAt: Instant | null
  chairs: number
  declared: number
  unconfirmed: number
  given: number
  everGiven: number
  openNow: number
  lastSent: string | null
}

const findingsHere = 'from findings where findings.seat_id = seats.id'

export const seatsWaiting = withKeptSql((db: Db, actor: Actor): Lookup<SeatWaiting[]> => {
  const waiting = () =>
    db('seats')
      .join('applications', 'applications.id', 'seats.application_id')
      .join('organisations', 'organisations.id', 'applications.organisation_id')
      .leftJoin('panels', 'panels.application_id', 'applications.id')
      .where('seats.person_id', actor.id)
      .whereRaw(actor.charityRoles.length > 0 ? '1 = 1' : '1 = 0')
      .whereIn('seats.status', ['offered', 'accepted'])
      .whereIn('applications.status', ['checked', 'with the panel', 'resubmitted', 'more evidence asked'])
      .whereRaw(
        `not exists (select 1 from declarations where declarations.application_id = applications.id
        and declarations.person_id = seats.person_id and declarations.says = ?)`,
        ['conflict'],
      )
      .orderBy(['seats.offered_at', 'seats.id'])
      .limit(20)
      .select(
        'applications.id as applicationId',
        'organisations.name as organisation',
        'seats.status as seatStatus',
        'applications.status',
        'panels.read_by as readBy',
        'seats.chairs',
        ...offerTimesColumns(db),
        db.raw(
          `(select count(*) from declarations where declarations.application_id = applications.id
          and declarations.person_id = seats.person_id) as declared`,
        ),
        db.raw(
          `(select count(*) from declarations where declarations.application_id = applications.id
          and declarations.person_id = seats.person_id and declarations.independent is null
          and seats.independent = 1) as unconfirmed`,
        ),
        db.raw(`(select count(*) ${findingsHere} and findings.given_at is not null) as given`),
        db.raw(`(select count(*) ${findingsHere} and ${wasGiven}) as "everGiven"`),
        db.raw(`(select count(*) ${findingsHere} and findings.judgement is not null) as judged`),
        // saved findings that are not given, including those reopened for more evidence
        db.raw(`(select count(*) ${findingsHere} and findings.given_at is null) as "openNow"`),
        lastProposalSent(db).as('lastSent'),
        firstMeeting(db, 'meetings.id').as('meetingId'),
        firstMeeting(db, 'meetings.starts_at').as('meetsAt'),
      )
  return lookup<SeatRow, SeatWaiting[]>(
    waiting,
    [
      'applicationId',
      'organisation',
      'seatStatus',
      'status',
      'readBy',
      'chairs',
      ...offerTimesFields,
      'declared',
      'unconfirmed',
      'given',
      'everGiven',
      'judged',
      'openNow',
      'lastSent',
      'meetingId',
      'meetsAt',
    ],
    rows =>
      rows.map(
        ({
          unconfirmed,
          given,
          everGiven,
          openNow,
          lastSent,
          offeredAt,
          emailedAt,
          emailsWaiting,
          countedFrom,
          meetingId,
          meetsAt,
          ...row
        }) => ({
          ...row,
          meeting: meetingId && meetsAt ? { id: meetingId, startsAt: meetsAt } : null,
          answerBy: lastDayToAnswer(toOfferTimes({ offeredAt, emailedAt, emailsWaiting, countedFrom })),
          chairs: row.chairs === 1,
          declared: row.declared > 0,
          needsIndependence: unconfirmed > 0,
          isSentBack: lastSent === 'sent back',
          openAgain: everGiven > 0 && openNow > 0,
          hasGivenAll: given > 0 && openNow === 0,
        }),
      ),
  )
})

/**
 * The status of the last proposal that the panel sent to a trustee; null when the library has submitted more evidence
 * since it was sent back, because the panel then reads again.
 */
const lastProposalSent = (db: Db) =>
  db('proposals')
    .whereRaw('proposals.application_id = applications.id')
    .whereNot('proposals.status', 'being written')
    .orderBy([
      { column: 'proposals.started_at', order: 'desc' },
      { column: 'proposals.version', order: 'desc' },
    ])
    .limit(1)
    .select(
      db.raw(`case when proposals.sent_back_at < (select max(submissions.submitted_at) from submissions
        where submissions.application_id = applications.id) then null else proposals.status end as status`),
    )

const firstMeeting = (db: Db, column: string) =>
  db('meeting_items')
    .join('meetings', 'meetings.id', 'meeting_items.meeting_id')
    .whereRaw('meeting_items.application_id = applications.id')
    .whereNotIn('meetings.status', ['ended', 'cancelled'])
    .orderBy(['meetings.starts_at', 'meetings.id'])
    .limit(1)
    .select(column)
