import type { Request } from 'express'
import type { Actor } from '../../../domain/actor.ts'
import {
  allEvidenceKinds,
  evidenceLanguages,
  evidenceStates,
  sensitivities,
  type EvidenceKind,
  type EvidenceState,
  type Sensitivity,
} from '../../../domain/evidence.ts'
import type { Day, Instant } from '../../../domain/time.ts'
import { placeAfter, queryText } from '../../../web/lists.ts'
import { searchTermsIn, type Facets } from '../search-index/search-index.store.ts'
import type { EvidenceOrder, EvidencePosition, EvidenceQuery, FoundEvidence } from '../search/search.store.ts'

/** The filters of the list. Each field and its query parameter have the same name. */
export const filterNames = ['item', 'branch', 'year', 'kind', 'state', 'owner', 'language', 'open'] as const
export type FilterName = (typeof filterNames)[number]

/** The values that each filter offers. */
export type Offered = Readonly<Record<FilterName, readonly string[]>>

/** The search and filters in an address. An empty string means no search or no filter. */
export interface Filters {
  search: string
  chosen: Readonly<Record<FilterName, string>>
  order: EvidenceOrder
}

export const withoutPeriod = 'none'

const yearsOffered = 15

interface ToOffer {
  items: readonly { id: string }[]
  branches: readonly { id: string }[]
  owners: readonly { id: string }[]
  today: Day
  /** whether the actor can see restricted evidence, and so can filter by who can see it */
  mayOpenRestricted: boolean
}

export function offeredTo({ items, branches, owners, today, mayOpenRestricted }: ToOffer): Offered {
  const idsOf = (entities: readonly { id: string }[]) => entities.map(({ id }) => id)
  const thisYear = Number(today.slice(0, 4))
  return {
    item: idsOf(items),
    branch: branches.length < 2 ? [] : idsOf(branches),
    year: [...Array.from({ length: yearsOffered }, (_, back) => String(thisYear - back)), withoutPeriod],
    kind: allEvidenceKinds,
    state: evidenceStates,
    owner: owners.length < 2 ? [] : idsOf(owners),
    language: evidenceLanguages,
    open: mayOpenRestricted ? sensitivities : [],
  }
}

/** The filters in an address. A value that is not offered is ignored. */
export function filtersFrom(req: Pick<Request, 'query'>, offered: Offered): Filters {
  const chosen = Object.fromEntries(
    filterNames.map(name => [name, offered[name].find(value => value === queryText(req, name)) ?? '']),
  ) as Record<FilterName, string>
  return { search: queryText(req, 'search'), chosen, order: queryText(req, 'order') === 'oldest' ? 'oldest' : 'newest' }
}

export const isNarrowed = ({ search, chosen }: Filters): boolean =>
  search !== '' || Object.values(chosen).some(value => value !== '')

const facetsOf = ({ chosen }: Filters): Facets => ({
  kind: (chosen.kind || null) as EvidenceKind | null,
  itemId: chosen.item || null,
  branchId: chosen.branch || null,
  language: chosen.language || null,
  ownerId: chosen.owner || null,
  sensitivity: (chosen.open || null) as Sensitivity | null,
  year: chosen.year === withoutPeriod ? null : chosen.year || null,
  withoutPeriod: chosen.year === withoutPeriod,
  state: (chosen.state || null) as EvidenceState | null,
})

/** Whether there is no search, and no filter except "current". The list is then read without the full-text index. */
export const isUnfiltered = ({ search, chosen }: Filters): boolean =>
  search === '' &&
  filterNames.every(
    name => chosen[name] === '' || (name === 'state' && chosen.state === ('current' satisfies EvidenceState)),
  )

/**
 * The query for the evidence that matches the filters; null when the search has no words, because nothing matches then.
 */
export function evidenceQueryOf(
  actor: Actor,
  organisation: { id: string },
  filters: Filters,
  today: Day,
): EvidenceQuery | null {
  const facets = facetsOf(filters)
  const wanted = isUnfiltered(filters)
    ? 'all'
    : searchTermsIn(actor, organisation, { search: filters.search, facets, today })
  if (wanted === null) return null
  return { organisationId: organisation.id, wanted, state: facets.state, order: filters.order, today }
}

/** The rows that are selected when the page opens: none, all on the page, or all that match. */
export type Selection = 'none' | 'page' | 'every'

export const selectionIn = (req: Pick<Request, 'query'>): Selection =>
  (['page', 'every'] as const).find(each => each === queryText(req, 'selected')) ?? 'none'

export function addressOf(organisation: { id: string }, { search, chosen, order }: Filters): string {
  const parameters = Object.entries({ search, ...chosen, order: order === 'newest' ? '' : order }).filter(
    ([, value]) => value !== '',
  )
  const query = parameters.length > 0 ? `?${new URLSearchParams(parameters).toString()}` : ''
  return `/organisations/${organisation.id}/evidence${query}`
}

/** The position after which the list continues, from the query string; null for the first page. */
export function placeIn(req: Pick<Request, 'query'>, filters: Filters): EvidencePosition | null {
  if (isUnfiltered(filters)) {
    const after = placeAfter(req, 'at', 'evidence')
    return after && { receivedAt: after.at as Instant, id: after.evidence }
  }
  const place = queryText(req, 'place')
  return /^\d{1,16}$/.test(place) && Number.isSafeInteger(Number(place)) ? { place: Number(place) } : null
}

export const keysOf = ({ id, receivedAt, place }: FoundEvidence): Record<string, string> =>
  place === null ? { at: receivedAt, evidence: id } : { place: String(place) }
