import type { Knex } from 'knex'
import type { Db } from '../../../db/connection.ts'
import { withKeptSql } from '../../../db/kept-sql.ts'
import { lookup, type Lookup } from '../../../db/lookups.ts'
import type { Actor } from '../../../domain/actor.ts'
import { forever } from '../../../domain/consent.ts'
import type { ConsentAhead, TalliesAhead } from '../../../domain/freshness.ts'
import type { Day } from '../../../domain/time.ts'
import { closesForLibrary } from '../../frameworks/frameworks.public.ts'
import { evidenceByItem, tallyColumns, unexpiredOn } from '../coverage/coverage.store.ts'

interface Planned {
  organisationId: string
  /** the day to check for; null for the next deadline */
  on: Day | null
  today: Day
}

type ItemTally = Required<TalliesAhead>[ConsentAhead] & { itemId: string; ahead: ConsentAhead }

/**
 * Counts the evidence for each item by the state of its consent on `on`, or on the next deadline. Leaves out evidence
 * that will have expired by then. Keyed by item id.
 */
export const freshnessTallies = withKeptSql(
  (db: Db, actor: Actor, planned: Planned): Lookup<Map<string, TalliesAhead>> =>
    lookup<ItemTally, Map<string, TalliesAhead>>(
      () =>
        db
          .from(
            db
              .from(evidenceByItem(db, actor, planned.organisationId))
              .where(unexpiredOn(dayOrDeadline(db, planned)))
              .select('by_item.*', consentAhead(db, planned))
              .as('with_consent') as Knex.QueryBuilder,
          )
          .groupBy('itemId', 'ahead')
          .select('itemId', 'ahead', db.raw('min(??) as ??', ['panelUntil', 'endsOn']), ...tallyColumns(db)),
      ['itemId', 'ahead', 'evidenceItems', 'undated', 'coveredTo', 'endsOn'],
      rows => {
        const tallies = new Map<string, TalliesAhead>()
        for (const { itemId, ahead, ...tally } of rows) tallies.set(itemId, { ...tallies.get(itemId), [ahead]: tally })
        return tallies
      },
    ),
)

/** SQL for the value of `ConsentAhead` in src/domain/freshness.ts. */
function consentAhead(db: Db, planned: Planned): Knex.Raw {
  return db.raw(
    `case when ?? is null then 'missing' when ?? = ? then 'no end' when ?? >= ? then 'holds' when ?? < ? then 'ended'
      else 'ends' end as ahead`,
    ['panelUntil', 'panelUntil', forever, 'panelUntil', dayOrDeadline(db, planned), 'panelUntil', planned.today],
  )
}

const dayOrDeadline = (db: Db, { organisationId, on, today }: Planned): Knex.Raw =>
  on
    ? db.raw('?', [on])
    : db.raw('coalesce((?), ?)', [deadlines(db, { id: organisationId }, today).select('on'), today])

/** The day when the library next needs up-to-date evidence, and why. */
export interface Deadline {
  on: Day
  reason: 'renewal' | 'round' | 'today'
}

interface DeadlineRow {
  on: Day
  reason: 'renewal' | 'round'
}

/**
 * The library's next deadline: an award's last valid day, or the day on which a round closes for the library's draft or
 * returned application, whichever is earlier. Today when there is neither.
 */
export const nextDeadline = withKeptSql((db: Db, organisation: { id: string }, today: Day): Lookup<Deadline> =>
  lookup<DeadlineRow, Deadline>(
    () => deadlines(db, organisation, today).select('on', 'reason'),
    ['on', 'reason'],
    ([row]) => row ?? { on: today, reason: 'today' },
  ),
)

function deadlines(db: Db, organisation: { id: string }, today: Day): Knex.QueryBuilder {
  const awards = db('awards')
    .where({ organisation_id: organisation.id })
    .whereIn('status', ['valid', 'renewal open', 'extended'])
    .where('valid_to', '>=', today)
    .select({ on: 'valid_to' }, db.raw(`'renewal' as reason`)) as Knex.QueryBuilder
  const rounds = db('applications')
    .join('rounds', 'rounds.id', 'applications.round_id')
    .where('applications.organisation_id', organisation.id)
    .whereIn('applications.status', ['draft', 'returned'])
    .whereRaw(`${closesForLibrary} >= ?`, [today])
    // a round closes at 5pm, so its day in UTC is its day in London
    .select(
      db.raw(`substr(${closesForLibrary}, 1, 10) as ??`, ['on']),
      db.raw(`'round' as reason`),
    ) as Knex.QueryBuilder
  return db
    .from(awards.unionAll([rounds]).as('due'))
    .orderBy('on')
    .limit(1)
}
