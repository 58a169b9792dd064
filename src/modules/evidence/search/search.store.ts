import type { Knex } from 'knex'
import type { Db } from '../../../db/connection.ts'
import { filedUnderAll, type Wanted } from '../../../db/full-text.ts'
import { lookup, type Lookup } from '../../../db/lookups.ts'
import type { Actor } from '../../../domain/actor.ts'
import type { EvidenceState } from '../../../domain/evidence.ts'
import type { Day, Instant } from '../../../domain/time.ts'
import { whereReadable } from '../list/list.store.ts'

export type EvidenceOrder = 'newest' | 'oldest'
/** Where a page ended: by when a piece was received on the whole shelf, by its place among what was found. */
export type EvidencePosition = { receivedAt: Instant; id: string } | { place: number }
export interface FoundEvidence {
  id: string
  receivedAt: Instant
  place: number | null
}
export interface EvidenceQuery {
  /** what it must be filed under; `all` is the whole shelf */
  wanted: Wanted | 'all'
  state: EvidenceState | null
  order: EvidenceOrder
}

type Query = Knex.QueryBuilder

/**
 * A stretch of a library's shelf, by the ids of its pieces: never more than `limit` are looked at where an index has
 * the order. What is found by words comes from the full-text index, everything else from the table.
 */
export function evidenceFound(
  db: Db,
  actor: Actor,
  organisation: { id: string },
  { wanted, state, order }: EvidenceQuery,
  today: Day,
  after: EvidencePosition | null,
  limit: number,
): Lookup<FoundEvidence[]> {
  const narrow = (query: Query): Query => {
    whereReadable(query as Parameters<typeof whereReadable>[0], actor).where(
      'evidence.organisation_id',
      organisation.id,
    )
    if (state === 'current')
      query
        .where('evidence.to_complete', 0)
        .where((open: Query) => open.whereNull('evidence.expires_on').orWhere('evidence.expires_on', '>=', today))
    return query.select('evidence.id', 'evidence.received_at as receivedAt')
  }
  const query =
    wanted === 'all'
      ? narrow(allEvidence(db, order, after)).limit(limit)
      : filedUnderAll(db, wanted, {
          narrow,
          direction: direction[order],
          beyond: after && 'place' in after ? after.place : null,
          limit,
        })
  return lookup<FoundEvidence, FoundEvidence[]>(query, ['id', 'receivedAt', 'place'], rows =>
    rows.map(({ place, ...row }) => ({ ...row, place: place === null ? null : Number(place) })),
  )
}

const direction = { newest: 'desc', oldest: 'asc' } as const

function allEvidence(db: Db, order: EvidenceOrder, after: EvidencePosition | null): Query {
  const query = (db('evidence') as Query).select(db.raw('null as place')).orderBy([
    { column: 'evidence.received_at', order: direction[order] },
    { column: 'evidence.id', order: direction[order] },
  ])
  if (!after || !('id' in after)) return query
  return order === 'newest'
    ? query.whereRaw('(evidence.received_at, evidence.id) < (?, ?)', [after.receivedAt, after.id])
    : query.whereRaw('(evidence.received_at, evidence.id) > (?, ?)', [after.receivedAt, after.id])
}

export interface Owner {
  id: string
  name: string
}

/** Everybody who is or was in a library's team: a piece stays with who brought it. */
export const ownersIn = (db: Db, { id }: { id: string }): Lookup<Owner[]> =>
  lookup<Owner, Owner[]>(
    (db('people') as Query)
      .whereIn('people.id', db('memberships').where({ organisation_id: id }).select('person_id'))
      .orderBy(['people.name', 'people.id'])
      .select('people.id', 'people.name'),
    ['id', 'name'],
    owners => owners,
  )
