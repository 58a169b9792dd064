import type { Knex } from 'knex'
import type { Db } from '../../../db/connection.ts'
import { withKeptSql } from '../../../db/kept-sql.ts'
import { lookup, type Lookup } from '../../../db/lookups.ts'
import type { Actor } from '../../../domain/actor.ts'
import type { Day } from '../../../domain/time.ts'
import { isNotBarred } from '../../awards/awards.public.ts'

/** A lapsed or suspended award that needs someone at the charity. */
export interface StoppedAward {
  id: string
  organisation: string
  status: 'lapsed' | 'suspended'
  /**
   * the day from which the award counts as lapsed or suspended, which can be before the change was made; null when no
   * such change is recorded
   */
  since: Day | null
  reason: string | null
  validTo: Day | null
  /** the latest follow-up recorded since the award lapsed or was suspended; null when there is none */
  done: string | null
  doneBy: string | null
}

export interface StoppedAwards {
  awards: readonly StoppedAward[]
  /** true when more awards match than `awards` contains */
  more: boolean
}

/** Joins an award's latest lapse or suspension that has not been undone. */
const stoppingChange = `left join award_changes stopping on stopping.id = (select award_changes.id from award_changes
    where award_changes.award_id = awards.id and award_changes.undone_at is null
    and award_changes.move in ('lapse', 'suspend')
    order by award_changes.number desc limit 1)`

/** Joins the latest follow-up recorded since the award lapsed or was suspended. */
const followUp = `left join award_follow_ups on award_follow_ups.id = (select latest.id from award_follow_ups latest
    where latest.award_id = awards.id and latest.recorded_at >= coalesce(stopping.at, '')
    order by latest.recorded_at desc, latest.id desc limit 1)`

/**
 * Suspended awards and, for coordinators, lapsed awards, without a follow-up. Trustees also get suspended awards with
 * one. Leaves out the person's own libraries, and awards with an application on which they declared a conflict. Also
 * leaves out lapsed awards whose reappraisal is with the charity. As in `preventsLapse`, an application that the
 * library has to submit again counts as being with the charity until its deadline.
 */
export const stoppedAwards = withKeptSql(
  (db: Db, actor: Actor, { today, limit }: { today: Day; limit: number }): Lookup<StoppedAwards> => {
    const statuses = actor.charityRoles.includes('coordinator') ? ['suspended', 'lapsed'] : ['suspended']
    // One query per status can use the index. A single query would sort all these awards to return a few.
    const first = () =>
      statuses.map(status => {
        const ofStatus = stoppedWith(db, actor, { status, today })
          .orderBy(['awards.valid_to', 'awards.id'])
          .limit(limit + 1)
        return db.from(ofStatus.as('stopped')).select('*')
      })
    const stopped = () => {
      const [one, ...others] = first()
      return db
        .from(one!.unionAll(others).as('stopped'))
        .orderByRaw(`case when status = 'suspended' then 0 else 1 end, "validTo", id`)
        .limit(limit + 1)
        .select('*') as Knex.QueryBuilder
    }
    const columns = ['id', 'organisation', 'status', 'since', 'reason', 'validTo', 'done', 'doneBy'] as const
    return lookup<StoppedAward, StoppedAwards>(stopped, columns, rows => ({
      awards: rows.slice(0, limit),
      more: rows.length > limit,
    }))
  },
)

function stoppedWith(db: Db, actor: Actor, { status, today }: { status: string; today: Day }): Knex.QueryBuilder {
  // Trustees also get suspended awards with a follow-up, because only trustees can restore them.
  const isTrustee = actor.charityRoles.includes('trustee')
  const submitted = db('applications')
    .whereRaw('applications.award_id = awards.id')
    .whereNotIn('applications.status', ['draft', 'withdrawn'])
    .whereNull('applications.decision_letter_released_at')
    .where(
      withUs =>
        void withUs
          .whereNotIn('applications.status', ['returned', 'more evidence asked'])
          .orWhereNull('applications.until')
          .orWhere('applications.until', '>=', today),
    )
  return db('awards')
    .join('organisations', 'organisations.id', 'awards.organisation_id')
    .joinRaw(stoppingChange)
    .joinRaw(followUp)
    .where('awards.status', status)
    .whereNull('awards.removed_at')
    .where(isNotBarred(db, actor))
    .modify(open => void (status === 'lapsed' ? open.whereNotExists(submitted) : open))
    .modify(open => void (isTrustee && status === 'suspended' ? open : open.whereNull('award_follow_ups.id')))
    .select(
      'awards.id',
      'organisations.name as organisation',
      'awards.status',
      'awards.valid_to as validTo',
      'stopping.from_day as since',
      'stopping.reason',
      'award_follow_ups.done',
      'award_follow_ups.done_by as doneBy',
    ) as Knex.QueryBuilder
}
