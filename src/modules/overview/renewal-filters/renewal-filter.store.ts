import type { Knex } from 'knex'
import type { Db, Tx } from '../../../db/connection.ts'
import { withKeptSql } from '../../../db/kept-sql.ts'
import { lookup, type Lookup } from '../../../db/lookups.ts'
import { startingWith } from '../../../db/name-search.ts'
import type { Actor } from '../../../domain/actor.ts'
import type { ApplicationStatus } from '../../../domain/application.ts'
import { awardStatuses, type AwardStatus } from '../../../domain/award.ts'
import { statusesWithLibrary, statusesWithCharity, boardDays, needingAction } from '../../../domain/renewal-board.ts'
import { addDays, addMonths, instantAt, type Day } from '../../../domain/time.ts'
import { wasNotReached } from '../../../email/readers.store.ts'
import { applicationsKnownTo, applicationsReadableBy } from '../../access/access.public.ts'
import { nameKey } from '../../organisations/organisations.public.ts'
import { criteriaWithoutEvidence, type StreamCriteria } from './recent-evidence.store.ts'

// The filters of the renewals page as SQL. `at-risk` repeats the rules of `risksOf` in domain/renewal-board.ts, and a
// test compares the two.

export const filterNames = [
  'needs-action',
  'at-risk',
  'overdue',
  'within-30',
  'within-60',
  'within-180',
  'with-us',
  'with-the-panel',
  'suspended-or-lapsed',
  'all',
] as const
export type FilterName = (typeof filterNames)[number]

/** The filters in an address. `month` is the first day of the month in which an award ends. */
export interface Filters {
  show: FilterName
  name: string
  month: Day | null
  /** empty for all streams */
  streamId: string
}

/**
 * The values on which the SQL of the filters depends. `names` is the range of name keys that start with the searched
 * name. `criteria` are the criteria whose missing evidence puts an award at risk.
 */
export interface Narrowing extends Omit<Filters, 'name'> {
  names: { typed: readonly [from: string, below: string] } | null
  criteria: readonly StreamCriteria[]
}

/** Converts filters into the values that their SQL needs. */
export function narrowingBy<Given extends Omit<Filters, 'show'>>(
  { name, ...filters }: Given,
  criteria: readonly StreamCriteria[],
): Omit<Given, 'name'> & Pick<Narrowing, 'names' | 'criteria'> {
  return { ...filters, names: name ? { typed: startingWith(nameKey(name)) } : null, criteria }
}

type Query = Knex.QueryBuilder

/**
 * SQL for the day on which an award ends: its last valid day or, if it has none, the end of its award period or
 * extension.
 */
export const endOfAward = 'coalesce(awards.valid_to, awards.base_valid_to)'

/** Limits a query to the awards after the last award of a page. The first condition lets the database use the index. */
export function beyondAward(query: Query, { end, id }: { end: string; id: string }): void {
  query.whereRaw(`${endOfAward} >= ? and (${endOfAward}, awards.id) > (?, ?)`, [end, end, id])
}

export function awardsShown(db: Db | Tx, actor: Actor, filters: Narrowing, today: Day): Query {
  const { names, month, streamId } = filters
  const query: Query = db('awards').join('organisations', 'organisations.id', 'awards.organisation_id')
  if (names) query.whereRaw('organisations.name_key >= ? and organisations.name_key < ?', [...names.typed])
  if (streamId) query.where('awards.stream_id', streamId)
  if (month) query.whereRaw(`${endOfAward} >= ? and ${endOfAward} < ?`, [month, addMonths(month, 1)])
  return query.modify(narrow, db, actor, { ...filters, today })
}

function narrow(query: Query, db: Db | Tx, actor: Actor, { show, criteria, today }: Narrowing & { today: Day }): void {
  if (show === 'with-us')
    return void query.whereRaw("awards.status <> 'ended'").where(ofUs => void atUsNow(ofUs, db, actor))
  if (show === 'with-the-panel')
    return void query.whereRaw("awards.status <> 'ended'").whereIn('awards.id', awardsOf(db, actor, ['with the panel']))
  if (show === 'suspended-or-lapsed') return void query.whereIn('awards.status', ['suspended', 'lapsed'])
  query.whereRaw("awards.status not in ('lapsed', 'ended')")
  if (show === 'needs-action') query.whereNotIn('awards.status', allBut(needingAction))
  if (show === 'overdue')
    query
      .whereNotIn('awards.status', allBut(['renewal open', 'extended', 'overdue']))
      .where('awards.valid_to', '<', today)
  if (show === 'at-risk')
    query
      .whereNotIn('awards.status', allBut(needingAction))
      .where(risk => void atRisk(risk, db, actor, { criteria, today }))
  const days = /^within-(\d+)$/.exec(show)?.[1]
  if (days)
    query
      .whereNotNull('awards.valid_to')
      .whereRaw(`${endOfAward} >= ? and ${endOfAward} <= ?`, [today, addDays(today, Number(days))])
}

/**
 * The states except `these`, for a condition with `not in`. With `in`, a database would sort all rows instead of
 * reading a page in order.
 */
const allBut = (these: readonly AwardStatus[]): AwardStatus[] => awardStatuses.filter(status => !these.includes(status))

/**
 * Limits a query to awards whose application is with the charity. If the actor is not allowed to know about the
 * application, the award's status decides.
 */
function atUsNow(query: Query, db: Db | Tx, actor: Actor): void {
  query
    .whereIn('awards.id', awardsOf(db, actor, statusesWithCharity))
    .orWhere(
      unknown =>
        void unknown.whereRaw("awards.status = 'renewal with us'").whereNotExists(currentApplication(db, actor)),
    )
}

function atRisk(
  query: Query,
  db: Db | Tx,
  actor: Actor,
  { criteria, today }: Pick<Narrowing, 'criteria'> & { today: Day },
): void {
  const isUnsubmitted = (award: Query): Query =>
    award.whereNot('awards.status', 'renewal with us').whereNotExists(currentApplication(db, actor, statusesSubmitted))
  query
    .where('awards.valid_to', '<', today)
    .orWhere(soon => void isUnsubmitted(soon.where('awards.valid_to', '<=', addDays(today, boardDays.soon))))
    .orWhereExists(currentApplication(db, actor).where(slow => isSlow(slow, today)))
    // `offset 0` keeps PostgreSQL from looking up the emails of every lead in the country
    .orWhereRaw(`not exists (select 1 ${leadsHere} and not (${wasNotReached}) limit 1 offset 0)`)
    .orWhereRaw(`(select max(${leadSeenAt}) ${leadsHere}) < ?`, [instantAt(addDays(today, -boardDays.away), '00:00')])
    .orWhere(
      close =>
        void close.whereRaw(`${endOfAward} <= ?`, [addDays(today, boardDays.ahead)]).where(
          lacking =>
            void lacking
              .whereRaw(`(select count(*) ${leadsHere}) = 1`)
              .orWhereExists(openRecommendations(db, actor).whereRaw('recommendations.award_id = awards.id'))
              .orWhere(
                evidence =>
                  void isUnsubmitted(evidence).whereRaw('? > 0', [criteriaWithoutEvidence(db, criteria, today)]),
              ),
        ),
    )
}

const statusesSubmitted = [...statusesWithCharity, 'with the panel', 'returned', 'more evidence asked'] as const

/**
 * Limits a query to applications that the library must soon submit again, or that the charity has had for a long time.
 */
function isSlow(query: Query, today: Day): void {
  query
    .where('applications.until', '<=', addDays(today, boardDays.near))
    .orWhere(
      long =>
        void long
          .whereNotIn('applications.status', [...statusesWithLibrary])
          .where('applications.submitted_at', '<', instantAt(addDays(today, -boardDays.long), '00:00')),
    )
}

/** A query for the current application of the outer query's award, if the person is allowed to know about it. */
export function currentApplication(
  db: Db | Tx,
  actor: Actor,
  statuses: readonly ApplicationStatus[] | null = null,
): Query {
  const query = applicationsKnownTo(db, actor).whereRaw('applications.award_id = awards.id').modify(isCurrent) as Query
  return statuses ? query.whereIn('applications.status', [...statuses]) : query
}

/**
 * Ids of awards whose current application has one of these statuses. Starts from the applications, because there are
 * fewer of them.
 */
const awardsOf = (db: Db | Tx, actor: Actor, statuses: readonly ApplicationStatus[]): Query =>
  applicationsKnownTo(db, actor)
    .modify(isCurrent)
    .whereIn('applications.status', [...statuses])
    .whereNotNull('applications.award_id')
    .select('applications.award_id') as Query

export function isCurrent(query: Query): void {
  query
    .whereNot('applications.status', 'withdrawn')
    .where(
      open =>
        void open.whereNot('applications.status', 'decided').orWhereNull('applications.decision_letter_released_at'),
    )
}

/** A query for required recommendations that are not closed, on applications that the person can read. */
export function openRecommendations(db: Db | Tx, actor: Actor): Query {
  return db('recommendations')
    .where('recommendations.kind', 'required')
    .whereIn('recommendations.status', ['open', 'answered'])
    .whereExists(
      applicationsReadableBy(db, actor).whereRaw('applications.id = recommendations.application_id'),
    ) as Query
}

/**
 * The number of recommendations that `openRecommendations` finds for each of these awards, by award id. Awards without
 * any are left out.
 */
export const openRecommendationsOf = withKeptSql(
  (db: Db | Tx, actor: Actor, awards: readonly string[]): Lookup<Map<string, number>> => {
    const recommendations = () =>
      openRecommendations(db, actor)
        .whereIn('recommendations.award_id', [...awards])
        .groupBy('recommendations.award_id')
        .select('recommendations.award_id as awardId')
        .count('* as count')
    return lookup<{ awardId: string; count: number }, Map<string, number>>(
      recommendations,
      ['awardId', 'count'],
      rows => new Map(rows.map(({ awardId, count }) => [awardId, count])),
    )
  },
)

/** The active leads of the award's organisation, as `from … where …` inside a query over `awards`. */
export const leadsHere = `from memberships join people on people.id = memberships.person_id and people.status = 'active'
  where memberships.organisation_id = awards.organisation_id and memberships.role = 'lead'
  and memberships.ended_at is null`

/** SQL for the time at which a lead last signed in or, if they never did, at which their account was created. */
export const leadSeenAt = 'coalesce(people.signed_in_at, people.created_at)'
