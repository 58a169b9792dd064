import type { Knex } from 'knex'
import type { Db } from '../../../db/connection.ts'
import { withKeptSql } from '../../../db/kept-sql.ts'
import { lookup, type Lookup } from '../../../db/lookups.ts'
import type { Actor } from '../../../domain/actor.ts'
import { allFrequencies, soonDays, type Unanswered } from '../../../domain/recurring.ts'
import { addDays, type Day, type Instant } from '../../../domain/time.ts'
import { askedName, type RecurringEvidence } from './recurring.store.ts'

export const recurringFilters = ['current', 'ended'] as const
export type RecurringFilter = (typeof recurringFilters)[number]

export type RecurringLine = Unanswered & Pick<RecurringEvidence, 'id' | 'title' | 'asked' | 'nextDue' | 'endedAt'>

const lineFields = [
  'id',
  'title',
  'every',
  'countedFrom',
  'anchorNumber',
  'nextOccurrence',
  'askedId',
  'askedName',
  'nextDue',
  'endedAt',
] as const
interface LineRow extends Unanswered {
  id: string
  title: string
  askedId: string
  askedName: string | null
  nextDue: Day
  endedAt: Instant | null
}

const selectLine = (db: Db, query: Knex.QueryBuilder): Knex.QueryBuilder =>
  query.select(
    'recurring_evidence.id',
    'recurring_evidence.title',
    'recurring_evidence.every',
    'recurring_evidence.anchor_on as countedFrom',
    'recurring_evidence.anchor_number as anchorNumber',
    'recurring_evidence.next_number as nextOccurrence',
    'recurring_evidence.asked_id as askedId',
    db.raw(askedName),
    'recurring_evidence.next_due as nextDue',
    'recurring_evidence.ended_at as endedAt',
  )

interface Page {
  show: RecurringFilter
  /** the last line of the previous page. `at` is its due date, or the time at which it ended */
  after: { at: string; id: string } | null
  limit: number
}

/** One page of a library's regular evidence: current evidence by due date, or ended evidence with the latest first. */
export const recurringLines = withKeptSql((db: Db, organisationId: string, page: Page): Lookup<RecurringLine[]> =>
  lookup<LineRow, RecurringLine[]>(
    () => selectLine(db, pageIn(db('recurring_evidence').where({ organisation_id: organisationId }), page)),
    lineFields,
    rows => rows.map(toLine),
  ),
)

function pageIn(query: Knex.QueryBuilder, { show, after, limit }: Page): Knex.QueryBuilder {
  query.limit(limit)
  if (show === 'current') {
    query.whereNull('ended_at').orderBy(['next_due', 'id'])
    if (after) query.whereRaw('(recurring_evidence.next_due, recurring_evidence.id) > (?, ?)', [after.at, after.id])
  } else {
    query.whereNotNull('ended_at').orderBy([
      { column: 'ended_at', order: 'desc' },
      { column: 'id', order: 'desc' },
    ])
    if (after) query.whereRaw('(recurring_evidence.ended_at, recurring_evidence.id) < (?, ?)', [after.at, after.id])
  }
  return query
}

export type RecurringDue = RecurringLine & { organisationId: string }

/** The maximum number of lines that a home page shows. */
const mostDue = 40

/**
 * Regular evidence that is late or due soon, for the home pages of leads and of the people responsible. Leaves out
 * closed organisations.
 */
export const recurringDue = withKeptSql((db: Db, actor: Actor, today: Day): Lookup<RecurringDue[]> =>
  lookup<LineRow & { organisationId: string }, RecurringDue[]>(
    () => selectLine(db, dueFor(db, actor, today)),
    [...lineFields, 'organisationId'],
    rows => rows.map(row => ({ ...toLine(row), organisationId: row.organisationId })),
  ),
)

function dueFor(db: Db, actor: Actor, today: Day): Knex.QueryBuilder {
  const organisationsAs = (wanted: string) =>
    actor.memberships.filter(({ role }) => role === wanted).map(({ organisationId }) => organisationId)
  return (db('recurring_evidence') as Knex.QueryBuilder)
    .whereNull('ended_at')
    .where(
      mine =>
        void mine
          .whereIn('organisation_id', organisationsAs('lead'))
          .orWhere(
            asked => void asked.whereIn('organisation_id', organisationsAs('contributor')).where('asked_id', actor.id),
          ),
    )
    .whereNotExists(
      db('organisations')
        .whereRaw('organisations.id = recurring_evidence.organisation_id')
        .whereNotNull('closed_at')
        .select(db.raw('1')),
    )
    .where(soon => {
      for (const every of allFrequencies)
        void soon.orWhere(
          each => void each.where('every', every).where('next_due', '<=', addDays(today, soonDays(every))),
        )
    })
    .orderBy(['next_due', 'id'])
    .limit(mostDue)
    .select('recurring_evidence.organisation_id as organisationId')
}

const toLine = ({ askedId, askedName: name, ...row }: LineRow): RecurringLine => ({
  id: row.id,
  title: row.title,
  every: row.every,
  countedFrom: row.countedFrom,
  anchorNumber: row.anchorNumber,
  nextOccurrence: row.nextOccurrence,
  asked: name === null ? null : { id: askedId, name },
  nextDue: row.nextDue,
  endedAt: row.endedAt,
})
