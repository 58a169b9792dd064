import type { Knex } from 'knex'
import type { Db, Tx } from '../../../db/connection.ts'
import { evidenceMatchingAll, searchText, type SearchQuery } from '../../../db/full-text.ts'
import { looksLikeId } from '../../../db/ids.ts'
import { withKeptSql } from '../../../db/kept-sql.ts'
import { runLookup, lookup, type Lookup } from '../../../db/lookups.ts'
import type { Actor } from '../../../domain/actor.ts'
import type { EvidenceState } from '../../../domain/evidence.ts'
import type { Day, Instant } from '../../../domain/time.ts'
import { idsWithMerged } from '../../organisations/organisations.public.ts'
import {
  evidenceLinesOf,
  evidenceReadableBy,
  newestFirst,
  whereReadable,
  type EvidenceLine,
} from '../list/list.store.ts'
import { evidenceWith } from '../occurrences/occurrence.store.ts'
import { evidenceAbout } from '../partner-evidence/partner-evidence.store.ts'
import { noFacets, searchTermsIn } from '../search-index/search-index.store.ts'

export type EvidenceOrder = 'newest' | 'oldest'
/**
 * The end of a page of a list: the last item's id and the time when it was received, or its place in the full-text
 * index.
 */
export type EvidencePosition = { receivedAt: Instant; id: string } | { place: number }
export interface FoundEvidence {
  id: string
  receivedAt: Instant
  /** the item's place in the full-text index; null when the index was not used */
  place: number | null
}
export interface EvidenceQuery {
  organisationId: string
  /** the terms to search for in the full-text index; `all` reads the list without the index */
  wanted: SearchQuery | 'all'
  state: EvidenceState | null
  order: EvidenceOrder
  today: Day
}

type Query = Knex.QueryBuilder

/**
 * A page of a library's evidence that the actor can read, after a position. Reads at most `limit` rows when an index
 * has the rows in this order.
 */
export const evidenceFound = (
  db: Db,
  actor: Actor,
  { wanted, ...page }: EvidenceQuery & ListPage,
): Lookup<FoundEvidence[]> =>
  evidenceMatching(db, actor, { ...page, text: wanted === 'all' ? null : searchText(db, wanted) })

interface ListPage {
  after: EvidencePosition | null
  limit: number
}

const evidenceMatching = withKeptSql(
  (
    db: Db,
    actor: Actor,
    { text, order, after, limit, ...about }: Omit<EvidenceQuery, 'wanted'> & ListPage & { text: string | null },
  ): Lookup<FoundEvidence[]> => {
    const narrow = (query: Query): Query =>
      whereReadable(query, actor)
        .where('evidence.organisation_id', about.organisationId)
        .modify(all => {
          if (about.state === 'current') whereCurrent(all, about.today)
        })
        .select('evidence.id', 'evidence.received_at as receivedAt')
    const beyond = after && 'place' in after ? after.place : null
    return lookup<FoundEvidence, FoundEvidence[]>(
      () =>
        text === null
          ? narrow(allEvidence(db, order, after)).limit(limit)
          : evidenceMatchingAll(db, text, { narrow, direction: direction[order], beyond, limit }),
      ['id', 'receivedAt', 'place'],
      rows => rows.map(({ place, ...row }) => ({ ...row, place: place === null ? null : Number(place) })),
    )
  },
)

const direction = { newest: 'desc', oldest: 'asc' } as const

const whereCurrent = (query: Query, today: Day): Query =>
  query
    .where('evidence.to_complete', 0)
    .where((open: Query) => open.whereNull('evidence.expires_on').orWhere('evidence.expires_on', '>=', today))

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

/**
 * Everyone who is or was in the team of a library, or of one merged into it, because evidence keeps its owner when that
 * person leaves.
 */
export const ownersIn = withKeptSql((db: Db, id: string): Lookup<Owner[]> =>
  lookup<Owner, Owner[]>(
    () =>
      (db('people') as Query)
        .whereIn(
          'people.id',
          db('memberships').whereIn('organisation_id', idsWithMerged(db, { id })).select('person_id'),
        )
        .orderBy(['people.name_key', 'people.id'])
        .select('people.id', 'people.name'),
    ['id', 'name'],
    owners => owners,
  ),
)

export interface ChoiceQuery {
  organisationId: string
  /**
   * the partner or occurrence that gets the evidence; evidence that it already has is left out. Null leaves nothing out
   */
  attachedTo: { partnerId: string } | { recurringId: string; occurrence: number } | null
  /** the search text; empty for all evidence */
  search: string
  today: Day
  limit: number
}

/** Evidence that the actor can read, to choose from, newest first. */
export async function evidenceToChoose(db: Db | Tx, actor: Actor, choice: ChoiceQuery): Promise<EvidenceLine[]> {
  const { organisationId, attachedTo, search, today, limit } = choice
  if (search === '') return runLookup(db, newestToChoose(db, actor, { organisationId, attachedTo, limit }))
  const wanted = searchTermsIn(actor, { id: organisationId }, { search, facets: noFacets, today })
  if (!wanted) return []
  const text = searchText(db, wanted)
  return evidenceLinesOf(
    db,
    actor,
    await runLookup(db, idsToChoose(db, actor, { organisationId, attachedTo, limit, text })),
  )
}

type Offered = Pick<ChoiceQuery, 'organisationId' | 'attachedTo' | 'limit'>

const newestToChoose = withKeptSql((db: Db | Tx, actor: Actor, offered: Offered): Lookup<EvidenceLine[]> =>
  newestFirst(db, () => whereOffered(evidenceReadableBy(db, actor), db, offered), offered.limit),
)

const idsToChoose = withKeptSql(
  (db: Db | Tx, actor: Actor, { text, ...offered }: Offered & { text: string }): Lookup<string[]> =>
    lookup<{ id: string }, string[]>(
      () =>
        evidenceMatchingAll(db, text, {
          narrow: query => whereReadable(whereOffered(query, db, offered), actor).select('evidence.id'),
          direction: 'desc',
          beyond: null,
          limit: offered.limit,
        }),
      ['id'],
      rows => rows.map(({ id }) => id),
    ),
)

function whereOffered(query: Query, db: Db | Tx, { organisationId, attachedTo }: Offered): Query {
  query.where('evidence.organisation_id', organisationId)
  if (attachedTo === null) return query
  const attached: Query =
    'partnerId' in attachedTo
      ? evidenceAbout(db, attachedTo.partnerId)
      : evidenceWith(db, attachedTo.recurringId, attachedTo.occurrence)
  return query.whereNotIn('evidence.id', attached)
}

/**
 * Chosen evidence that the page no longer offers (at most 100), then the offered evidence. Leaves out evidence of other
 * libraries and evidence that the actor cannot read.
 */
export async function offeredWithChosen(
  db: Db | Tx,
  actor: Actor,
  {
    organisationId,
    offered,
    ids,
  }: { organisationId: string; offered: readonly EvidenceLine[]; ids: readonly string[] },
): Promise<readonly EvidenceLine[]> {
  const missing = ids.filter(id => looksLikeId(id) && !offered.some(line => line.id === id)).slice(0, 100)
  if (missing.length === 0) return offered
  return [...(await runLookup(db, ownLines(db, actor, { organisationId, ids: missing }))), ...offered]
}

const ownLines = withKeptSql(
  (
    db: Db | Tx,
    actor: Actor,
    { organisationId, ids }: { organisationId: string; ids: readonly string[] },
  ): Lookup<EvidenceLine[]> => {
    const own = () =>
      db('evidence')
        .where({ organisation_id: organisationId })
        .whereIn('id', [...ids])
        .select('id')
    return newestFirst(db, () => evidenceReadableBy(db, actor).whereIn('evidence.id', own()), ids.length)
  },
)
