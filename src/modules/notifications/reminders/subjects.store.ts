import type { Knex } from 'knex'
import type { Db } from '../../../db/connection.ts'
import { jsonList } from '../../../db/json-list.ts'
import type { ReminderKind } from '../../../domain/ladder.ts'
import type { Entity } from '../../../domain/reminding.ts'
import { addDays, dayOf, type Day, type Instant } from '../../../domain/time.ts'
import { awardSubjects } from './award-subjects.store.ts'
import { consentSubjects } from './consent-subjects.store.ts'
import { recurringSubjects } from './recurring-subjects.store.ts'

/** Days before the date. A question or a return is told of by its own letter on the day it is asked. */
const replySteps = [14, 7, 1, 0] as const
const promiseSteps = [28, 7, 0] as const

/** Which things: some by their ids, or those after one whose date comes up to a day and those that have open lines. */
export type Wanted = { ids: readonly string[] } | { after: string; upTo: Day; limit: number }

/** Things of one kind with their dates as they are now, in order of their ids. */
export async function subjectsOf(db: Db, kind: ReminderKind, wanted: Wanted): Promise<Entity[]> {
  if ('ids' in wanted && wanted.ids.length === 0) return []
  if (kind === 'award') return awardSubjects(db, wanted)
  if (kind === 'consent') return consentSubjects(db, wanted)
  if (kind === 'recurring') return recurringSubjects(db, wanted)
  if (kind === 'question') return questionSubjects(db, wanted)
  return kind === 'recommendation' ? recommendationSubjects(db, wanted) : returnSubjects(db, kind, wanted)
}

interface Row {
  id: string
  organisationId: string
  organisation: string
  applicationId: string
  about: Day | null
  status: string
  applicationStatus: string
  since: Instant
  barred: string
}

async function questionSubjects(db: Db, wanted: Wanted): Promise<Entity[]> {
  const rows = await applicationColumns(
    db,
    db('questions').join('applications', 'applications.id', 'questions.application_id'),
  )
    .modify(query =>
      narrow(query, 'questions.id', wanted, open =>
        open.where('questions.status', 'open').where('questions.reply_by', '<=', upToOf(wanted)),
      ),
    )
    .orderBy('questions.id')
    .select<Row[]>('questions.id', 'questions.reply_by as about', 'questions.status', 'questions.asked_at as since')
  return rows.map(row =>
    entity(
      'question',
      row,
      replySteps,
      row.status !== 'open' || row.applicationStatus === 'withdrawn'
        ? 'over'
        : row.applicationStatus === 'on hold'
          ? 'on hold'
          : null,
    ),
  )
}

async function returnSubjects(db: Db, kind: 'return' | 'more evidence', wanted: Wanted): Promise<Entity[]> {
  const status = kind === 'return' ? 'returned' : 'more evidence asked'
  const rows = await applicationColumns(db, db('applications') as unknown as Knex.QueryBuilder)
    .modify(query =>
      narrow(query, 'applications.id', wanted, open =>
        open.where('applications.status', status).where('applications.until', '<=', upToOf(wanted)),
      ),
    )
    .orderBy('applications.id')
    .select<Row[]>(
      'applications.id',
      'applications.until as about',
      'applications.status',
      'applications.status_since as since',
    )
  return rows.map(row => entity(kind, row, replySteps, row.status === status ? null : 'over'))
}

async function recommendationSubjects(db: Db, wanted: Wanted): Promise<Entity[]> {
  const rows = await applicationColumns(
    db,
    db('recommendations')
      .join('applications', 'applications.id', 'recommendations.application_id')
      .leftJoin('awards', 'awards.id', 'recommendations.award_id'),
  )
    .modify(query =>
      narrow(query, 'recommendations.id', wanted, open =>
        open.where('recommendations.status', 'open').where('recommendations.due_on', '<=', upToOf(wanted)),
      ),
    )
    .orderBy('recommendations.id')
    .select<(Row & { awardStatus: string | null })[]>(
      'recommendations.id',
      'recommendations.due_on as about',
      'recommendations.status',
      'awards.status as awardStatus',
      db.raw('coalesce(applications.decision_letter_released_at, recommendations.made_at) as since'),
    )
  return rows.map(row =>
    entity('recommendation', row, promiseSteps, row.status !== 'open' || row.awardStatus === 'ended' ? 'over' : null),
  )
}

const upToOf = (wanted: Wanted): Day => ('upTo' in wanted ? wanted.upTo : ('2999-12-31' as Day))

/** Everything by id; on the way through all of them only what is open. */
function narrow(
  query: Knex.QueryBuilder,
  column: string,
  wanted: Wanted,
  open: (query: Knex.QueryBuilder) => unknown,
): void {
  if ('ids' in wanted) return void query.whereIn(column, [...wanted.ids])
  query.where(column, '>', wanted.after).limit(wanted.limit)
  open(query)
}

/** What every thing of a case has: its organisation, and who has no say there because of a conflict or a seat. */
const applicationColumns = (db: Db, from: Knex.QueryBuilder): Knex.QueryBuilder =>
  from.join('organisations', 'organisations.id', 'applications.organisation_id').select(
    'organisations.id as organisationId',
    'organisations.name as organisation',
    'applications.id as applicationId',
    'applications.status as applicationStatus',
    jsonList(
      db,
      { id: 'people.id' },
      `from people where people.id in (select person_id from declarations
        where declarations.application_id = applications.id and says = 'conflict')
    or people.id in (select person_id from seats where seats.application_id = applications.id
    and seats.status in ('offered', 'accepted'))`,
      'barred',
    ),
  )

const entity = (
  kind: ReminderKind,
  row: Row,
  steps: readonly number[],
  asksNothing: Entity['asksNothing'],
): Entity => ({
  kind,
  id: row.id,
  about: row.about,
  steps,
  from: addDays(dayOf(row.since), 1),
  organisationId: row.organisationId,
  organisation: row.organisation,
  applicationId: row.applicationId,
  asksNothing: row.about === null ? 'over' : asksNothing,
  barred: (JSON.parse(row.barred) as { id: string }[]).map(({ id }) => id),
  lapsesAfter: null,
  isSuspended: false,
  ownerId: null,
})
