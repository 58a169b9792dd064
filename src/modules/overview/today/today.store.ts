import type { Knex } from 'knex'
import type { Db } from '../../../db/connection.ts'
import { lookup, type Lookup } from '../../../db/lookups.ts'
import type { Actor } from '../../../domain/actor.ts'
import type { Day } from '../../../domain/time.ts'
import { applicationsKnownTo } from '../../access/access.public.ts'
import { awardsShown, isCurrent, type FilterName } from '../renewal-filters/renewal-filter.store.ts'

/** How many awards and applications are in which state today. */
export interface TodayFigures {
  current: number
  endingSoon: number
  overdue: number
  suspended: number
  firstApplications: number
  panels: number
}
const names = ['current', 'endingSoon', 'overdue', 'suspended', 'firstApplications', 'panels'] as const

/**
 * The figures of today, counted by the rules of the renewals page. Leaves out applications that the reader may not know
 * of, and drafts.
 */
export function figuresOfToday(db: Db, actor: Actor, today: Day): Lookup<TodayFigures> {
  const shown = (show: FilterName) =>
    awardsShown(db, actor, { show, name: '', month: null, streamId: '', criteria: [] }, today)
  const known = () => applicationsKnownTo(db, actor).modify(isCurrent) as Knex.QueryBuilder
  const counts: Record<keyof TodayFigures, Knex.QueryBuilder> = {
    current: shown('all').whereNot('awards.status', 'suspended'),
    endingSoon: shown('within-60'),
    overdue: shown('overdue'),
    suspended: db('awards').where('awards.status', 'suspended') as Knex.QueryBuilder,
    firstApplications: known().where('applications.kind', 'first').whereNotNull('applications.submitted_at'),
    panels: known().whereIn('applications.status', ['with the panel', 'more evidence asked', 'resubmitted']),
  }
  return lookup<Record<keyof TodayFigures, number | string>, TodayFigures>(
    db.select(names.map(name => counts[name].count('*').as(name))),
    names,
    ([row]) => Object.fromEntries(names.map(name => [name, Number(row?.[name] ?? 0)])) as unknown as TodayFigures,
  )
}
