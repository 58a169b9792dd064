import type { Knex } from 'knex'
import { lookup, type Lookup } from '../../../db/lookups.ts'
import type { Actor } from '../../../domain/actor.ts'
import { mostOfAKind, type CalendarDate, type CalendarKind } from '../../../domain/calendar-feed.ts'
import { dayOf, type Day, type Instant } from '../../../domain/time.ts'

/** Selects either all dates on which the person must act, for a feed, or one date that they can read. */
export type DatesAsked = { from: Day } | { id: string }

export const isForFeed = (asked: DatesAsked): asked is { from: Day } => 'from' in asked

interface Row {
  id: string
  name: string
  applicationId: string | null
  /** a day or an instant, depending on the column */
  due: Day | Instant
  changedAt: Instant
  isOnPanel: number
  mayBeWithUs?: number
}
const fields = ['id', 'name', 'applicationId', 'due', 'changedAt', 'isOnPanel'] as const

interface DateQuery {
  query: () => Knex.QueryBuilder
  id: string
  due: string
  flags?: readonly 'mayBeWithUs'[]
}

/**
 * Up to `mostOfAKind` dates that a query finds.
 * @param query returns a query that selects the columns in `fields`
 * @param id the column with the id
 * @param due the column with the day or instant
 * @param flags columns that the query selects besides `fields`
 */
export const datesIn = (
  kind: CalendarKind,
  { query, id, due, flags = [] }: DateQuery,
  asked: DatesAsked,
): Lookup<CalendarDate[]> =>
  lookup<Row, CalendarDate[]>(
    () =>
      (isForFeed(asked) ? query().where(due, '>=', asked.from) : query().where(id, asked.id))
        .orderBy([due, id])
        .limit(mostOfAKind),
    [...fields, ...flags],
    rows =>
      rows.map(({ due: on, isOnPanel, mayBeWithUs, ...row }) => {
        const at = on.length > 10 ? (on as Instant) : null
        const day = at ? dayOf(at) : (on as Day)
        return { ...row, kind, day, at, meeting: null, isOnPanel: isOnPanel > 0, mayBeWithUs: mayBeWithUs === 1 }
      }),
  )

/** The ids of the organisations in which the person has one of these roles. */
export const organisationsAs = ({ memberships }: Actor, roles: readonly string[]): string[] =>
  memberships.filter(({ role }) => roles.includes(role)).map(({ organisationId }) => organisationId)
