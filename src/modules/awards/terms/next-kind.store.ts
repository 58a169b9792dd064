import type { Db, Tx } from '../../../db/connection.ts'
import { withKeptSql } from '../../../db/kept-sql.ts'
import { lookup, runLookups, type Lookup } from '../../../db/lookups.ts'
import type { Terms } from '../../../domain/framework.ts'
import type { Instant } from '../../../domain/time.ts'
import { movesThatBeginATerm } from './term.store.ts'

/**
 * The facts that decide whether the next renewal of an award is full. `nextRenewal` has the same rule for one award.
 */
export interface NextKind {
  /** the number of light renewals since the last full appraisal */
  light: number
  /** whether the renewal is full in any case: after a lapse or `not yet`, or because a coordinator asked for it */
  isFull: boolean
  /** n, if every nth renewal is full; from the settings of the latest award period */
  fullEvery: number
}

/** The facts of `NextKind` for many awards, by award id. Makes one query. */
export async function nextKinds(db: Db | Tx, ids: readonly string[]): Promise<Map<string, NextKind>> {
  if (ids.length === 0) return new Map()
  const { terms, asked, changes, notYets } = await runLookups(db, {
    terms: termsOfAwards(db, ids),
    asked: askedOfAwards(db, ids),
    changes: changesOfAwards(db, ids),
    notYets: notYetsOfAwards(db, ids),
  })
  return new Map(
    ids.map(id => {
      const own = terms.filter(({ awardId }) => awardId === id)
      const full = own.findIndex(({ kind }) => kind !== 'renewal')
      const moves = changes.filter(({ awardId }) => awardId === id)
      const began = moves.findLastIndex(({ move }) => movesThatBeginATerm.includes(move))
      const since = moves[began]?.at ?? ''
      const settings = own[0] ? (JSON.parse(own[0].settings) as Terms) : null
      return [
        id,
        {
          light: full === -1 ? own.length : full,
          isFull:
            asked.includes(id) ||
            moves.slice(began + 1).some(({ move }) => move === 'lapse') ||
            notYets.some(({ awardId, releasedAt }) => awardId === id && releasedAt > since),
          fullEvery: settings?.fullReappraisalEvery ?? 1,
        },
      ]
    }),
  )
}

/** The ids of the awards whose next renewal is a full reappraisal. Makes at most one query. */
export async function awardsFullNext(db: Db | Tx, ids: readonly string[]): Promise<Set<string>> {
  const kinds = await nextKinds(db, ids)
  return new Set(
    ids.filter(id => {
      const { light, isFull, fullEvery } = kinds.get(id)!
      return isFull || light + 1 >= fullEvery
    }),
  )
}

interface TermRow {
  awardId: string
  kind: string | null
  settings: string
}

/** The terms of these awards, latest first. */
const termsOfAwards = withKeptSql((db: Db | Tx, ids: readonly string[]): Lookup<TermRow[]> =>
  lookup<TermRow, TermRow[]>(
    () =>
      db('terms')
        .leftJoin('applications', 'applications.id', 'terms.application_id')
        .whereIn('terms.award_id', ids)
        .orderBy('terms.number', 'desc')
        .select('terms.award_id as awardId', 'applications.kind', 'terms.settings'),
    ['awardId', 'kind', 'settings'],
    rows => rows,
  ),
)

/** The ids of the awards for which a coordinator asked for a full reappraisal. */
const askedOfAwards = withKeptSql((db: Db | Tx, ids: readonly string[]): Lookup<string[]> =>
  lookup<{ id: string }, string[]>(
    () => db('awards').whereIn('id', ids).whereNotNull('full_reappraisal_reason').select('id'),
    ['id'],
    rows => rows.map(({ id }) => id),
  ),
)

interface ChangeRow {
  awardId: string
  move: string
  at: Instant
}

const changesOfAwards = withKeptSql((db: Db | Tx, ids: readonly string[]): Lookup<ChangeRow[]> =>
  lookup<ChangeRow, ChangeRow[]>(
    () =>
      db('award_changes')
        .whereIn('award_id', ids)
        .where({ undone_at: null })
        .orderBy('number')
        .select('award_id as awardId', 'move', 'at'),
    ['awardId', 'move', 'at'],
    rows => rows,
  ),
)

interface NotYetRow {
  awardId: string
  releasedAt: Instant
}

const notYetsOfAwards = withKeptSql((db: Db | Tx, ids: readonly string[]): Lookup<NotYetRow[]> =>
  lookup<NotYetRow, NotYetRow[]>(
    () =>
      db('decisions')
        .join('applications', 'applications.id', 'decisions.application_id')
        .whereIn('applications.award_id', ids)
        .where('decisions.outcome', 'not yet')
        .whereNotNull('decisions.released_at')
        .whereNull('decisions.reversed_at')
        .select('applications.award_id as awardId', 'decisions.released_at as releasedAt'),
    ['awardId', 'releasedAt'],
    rows => rows,
  ),
)
