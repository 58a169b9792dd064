import type { Knex } from 'knex'
import type { Db } from '../../../db/connection.ts'
import { withKeptSql } from '../../../db/kept-sql.ts'
import { lookup, type Lookup } from '../../../db/lookups.ts'
import type { Actor } from '../../../domain/actor.ts'
import { applicationStatuses, type ApplicationStatus } from '../../../domain/application.ts'
import { awardStatuses, type AwardStatus } from '../../../domain/award.ts'
import { boardDays } from '../../../domain/renewal-board.ts'
import { addDays, type Day } from '../../../domain/time.ts'
import { applicationsKnownTo } from '../../access/access.public.ts'
import { organisationsOf } from '../casework-cards/case-waiting.store.ts'

/** The largest number that the home page shows. Above it, the page shows “More than” this number. */
export const maxFigure = 1_000

/** Today's numbers of awards and applications by state, each counted up to `maxFigure` + 1. */
export interface TodayFigures {
  current: number
  endingSoon: number
  overdue: number
  suspended: number
  firstApplications: number
  panels: number
}
const onPanels = ['with the panel', 'more evidence asked', 'resubmitted'] as const
/** The statuses of applications that were submitted and have no decision. */
const underWay = applicationStatuses.filter(status => !['draft', 'decided', 'withdrawn'].includes(status))
const current = awardStatuses.filter(status => !['lapsed', 'ended'].includes(status))
const names = ['current', 'endingSoon', 'overdue', 'suspended', 'firstApplications', 'panels'] as const

/**
 * Today's figures, counted by the rules of the renewals page. Leaves out applications that are hidden from the viewer.
 * Also leaves out those of the viewer's own libraries, whose members must not learn of a decision before the letter.
 */
export const figuresOfToday = withKeptSql((db: Db, actor: Actor, today: Day): Lookup<TodayFigures> => {
  const awards = (statuses: readonly AwardStatus[]) =>
    db('awards').whereIn('status', [...statuses]) as Knex.QueryBuilder
  const known = (statuses: readonly ApplicationStatus[]) =>
    applicationsKnownTo(db, actor)
      .whereIn('applications.status', [...statuses])
      .whereNotIn('applications.organisation_id', organisationsOf(actor)) as Knex.QueryBuilder
  const counts = (): Record<keyof TodayFigures, Knex.QueryBuilder> => ({
    current: awards(current),
    endingSoon: awards(current).where('valid_to', '>=', today).where('valid_to', '<=', addDays(today, boardDays.ahead)),
    overdue: awards(['renewal open', 'extended', 'overdue']).where('valid_to', '<', today),
    suspended: awards(['suspended']),
    firstApplications: known(underWay).where('applications.kind', 'first'),
    panels: known(onPanels),
  })
  return lookup<TodayFigures, TodayFigures>(
    () => {
      const counted = counts()
      return db.select(
        names.map(name =>
          db
            .from(
              counted[name]
                .select(db.raw('1 as one'))
                .limit(maxFigure + 1)
                .as('counted'),
            )
            .count('*')
            .as(name),
        ),
      )
    },
    names,
    ([row]) => row!,
  )
})
