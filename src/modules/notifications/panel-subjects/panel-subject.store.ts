import type { Db } from '../../../db/connection.ts'
import { jsonList } from '../../../db/json-list.ts'
import { lastDayToAnswer } from '../../../domain/panel.ts'
import type { Subject } from '../../../domain/reminder-recipients.ts'
import { reminderSteps } from '../../../domain/reminder-schedule.ts'
import type { Day } from '../../../domain/time.ts'
import { offerTimesColumns, toOfferTimes, type OfferTimesRow } from '../../appraisal/appraisal.public.ts'
import {
  applicationColumns,
  narrow,
  toSubject,
  latestDateWanted,
  type ApplicationRow,
} from '../application-subjects/application-subject.store.ts'
import { changedBy } from '../calendar-dates/library-date.store.ts'
import type { SubjectSelection } from '../subjects/subject.store.ts'

interface OfferRow extends Omit<ApplicationRow, 'about'>, OfferTimesRow {
  personId: string | null
}

/**
 * Seat offers without a reply. Their date is the last day to reply, which is null until the offer has been emailed.
 */
export async function seatOfferSubjects(db: Db, wanted: SubjectSelection): Promise<Subject[]> {
  const rows = await applicationColumns(db, db('seats').join('applications', 'applications.id', 'seats.application_id'))
    .modify(query =>
      narrow(query, 'seats.id', wanted, open =>
        open.where('seats.status', 'offered').whereIn('applications.status', [...underWay]),
      ),
    )
    .orderBy('seats.id')
    .select<OfferRow[]>(
      'seats.id',
      'seats.status',
      'seats.person_id as personId',
      ...offerTimesColumns(db),
      changedBy(db, ['application.release'], 'seats.offered_at', 'since'),
    )
  return rows.map(row => {
    const about = lastDayToAnswer(toOfferTimes(row))
    const since = row.emailedAt !== null && row.emailedAt > row.since ? row.emailedAt : row.since
    const subject = toSubject('seat offer', { ...row, about, since }, reminderSteps['seat offer'], whyNoReplyIsDue(row))
    return { ...subject, neededFrom: row.personId === null ? [] : [row.personId] }
  })
}

function whyNoReplyIsDue({ status, applicationStatus }: OfferRow): Subject['nothingDueReason'] {
  if (status !== 'offered' || !underWay.includes(applicationStatus)) return 'over'
  return applicationStatus === 'on hold' ? 'on hold' : null
}

const underWay: readonly string[] = ['checked', 'with the panel', 'more evidence asked', 'resubmitted', 'on hold']

interface FindingsRow extends ApplicationRow {
  about: Day
  unfinished: string
  chairId: string | null
}

const heldSeats = `from seats where seats.application_id = applications.id and seats.status = 'accepted'
  and seats.set_aside_at is null
  and not exists (select 1 from declarations where declarations.application_id = applications.id
    and declarations.person_id = seats.person_id and declarations.says = 'conflict')`

/** SQL condition: a seat's holder has given no findings yet, or must give some again because evidence was added. */
const isUnfinished = `(not exists (select 1 from findings where findings.seat_id = seats.id
    and findings.given_at is not null)
  or exists (select 1 from findings where findings.seat_id = seats.id and findings.given_at is null))`

/** Panels in the reading stage, with the day by which findings are due, and the members whose findings are missing. */
export async function findingsSubjects(db: Db, wanted: SubjectSelection): Promise<Subject[]> {
  const rows = await applicationColumns(
    db,
    db('applications').join('panels', 'panels.application_id', 'applications.id'),
  )
    .modify(query =>
      narrow(query, 'applications.id', wanted, open =>
        open.where('applications.status', 'with the panel').where('panels.read_by', '<=', latestDateWanted(wanted)),
      ),
    )
    .orderBy('applications.id')
    .select<FindingsRow[]>(
      'applications.id',
      'panels.read_by as about',
      'applications.status',
      changedBy(db, ['panel.read_by'], 'applications.status_since', 'since'),
      jsonList(db, { id: 'seats.person_id' }, `${heldSeats} and ${isUnfinished}`, 'unfinished'),
      db.raw(`(select person_id ${heldSeats} and seats.chairs = 1 limit 1) as "chairId"`),
    )
  return rows.map(row => {
    const neededFrom = (JSON.parse(row.unfinished) as { id: string }[]).map(({ id }) => id)
    const subject = toSubject('findings', row, reminderSteps.findings, whyNotDue(row, neededFrom))
    return { ...subject, neededFrom, chairId: row.chairId }
  })
}

function whyNotDue({ status }: FindingsRow, neededFrom: readonly string[]): Subject['nothingDueReason'] {
  if (status === 'on hold') return 'on hold'
  return status === 'with the panel' && neededFrom.length > 0 ? null : 'over'
}
