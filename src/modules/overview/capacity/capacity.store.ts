import type { Db } from '../../../db/connection.ts'
import { withKeptSql } from '../../../db/kept-sql.ts'
import { lookup, runLookup, type Lookup } from '../../../db/lookups.ts'
import type { CapacityFacts } from '../../../domain/capacity.ts'
import { dayOf, instantAt, type Day, type Instant } from '../../../domain/time.ts'
import type { YearFigures } from '../../../domain/year.ts'
import { nextKinds, type NextKind } from '../../awards/awards.public.ts'

/** The latest counted facts and their day; null before the first count. */
export const latestCapacity = (db: Db): Promise<CountedCapacity | null> => runLookup(db, capacityLookup(db))

interface CountedCapacity {
  facts: CapacityFacts
  day: Day
}

const capacityLookup = withKeptSql((db: Db): Lookup<CountedCapacity | null> =>
  lookup<{ day: Day; figures: string }, CountedCapacity | null>(
    () => db('year_figures').orderBy('day', 'desc').limit(1).select('day', 'figures'),
    ['day', 'figures'],
    ([row]) => {
      const facts = row && (JSON.parse(row.figures) as Partial<YearFigures>).capacity
      return facts ? { facts, day: row.day } : null
    },
  ),
)

/**
 * A current award, and the kind of its next renewal. `validTo` is null while a renewal that was submitted in time keeps
 * the award valid.
 */
export interface CurrentAward extends NextKind {
  validTo: Day | null
  baseValidTo: Day
  /**
   * whether a renewal is with a panel or needs one, or needs a trustee's decision or its decision letter. A reopened
   * renewal that already gave an award period does not count, because `baseValidTo` is the end of that period
   */
  isRenewalIn: boolean
}

/** SQL condition on `applications`: the application is with the panel, or can be passed to one. */
const awaitsPanel = `applications.status in ('submitted', 'checked', 'resubmitted', 'with the panel')`

const isRenewalIn = `case when exists (select 1 from applications where applications.award_id = awards.id
  and applications.kind <> 'first'
  and not exists (select 1 from terms where terms.application_id = applications.id) and (${awaitsPanel}
    or applications.status = 'with a trustee'
    or (applications.status = 'decided' and applications.decision_letter_released_at is null))) then 1 else 0 end`

const awardsAtOnce = 200

/** Yields each award that has not lapsed or ended. Reads them in batches. */
export async function* currentAwards(db: Db): AsyncGenerator<CurrentAward> {
  for (let after = ''; ;) {
    const rows = await db('awards')
      .whereNotIn('status', ['lapsed', 'ended'])
      .where('id', '>', after)
      .orderBy('id')
      .limit(awardsAtOnce)
      .select('id', 'valid_to as validTo', 'base_valid_to as baseValidTo', db.raw(`${isRenewalIn} as "isRenewalIn"`))
    const kinds = await nextKinds(
      db,
      rows.map(({ id }) => id),
    )
    for (const { id, isRenewalIn: isIn, ...dates } of rows)
      yield { ...dates, isRenewalIn: isIn === 1, ...kinds.get(id)! }
    if (rows.length < awardsAtOnce) return
    after = rows.at(-1)!.id
  }
}

/**
 * Counts the applications that need a panel or are with one. Leaves out the light renewals that `lightRenewalsWaiting`
 * finds.
 */
export async function countWaiting(db: Db): Promise<CapacityFacts['waiting']> {
  const rows = await db('applications')
    .whereRaw(awaitsPanel)
    .where(needing =>
      needing
        .whereIn('kind', ['first', 'reappraisal'])
        .orWhereNotNull('panel_reason')
        .orWhereIn('status', ['resubmitted', 'with the panel']),
    )
    .groupBy('kind')
    .select<{ kind: string; count: number | string }[]>('kind', db.raw('count(*) as count'))
  const countOf = (isFirst: boolean): number =>
    rows.filter(({ kind }) => (kind === 'first') === isFirst).reduce((sum, { count }) => sum + Number(count), 0)
  return { firsts: countOf(true), renewals: countOf(false) }
}

/**
 * The ids of submitted or checked light renewals for which no one has asked for a panel. By the rules for light
 * renewals, some of them need one.
 */
export const lightRenewalsWaiting = (db: Db): Promise<string[]> =>
  db('applications')
    .whereIn('status', ['submitted', 'checked'])
    .where({ kind: 'renewal', panel_reason: null })
    .pluck('id')

/** Counts the applications on which panels have proposed a decision since a given day. */
export async function countDecidedByPanels(db: Db, from: Day): Promise<number> {
  const [counted] = await db('proposals')
    .where('made_at', '>=', instantAt(from, '00:00'))
    .countDistinct<{ count: number | string }[]>('application_id as count')
  return Number(counted?.count ?? 0)
}

/**
 * Of the light renewals submitted since a given day, the percentage for which someone asked for a panel or offered a
 * seat. A whole number; 0 when there are no light renewals.
 */
export async function shareAskingForPanel(db: Db, from: Day): Promise<number> {
  const [counted] = await db('applications')
    .where({ kind: 'renewal' })
    .where('submitted_at', '>=', instantAt(from, '00:00'))
    .select<{ all: number | string; asking: number | string }[]>(
      db.raw('count(*) as "all"'),
      db.raw(
        `count(case when panel_reason is not null or exists (select 1 from seats
          where seats.application_id = applications.id) then 1 end) as asking`,
      ),
    )
  const all = Number(counted?.all ?? 0)
  return all === 0 ? 0 : Math.round((100 * Number(counted!.asking)) / all)
}

export interface RoundWithFirsts {
  name: string
  closesOn: Day
  submitted: number
}

/** The rounds that close on or after a given day, each with the number of first applications submitted in it. */
export async function roundsWithFirsts(db: Db, from: Day): Promise<RoundWithFirsts[]> {
  const rows = await db('rounds')
    .leftJoin('applications', join =>
      join.on('applications.round_id', 'rounds.id').andOnNotNull('applications.submitted_at'),
    )
    .where('rounds.closes_at', '>=', instantAt(from, '00:00'))
    .groupBy('rounds.id', 'rounds.name', 'rounds.closes_at')
    .orderBy(['rounds.closes_at', 'rounds.id'])
    .select<{ name: string; closesAt: Instant; submitted: number | string }[]>(
      'rounds.name',
      'rounds.closes_at as closesAt',
      db.raw('count(applications.id) as submitted'),
    )
  return rows.map(({ name, closesAt, submitted }) => ({
    name,
    closesOn: dayOf(closesAt),
    submitted: Number(submitted),
  }))
}
