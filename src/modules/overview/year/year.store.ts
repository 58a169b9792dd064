import type { Db, Tx } from '../../../db/connection.ts'
import { withKeptSql } from '../../../db/kept-sql.ts'
import { lookup, runLookups, type Lookup } from '../../../db/lookups.ts'
import type { Actor } from '../../../domain/actor.ts'
import type { SeatKind } from '../../../domain/application.ts'
import { awardStatuses, type AwardStatus } from '../../../domain/award.ts'
import type { Outcome } from '../../../domain/judgements.ts'
import { dayOf, instantAt, type Day, type Instant } from '../../../domain/time.ts'
import { withoutDecisions, type ClosedDecision, type YearFigures } from '../../../domain/year.ts'

/** Figures, and the time at which they were counted. */
export type CountedFigures = YearFigures & { countedAt: Instant }

/**
 * The latest counted figures; null before the first count. Leaves out decisions on applications where the reader
 * declared a conflict, because a small count would reveal the outcome.
 */
export async function latestFigures(db: Db, reader: Actor): Promise<CountedFigures | null> {
  const { figures, closed } = await runLookups(db, {
    figures: figuresLookup(db),
    closed: decisionsClosedTo(db, reader),
  })
  return figures && { ...figures, decisions: withoutDecisions(figures, closed) }
}

const figuresLookup = withKeptSql((db: Db): Lookup<CountedFigures | null> =>
  lookup<{ figures: string; countedAt: Instant }, CountedFigures | null>(
    () => newestFigures(db).select('figures', 'counted_at as countedAt'),
    ['figures', 'countedAt'],
    ([row]) => (row ? { ...(JSON.parse(row.figures) as YearFigures), countedAt: row.countedAt } : null),
  ),
)

const newestFigures = (db: Db) => db('year_figures').orderBy('day', 'desc').limit(1)

/** The counted decisions to hide: those on applications where the reader declared a conflict of interest. */
const decisionsClosedTo = withKeptSql((db: Db, { id }: Actor): Lookup<ClosedDecision[]> => {
  const countedAt = () => newestFigures(db).select('counted_at')
  return lookup<{ outcome: Outcome; releasedAt: Instant }, ClosedDecision[]>(
    () =>
      db('declarations')
        .join('decisions', 'decisions.application_id', 'declarations.application_id')
        .where('declarations.person_id', id)
        .where('declarations.says', 'conflict')
        .where('decisions.released_at', '<=', countedAt())
        .where(counted => counted.whereNull('decisions.reversed_at').orWhere('decisions.reversed_at', '>', countedAt()))
        .select('decisions.outcome', 'decisions.released_at as releasedAt'),
    ['outcome', 'releasedAt'],
    rows => rows.map(({ outcome, releasedAt }) => ({ outcome, releasedOn: dayOf(releasedAt) })),
  )
})

/** Stores the figures in place of the earlier ones. */
export async function storeFigures(trx: Tx, figures: YearFigures, at: Instant): Promise<void> {
  await trx('year_figures').delete()
  await trx('year_figures').insert({ day: figures.day, figures: JSON.stringify(figures), counted_at: at })
}

/** The number of awards in each state. Leaves out awards that were removed or have ended. */
export async function countStates(db: Db): Promise<YearFigures['states']> {
  const rows = await db('awards')
    .whereNull('removed_at')
    .whereNot('status', 'ended')
    .groupBy('status')
    .select<{ status: AwardStatus; count: number | string }[]>('status', db.raw('count(*) as count'))
  return awardStatuses.flatMap(status => {
    const row = rows.find(each => each.status === status)
    return row ? [{ status, count: Number(row.count) }] : []
  })
}

const applicationsAtOnce = 200

/**
 * The applications whose decision letter was released on or after a day, with the names and days of their moves and
 * other events.
 */
export async function* releasedApplications(
  db: Db,
  from: Day,
): AsyncGenerator<{ releasedOn: Day; moves: { move: string; on: Day }[] }> {
  for (let after = ''; ;) {
    const rows = await db('applications')
      .where('decision_letter_released_at', '>=', instantAt(from, '00:00'))
      .where('id', '>', after)
      .orderBy('id')
      .limit(applicationsAtOnce)
      .select('id', 'decision_letter_released_at as releasedAt')
    const events = await db('events')
      .whereIn(
        'application_id',
        rows.map(({ id }) => id),
      )
      .where('name', 'like', 'application.%')
      .orderBy('sequence')
      .select('application_id as id', 'name', 'at')
    for (const { id, releasedAt } of rows)
      yield {
        releasedOn: dayOf(releasedAt as Instant),
        moves: events
          .filter(event => event.id === id)
          .map(({ name, at }) => ({ move: name.slice('application.'.length), on: dayOf(at) })),
      }
    if (rows.length < applicationsAtOnce) return
    after = rows.at(-1)!.id
  }
}

/** Counts the seats accepted on or after a given day, and the people in them, by kind of seat. */
export async function countSeats(db: Db, from: Day): Promise<YearFigures['seats']> {
  const rows = await db('seats')
    .where({ status: 'accepted' })
    .where('answered_at', '>=', instantAt(from, '00:00'))
    .groupBy('kind')
    .orderBy('kind')
    .select<{ kind: SeatKind; seats: number | string; people: number | string }[]>(
      'kind',
      db.raw('count(*) as seats'),
      db.raw('count(distinct person_id) as people'),
    )
  return rows.map(({ kind, seats, people }) => ({ kind, seats: Number(seats), people: Number(people) }))
}

/**
 * Counts the decisions whose decision letters were released on or after `from` and before `before`, by outcome. Leaves
 * out reversed decisions.
 */
export async function countDecisions(db: Db, from: Day, before: Day): Promise<Record<Outcome, number>> {
  const rows = await db('decisions')
    .whereNull('reversed_at')
    .where('released_at', '>=', instantAt(from, '00:00'))
    .where('released_at', '<', instantAt(before, '00:00'))
    .groupBy('outcome')
    .select<{ outcome: Outcome; count: number | string }[]>('outcome', db.raw('count(*) as count'))
  const counted = new Map(rows.map(({ outcome, count }) => [outcome, Number(count)]))
  const countOf = (outcome: Outcome): number => counted.get(outcome) ?? 0
  return {
    awarded: countOf('awarded'),
    'awarded with recommendations': countOf('awarded with recommendations'),
    'not yet': countOf('not yet'),
  }
}

/** The items, at most `limit`, about which libraries have been asked the most questions since a given day. */
export async function countQuestions(db: Db, from: Day, limit: number): Promise<{ itemId: string; count: number }[]> {
  const rows = await db('questions')
    .where('asked_at', '>=', instantAt(from, '00:00'))
    .groupBy('item_id')
    .orderByRaw('count(*) desc, item_id')
    .limit(limit)
    .select<{ itemId: string; count: number | string }[]>('item_id as itemId', db.raw('count(*) as count'))
  return rows.map(({ itemId, count }) => ({ itemId, count: Number(count) }))
}
