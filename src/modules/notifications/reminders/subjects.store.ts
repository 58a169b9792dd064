import type { Knex } from 'knex'
import type { Db } from '../../../db/connection.ts'
import { jsonList } from '../../../db/json-list.ts'
import type { ReminderKind } from '../../../domain/ladder.ts'
import type { Thing } from '../../../domain/reminding.ts'
import { addDays, dayOf, type Day, type Instant } from '../../../domain/time.ts'
import { awardThings } from './award-subjects.store.ts'
import { consentThings } from './consent-subjects.store.ts'
import { recurringThings } from './recurring-subjects.store.ts'

/** Days before the date. A question or a return is told of by its own letter on the day it is asked. */
const replySteps = [14, 7, 1, 0] as const
const promiseSteps = [28, 7, 0] as const

/** Which things: some by their ids, or those after one whose date comes up to a day and those that have open lines. */
export type Wanted = { ids: readonly string[] } | { after: string; upTo: Day; limit: number }

/** Things of one kind with their dates as they are now, in order of their ids. */
export async function thingsOf(db: Db, kind: ReminderKind, wanted: Wanted): Promise<Thing[]> {
  if ('ids' in wanted && wanted.ids.length === 0) return []
  if (kind === 'award') return awardThings(db, wanted)
  if (kind === 'consent') return consentThings(db, wanted)
  if (kind === 'recurring') return recurringThings(db, wanted)
  if (kind === 'question') return questionThings(db, wanted)
  return kind === 'recommendation' ? recommendationThings(db, wanted) : returnThings(db, kind, wanted)
}

interface Row {
  id: string
  organisationId: string
  organisation: string
  applicationId: string
  about: Day | null
  status: string
  caseStatus: string
  since: Instant
  barred: string
}

async function questionThings(db: Db, wanted: Wanted): Promise<Thing[]> {
  const rows = await caseColumns(
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
    thing(
      'question',
      row,
      replySteps,
      row.status !== 'open' || row.caseStatus === 'withdrawn'
        ? 'over'
        : row.caseStatus === 'on hold'
          ? 'on hold'
          : null,
    ),
  )
}

async function returnThings(db: Db, kind: 'return' | 'more evidence', wanted: Wanted): Promise<Thing[]> {
  const status = kind === 'return' ? 'returned' : 'more evidence asked'
  const rows = await caseColumns(db, db('applications') as unknown as Knex.QueryBuilder)
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
  return rows.map(row => thing(kind, row, replySteps, row.status === status ? null : 'over'))
}

async function recommendationThings(db: Db, wanted: Wanted): Promise<Thing[]> {
  const rows = await caseColumns(
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
      db.raw('coalesce(applications.letter_released_at, recommendations.made_at) as since'),
    )
  return rows.map(row =>
    thing('recommendation', row, promiseSteps, row.status !== 'open' || row.awardStatus === 'ended' ? 'over' : null),
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
const caseColumns = (db: Db, from: Knex.QueryBuilder): Knex.QueryBuilder =>
  from.join('organisations', 'organisations.id', 'applications.organisation_id').select(
    'organisations.id as organisationId',
    'organisations.name as organisation',
    'applications.id as applicationId',
    'applications.status as caseStatus',
    jsonList(
      db,
      { id: 'people.id' },
      `from people where people.id in (select person_id from declarations where declarations.application_id = applications.id and says = 'conflict')
    or people.id in (select person_id from seats where seats.application_id = applications.id and seats.status in ('offered', 'accepted'))`,
      'barred',
    ),
  )

const thing = (kind: ReminderKind, row: Row, steps: readonly number[], asksNothing: Thing['asksNothing']): Thing => ({
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
