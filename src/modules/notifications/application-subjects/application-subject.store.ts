import type { Knex } from 'knex'
import type { Db } from '../../../db/connection.ts'
import { jsonList } from '../../../db/json-list.ts'
import type { ReminderKind } from '../../../domain/reminder-schedule.ts'
import type { Subject } from '../../../domain/reminder-recipients.ts'
import { reminderSteps } from '../../../domain/reminder-schedule.ts'
import { addDays, dayOf, type Day, type Instant } from '../../../domain/time.ts'
import { changedBy } from '../calendar-dates/library-date.store.ts'
import type { SubjectSelection } from '../subjects/subject.store.ts'

export interface ApplicationRow {
  id: string
  organisationId: string
  organisation: string
  applicationId: string
  about: Day | null
  status: string
  applicationStatus: string
  /** when the date was set or, if later, last moved; another email announces that change on its day */
  since: Instant
  barred: string
}

export async function questionSubjects(db: Db, wanted: SubjectSelection): Promise<Subject[]> {
  const rows = await applicationColumns(
    db,
    db('questions').join('applications', 'applications.id', 'questions.application_id'),
  )
    .modify(query =>
      narrow(query, 'questions.id', wanted, open =>
        open.where('questions.status', 'open').where('questions.reply_by', '<=', latestDateWanted(wanted)),
      ),
    )
    .orderBy('questions.id')
    .select<ApplicationRow[]>(
      'questions.id',
      'questions.reply_by as about',
      'questions.status',
      changedBy(db, ['application.release'], 'questions.asked_at', 'since'),
    )
  return rows.map(row => toSubject('question', row, reminderSteps.question, whyNoAnswerIsDue(row)))
}

function whyNoAnswerIsDue({ status, applicationStatus }: ApplicationRow): Subject['nothingDueReason'] {
  if (status !== 'open' || applicationStatus === 'withdrawn') return 'over'
  return applicationStatus === 'on hold' ? 'on hold' : null
}

export async function returnSubjects(
  db: Db,
  kind: 'return' | 'more evidence',
  wanted: SubjectSelection,
): Promise<Subject[]> {
  const status = kind === 'return' ? 'returned' : 'more evidence asked'
  const rows = await applicationColumns(db, db('applications') as unknown as Knex.QueryBuilder)
    .modify(query =>
      narrow(query, 'applications.id', wanted, open =>
        open.where('applications.status', status).where('applications.until', '<=', latestDateWanted(wanted)),
      ),
    )
    .orderBy('applications.id')
    .select<ApplicationRow[]>(
      'applications.id',
      'applications.until as about',
      'applications.status',
      changedBy(db, ['application.date_moved'], 'applications.status_since', 'since'),
    )
  return rows.map(row => toSubject(kind, row, reminderSteps[kind], row.status === status ? null : 'over'))
}

export async function recommendationSubjects(db: Db, wanted: SubjectSelection): Promise<Subject[]> {
  const rows = await applicationColumns(
    db,
    db('recommendations')
      .join('applications', 'applications.id', 'recommendations.application_id')
      .leftJoin('awards', 'awards.id', 'recommendations.award_id'),
  )
    .modify(query =>
      narrow(query, 'recommendations.id', wanted, open =>
        open.where('recommendations.status', 'open').where('recommendations.due_on', '<=', latestDateWanted(wanted)),
      ),
    )
    .orderBy('recommendations.id')
    .select<(ApplicationRow & { awardStatus: string | null; closedAt: Instant | null })[]>(
      'recommendations.id',
      'recommendations.due_on as about',
      'recommendations.status',
      'awards.status as awardStatus',
      'organisations.closed_at as closedAt',
      db.raw('coalesce(applications.decision_letter_released_at, recommendations.made_at) as since'),
    )
  return rows.map(row =>
    toSubject(
      'recommendation',
      row,
      reminderSteps.recommendation,
      row.status !== 'open' || row.awardStatus === 'ended' || row.closedAt !== null ? 'over' : null,
    ),
  )
}

export const latestDateWanted = (wanted: SubjectSelection): Day =>
  'upTo' in wanted ? wanted.upTo : ('2999-12-31' as Day)

/** Limits a query to the wanted subjects: those with the ids in `wanted`, or the next page of open subjects. */
export function narrow(
  query: Knex.QueryBuilder,
  column: string,
  wanted: SubjectSelection,
  open: (query: Knex.QueryBuilder) => unknown,
): void {
  if ('ids' in wanted) return void query.whereIn(column, [...wanted.ids])
  query.where(column, '>', wanted.after).limit(wanted.limit)
  open(query)
}

/**
 * Selects the columns that every subject about an application needs. `barred` lists people with a conflict of interest,
 * and people with a panel seat or an offer.
 */
export const applicationColumns = (db: Db, from: Knex.QueryBuilder): Knex.QueryBuilder =>
  from.join('organisations', 'organisations.id', 'applications.organisation_id').select(
    'organisations.id as organisationId',
    'organisations.name as organisation',
    'applications.id as applicationId',
    'applications.status as applicationStatus',
    jsonList(
      db,
      { id: 'barred.id' },
      `from (select declarations.person_id as id from declarations
          where declarations.application_id = applications.id and declarations.says = 'conflict'
        union select seats.person_id from seats where seats.application_id = applications.id
          and seats.status in ('offered', 'accepted') and seats.person_id is not null) as barred`,
      'barred',
    ),
  )

export const toSubject = (
  kind: ReminderKind,
  row: ApplicationRow,
  steps: readonly number[],
  nothingDueReason: Subject['nothingDueReason'],
): Subject => ({
  kind,
  id: row.id,
  about: row.about,
  steps,
  from: addDays(dayOf(row.since), 1),
  organisationId: row.organisationId,
  organisation: row.organisation,
  applicationId: row.applicationId,
  nothingDueReason: row.about === null ? 'over' : nothingDueReason,
  barred: (JSON.parse(row.barred) as { id: string }[]).map(({ id }) => id),
  lapsesAfter: null,
  isSuspended: false,
  ownerId: null,
  neededFrom: [],
  chairId: null,
})
