import type { Knex } from 'knex'
import { lookup } from '../../../db/lookups.ts'
import { memberRoles, type Actor } from '../../../domain/actor.ts'
import { mostOfAKind, type CalendarDate, type charityDates } from '../../../domain/calendar-feed.ts'
import { lastDayToAnswer } from '../../../domain/panel.ts'
import { dayOf, type Instant } from '../../../domain/time.ts'
import { applicationsKnownTo, applicationsReadableBy } from '../../access/access.public.ts'
import {
  offerTimesColumns,
  offerTimesFields,
  toOfferTimes,
  type OfferTimesRow,
} from '../../appraisal/appraisal.public.ts'
import { datesIn, isForFeed, organisationsAs } from './date-query.store.ts'
import { changedBy, notOnPanel, type Dates } from './library-date.store.ts'

type CharityDate = (typeof charityDates)[number]
type Query = Knex.QueryBuilder

interface OfferRow extends OfferTimesRow {
  id: string
  name: string
  applicationId: string
  /** when the offer was made or, if later, when a hold ended */
  changedAt: Instant
}

/** The last days to answer seat offers. Leaves out offers that still have to be emailed. */
const seatOffers: Dates = (db, actor, asked) => {
  const query = () => {
    const found = db('seats')
      .join('applications', 'applications.id', 'seats.application_id')
      .join('organisations', 'organisations.id', 'applications.organisation_id')
      .where('seats.person_id', actor.id)
      .where('seats.status', 'offered')
      .whereIn('applications.status', ['checked', 'with the panel', 'more evidence asked', 'resubmitted', 'on hold'])
      .whereIn('applications.id', applicationsKnownTo(db, actor).select('applications.id'))
      .orderBy(['seats.offered_at', 'seats.id'])
      .limit(mostOfAKind)
      .select(
        'seats.id as id',
        'organisations.name as name',
        'applications.id as applicationId',
        ...offerTimesColumns(db),
        changedBy(db, ['application.release'], 'seats.offered_at'),
      ) as Query
    if (!isForFeed(asked)) found.where('seats.id', asked.id)
    return found
  }
  const fields = ['id', 'name', 'applicationId', 'changedAt', ...offerTimesFields] as const
  return lookup<OfferRow, CalendarDate[]>(query, fields, rows => rows.flatMap(offerDate))
}

function offerDate({ id, name, applicationId, changedAt: movedAt, ...times }: OfferRow): CalendarDate[] {
  const day = lastDayToAnswer(toOfferTimes(times))
  if (day === null) return []
  const changedAt = times.emailedAt !== null && times.emailedAt > movedAt ? times.emailedAt : movedAt
  return [{ kind: 'seat offer', id, name, applicationId, day, at: null, meeting: null, changedAt, isOnPanel: false }]
}

const ownSeat = `select 1 from seats where seats.application_id = applications.id and seats.person_id = ?
  and seats.status = 'accepted' and seats.set_aside_at is null`
/** SQL condition: the person has given no findings yet, or must give some again after more evidence. */
const isUnfinished = `(not exists (select 1 from findings where findings.seat_id = seats.id
    and findings.given_at is not null)
  or exists (select 1 from findings where findings.seat_id = seats.id and findings.given_at is null))`

/** The states in which coordinators can set the read-by date, as in `canSetReadBy`. */
const statusesWithReadBy = ['checked', 'with the panel', 'more evidence asked', 'resubmitted']

/** The days by which panels' findings are due. Libraries do not see these days. */
const findings: Dates = (db, actor, asked) => {
  const query = () => {
    const found = db('panels')
      .join('applications', 'applications.id', 'panels.application_id')
      .join('organisations', 'organisations.id', 'applications.organisation_id')
      .whereIn('applications.status', isForFeed(asked) ? ['with the panel'] : statusesWithReadBy)
      .whereIn('applications.id', applicationsReadableBy(db, actor).select('applications.id'))
      .whereNotIn('applications.organisation_id', organisationsAs(actor, memberRoles))
      .select(
        'applications.id as id',
        'organisations.name as name',
        'applications.id as applicationId',
        'panels.read_by as due',
        changedBy(db, ['panel.read_by'], 'applications.status_since'),
        db.raw(`case when exists (${ownSeat}) then 1 else 0 end as "isOnPanel"`, [actor.id]),
      ) as Query
    if (isForFeed(asked)) found.where(waiting => void toGive(waiting, actor))
    return found
  }
  return datesIn('findings', { query, id: 'applications.id', due: 'panels.read_by' }, asked)
}

/**
 * Limits a query to panels on which the actor must still give findings. For a coordinator, also includes the panels on
 * which they have no seat.
 */
function toGive(query: Query, actor: Actor): void {
  query.whereRaw(`exists (${ownSeat} and ${isUnfinished})`, [actor.id])
  if (actor.charityRoles.includes('coordinator')) query.orWhereRaw(`not exists (${ownSeat})`, [actor.id])
}

/** The closing dates of rounds. Every signed-in person can see them; a feed has them only for coordinators. */
const rounds: Dates = (db, actor, asked) => {
  const query = () => {
    const found = db('rounds').select(
      'rounds.id as id',
      'rounds.name as name',
      db.raw('null as "applicationId"'),
      'rounds.closes_at as due',
      db.raw(
        `coalesce((select max(events.at) from events where events.entity = 'round' and events.entity_id = rounds.id),
          '2026-01-01T00:00:00.000Z') as "changedAt"`,
      ),
      notOnPanel(db),
    ) as Query
    if (isForFeed(asked) && !actor.charityRoles.includes('coordinator')) found.whereRaw('1 = 0')
    return found
  }
  return datesIn('round', { query, id: 'rounds.id', due: 'rounds.closes_at' }, asked)
}

interface MeetingRow {
  id: string
  startsAt: Instant
  endsAt: Instant
  sequence: number
  sentAt: Instant
}

/**
 * The panel meetings to which the person was invited, while they are allowed to know about an application on the
 * agenda.
 */
const meetings: Dates = (db, actor, asked) => {
  const known = () =>
    (applicationsKnownTo(db, actor) as Query)
      .whereNotIn('applications.organisation_id', organisationsAs(actor, memberRoles))
      .select('applications.id')
  const query = () => {
    const found = db('meetings')
      .join('meeting_invitations', 'meeting_invitations.meeting_id', 'meetings.id')
      .where('meeting_invitations.person_id', actor.id)
      .where('meeting_invitations.invited', 1)
      .whereIn('meetings.status', ['planned', 'under way'])
      .whereIn('meetings.id', db('meeting_items').whereIn('application_id', known()).select('meeting_id'))
      .orderBy(['meetings.starts_at', 'meetings.id'])
      .limit(mostOfAKind)
      .select(
        'meetings.id as id',
        'meetings.starts_at as startsAt',
        'meetings.ends_at as endsAt',
        'meeting_invitations.sequence as sequence',
        'meeting_invitations.sent_at as sentAt',
      ) as Query
    if (isForFeed(asked)) found.where('meetings.starts_at', '>=', asked.from)
    else found.where('meetings.id', asked.id)
    return found
  }
  return lookup<MeetingRow, CalendarDate[]>(query, ['id', 'startsAt', 'endsAt', 'sequence', 'sentAt'], rows =>
    rows.map(({ id, startsAt, endsAt, sequence, sentAt }) => ({
      kind: 'meeting',
      id,
      name: '',
      applicationId: null,
      day: dayOf(startsAt),
      at: startsAt,
      meeting: { endsAt, sequence },
      changedAt: sentAt,
      isOnPanel: false,
    })),
  )
}

export const charityDateSources: Record<CharityDate, Dates> = {
  'seat offer': seatOffers,
  findings,
  meeting: meetings,
  round: rounds,
}
