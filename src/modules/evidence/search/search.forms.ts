import type { Request } from 'express'
import {
  evidenceKindsTaken,
  evidenceLanguages,
  sensitivities,
  evidenceStates,
  type EvidenceKind,
  type Sensitivity,
  type EvidenceState,
} from '../../../domain/evidence.ts'
import type { Day, Instant } from '../../../domain/time.ts'
import { placeAfter, queryText } from '../../../web/lists.ts'
import type { Facets } from '../search-index/search-index.store.ts'
import type { FoundEvidence, EvidenceOrder, EvidencePosition } from './search.store.ts'

/** By what a shelf can be narrowed down; each is the name of a field and of its place in the address. */
export const filterNames = ['item', 'branch', 'year', 'kind', 'state', 'owner', 'language', 'open'] as const
export type FilterName = (typeof filterNames)[number]
export type Offered = Readonly<Record<FilterName, readonly string[]>>
/** What somebody looks for, as the address says it; empty is everything. */
export interface Filters {
  search: string
  chosen: Readonly<Record<FilterName, string>>
  order: EvidenceOrder
}

export const withoutPeriod = 'none'
const yearsBack = 15

/** @param mayOpenRestricted whether it makes a difference who may open a piece */
export function offeredTo({
  items,
  branches,
  owners,
  today,
  mayOpenRestricted,
}: {
  items: readonly { id: string }[]
  branches: readonly { id: string }[]
  owners: readonly { id: string }[]
  today: Day
  mayOpenRestricted: boolean
}): Offered {
  const ids = (entities: readonly { id: string }[]) => entities.map(({ id }) => id)
  const thisYear = Number(today.slice(0, 4))
  return {
    item: ids(items),
    branch: branches.length < 2 ? [] : ids(branches),
    year: [...Array.from({ length: yearsBack }, (_, back) => String(thisYear - back)), withoutPeriod],
    kind: evidenceKindsTaken,
    state: evidenceStates,
    owner: owners.length < 2 ? [] : ids(owners),
    language: evidenceLanguages,
    open: mayOpenRestricted ? sensitivities : [],
  }
}

/** What is not on offer chooses nothing. */
export function filtersFrom(req: Pick<Request, 'query'>, offered: Offered): Filters {
  const chosen = Object.fromEntries(
    filterNames.map(name => [name, offered[name].find(value => value === queryText(req, name)) ?? '']),
  ) as Record<FilterName, string>
  return { search: queryText(req, 'search'), chosen, order: queryText(req, 'order') === 'oldest' ? 'oldest' : 'newest' }
}

export const isNarrowed = ({ search, chosen }: Filters): boolean =>
  search !== '' || Object.values(chosen).some(value => value !== '')

export const facetsOf = ({ chosen }: Filters): Facets => ({
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

/** Whether the table alone has it: the newest or oldest of everything, or of what is current. */
export const isUnfiltered = ({ search, chosen }: Filters): boolean =>
  search === '' &&
  filterNames.every(
    name => chosen[name] === '' || (name === 'state' && chosen.state === ('current' satisfies EvidenceState)),
  )

export function addressOf(organisation: { id: string }, { search, chosen, order }: Filters): string {
  const said = Object.entries({ search, ...chosen, order: order === 'newest' ? '' : order }).filter(
    ([, value]) => value !== '',
  )
  const query = said.length > 0 ? `?${new URLSearchParams(said).toString()}` : ''
  return `/organisations/${organisation.id}/evidence${query}`
}

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
