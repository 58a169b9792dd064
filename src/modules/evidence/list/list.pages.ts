import { hasConsent } from '../../../domain/consent.ts'
import type { EvidenceKind, EvidenceLanguage, EvidenceState, Sensitivity } from '../../../domain/evidence.ts'
import { searchWords } from '../../../domain/folding.ts'
import { itemById, itemsOf, type Framework, type Item } from '../../../domain/framework.ts'
import type { Organisation } from '../../../domain/organisation.ts'
import type { Day } from '../../../domain/time.ts'
import type { EvidenceCard, Link, Status } from '../../../web/components.ts'
import { select, textField } from '../../../web/fields.ts'
import { formOf } from '../../../web/form.ts'
import { list } from '../../../words/format.ts'
import type { T } from '../../../words/words.ts'
import type { Branch } from '../../organisations/organisations.public.ts'
import {
  noConsent,
  periodText,
  evidenceCard,
  expiredStatus,
  thumbnail,
  unfinished,
} from '../items/evidence-card.pages.ts'
import type { Owner } from '../search/search.store.ts'
import {
  addressOf,
  filterNames,
  isNarrowed,
  withoutPeriod,
  type FilterName,
  type Filters,
  type Offered,
  type Selection,
} from './list.forms.ts'
import type { EvidenceLine } from './list.store.ts'
import { bulkPart, pickOf } from './selection.pages.ts'

declare module '../../../web/views.ts' {
  interface Views {
    'evidence/list/list': ReturnType<typeof evidenceList>
    'evidence/list/related-links': RelatedLinks
  }
}

/**
 * The maximum number of items that the list shows as cards. A longer list is shown as a table, and so is every later
 * page.
 */
const maxCards = 20

/** The maximum number of matches that the list counts. */
export const maxCounted = 100

export interface Listing {
  lines: readonly EvidenceLine[]
  filters: Filters
  offered: Offered
  /** the number of matches; `maxCounted` + 1 means more than `maxCounted` */
  count: number
  branches: readonly Branch[]
  owners: readonly Owner[]
  framework: Framework
  items: readonly Item[]
  today: Day
  mayAdd: boolean
  maySort: boolean
  mayListConsents: boolean
  isFirstPage: boolean
  next: string | null
  selected: Selection
  /** the address of this page */
  here: string
}

export function evidenceList(t: T, organisation: Organisation, listing: Listing) {
  const { lines, filters, mayAdd, isFirstPage, next, count } = listing
  const address = `/organisations/${organisation.id}/evidence`
  const isEmpty = count === 0 && lines.length === 0 && !isNarrowed(filters)
  const isTable = lines.length > maxCards || !isFirstPage
  const title = filters.search === '' ? t('evidence.title') : t('evidence.search.title', { search: filters.search })
  return {
    title,
    savebar: lines.length > 0,
    heading: { caption: organisation.name, text: t('evidence.title'), size: 'l' as const },
    quick: mayAdd ? { text: t('quick_upload.link'), href: `${address}/quick` } : null,
    add: mayAdd && !isEmpty ? { text: t('evidence.add.button'), href: `${address}/new` } : null,
    related: relatedLinks(t, organisation, listing, isEmpty),
    empty: isEmpty ? noEvidence(t, address, mayAdd) : null,
    search: isEmpty ? null : { action: address, ...searchFields(t, listing) },
    found: lines.length === 0 ? null : foundSome(t, organisation, listing),
    nothing: lines.length > 0 || isEmpty ? null : foundNothing(t, organisation, listing),
    cards:
      lines.length === 0 || isTable ? null : { cards: lines.map(line => cardOf(t, line, listing)), level: 3 as const },
    table: lines.length > 0 && isTable ? tableOf(t, listing) : null,
    bulk: lines.length > 0 ? bulkPart(t, organisation, listing) : null,
    pagination: {
      previous: isFirstPage
        ? null
        : { text: t(`evidence.first.${filters.order}`), href: addressOf(organisation, filters) },
      next: next ? { text: t(`evidence.next.${filters.order}`), href: next } : null,
    },
  }
}

/** Links to other pages about the library's evidence. `folded` are those that most visits do not need. */
interface RelatedLinks {
  shown: readonly Link[]
  folded: readonly Link[]
}

function relatedLinks(
  t: T,
  { id }: Organisation,
  { maySort, mayListConsents }: Listing,
  isEmpty: boolean,
): RelatedLinks {
  const linkTo = (
    place: 'inbox' | 'partners' | 'regular-evidence' | 'consents' | 'coverage' | 'freshness' | 'export',
  ): Link => ({ text: t(`evidence.links.${place}`), href: `/organisations/${id}/${place}` })
  const inbox = maySort ? [linkTo('inbox')] : []
  const removed = maySort ? [{ text: t('removal.link'), href: `/organisations/${id}/evidence/removed` }] : []
  if (isEmpty) return { shown: [...inbox, ...removed], folded: [] }
  const consents = mayListConsents ? [linkTo('consents')] : []
  const others = (['coverage', 'freshness', 'export'] as const).map(linkTo)
  return {
    shown: [...inbox, linkTo('regular-evidence')],
    folded: [linkTo('partners'), ...consents, ...others, ...removed],
  }
}

const noEvidence = (t: T, address: string, mayAdd: boolean) => ({
  picture: 'shelf' as const,
  heading: t(mayAdd ? 'evidence.empty.heading' : 'evidence.empty.reading'),
  text: mayAdd ? [t('evidence.empty.what'), t('evidence.empty.first')] : [],
  button: mayAdd ? { text: t('evidence.add.button'), href: `${address}/new` } : null,
  link: { text: t('evidence.empty.link'), href: '/help#evidence' },
})

function searchFields(t: T, listing: Listing) {
  const { search, chosen, order } = listing.filters
  const form = formOf({ search, ...chosen })
  const count = filterNames.filter(name => chosen[name] !== '').length
  return {
    words: textField(form, 'search', t('evidence.search.label'), {
      type: 'search',
      size: 's',
      hint: t('evidence.search.hint'),
      spellcheck: false,
    }),
    heading: count === 0 ? t('evidence.filter.label') : t('evidence.filter.chosen', { count }),
    filters: filterNames
      .filter(name => listing.offered[name].length > 0)
      .map(name =>
        select(form, name, t(`evidence.filter.${name}`), {
          choices: listing.offered[name].map(value => ({ value, text: choiceText(t, name, value, listing) })),
          empty: t(`evidence.filter.${name}.any`),
        }),
      ),
    order: order === 'newest' ? null : order,
  }
}

function choiceText(t: T, name: FilterName, value: string, { framework, branches, owners }: Listing): string {
  const nameIn = (entities: readonly { id: string; name: string }[]) => entities.find(({ id }) => id === value)!.name
  const item = name === 'item' ? itemById(framework, value)! : null
  switch (name) {
    case 'item':
      return t('evidence.item.one', { code: item!.code, title: item!.title })
    case 'branch':
      return nameIn(branches)
    case 'owner':
      return nameIn(owners)
    case 'year':
      return value === withoutPeriod ? t('evidence.filter.year.none') : value
    case 'kind':
      return t(`evidence.kind.${value as EvidenceKind}`)
    case 'state':
      return t(`evidence.state.${value as EvidenceState}`)
    case 'language':
      return t(`evidence.language.${value as EvidenceLanguage}`)
    case 'open':
      return t(`evidence.visible_to.${value as Sensitivity}`)
  }
}

/** The number of matches, a link that sorts them the other way, and links to wider searches. */
function foundSome(t: T, organisation: Organisation, listing: Listing) {
  const { count, filters } = listing
  const other = filters.order === 'newest' ? 'oldest' : 'newest'
  const reorder = { text: t(`evidence.order.${other}`), href: addressOf(organisation, { ...filters, order: other }) }
  return {
    text:
      count > maxCounted
        ? t(`evidence.found.many.${filters.order}`, { max: maxCounted })
        : t(`evidence.found.${filters.order}`, { count }),
    links: [...(count > 1 ? [reorder] : []), ...widerSearches(t, organisation, listing)],
  }
}

const foundNothing = (t: T, organisation: Organisation, listing: Listing) => ({
  text: nothingText(t, listing.filters),
  links: [...addForCriterion(t, organisation, listing), ...widerSearches(t, organisation, listing)],
})

function nothingText(t: T, { search, chosen }: Filters): string {
  const isFiltered = filterNames.some(name => chosen[name] !== '')
  if (search === '') return t(isFiltered ? 'evidence.found.nothing' : 'evidence.found.end')
  if (searchWords(search).length === 0) return t('evidence.found.no_words')
  return t(isFiltered ? 'evidence.found.nothing_for.filtered' : 'evidence.found.nothing_for', { search })
}

/** A link to add the first evidence for the criterion that the list is filtered by. */
function addForCriterion(t: T, organisation: Organisation, { filters, framework, mayAdd }: Listing): Link[] {
  const item = itemById(framework, filters.chosen.item)
  if (!item || !mayAdd) return []
  const query = new URLSearchParams({ item: item.id }).toString()
  return [
    {
      text: t('evidence.found.add_for', { code: item.code }),
      href: `/organisations/${organisation.id}/evidence/new?${query}`,
    },
  ]
}

/** Links that remove one filter or all of them, and a link that searches the partners for the same words. */
function widerSearches(t: T, organisation: Organisation, listing: Listing): Link[] {
  const { filters } = listing
  if (!isNarrowed(filters)) return []
  const { search, chosen } = filters
  const used = filterNames.filter(name => chosen[name] !== '')
  const without = used.map(name => ({
    text: t('evidence.filter.without', { choice: choiceText(t, name, chosen[name], listing) }),
    href: addressOf(organisation, { ...filters, chosen: { ...chosen, [name]: '' } }),
  }))
  const all = { text: t('evidence.filter.all'), href: `/organisations/${organisation.id}/evidence` }
  const partners = {
    text: t('evidence.search.partners', { search }),
    href: `/organisations/${organisation.id}/partners?${new URLSearchParams({ search }).toString()}`,
  }
  const hasSeveral = used.length > 1 || (used.length === 1 && search !== '')
  return [...(hasSeveral ? without : []), all, ...(search === '' ? [] : [partners])]
}

const cardOf = (t: T, line: EvidenceLine, { framework, today, selected }: Listing): EvidenceCard =>
  evidenceCard(t, line, {
    today,
    thumbnail: thumbnail(line, today),
    shows: codesOf(t, framework, line.items),
    toComplete: line.toComplete,
    owner: line.owner,
    expired: expiredStatus(t, line.expiresOn, today),
    pick: pickOf(t, line, selected),
  })

const tableOf = (t: T, { lines, framework, today, selected }: Listing) => ({
  caption: t('evidence.title'),
  captionSize: 'hidden' as const,
  pick: selected === 'every' ? null : t('bulk_changes.list.column'),
  columns: [
    t('evidence.table.title'),
    t('evidence.table.kind'),
    t('evidence.table.covers'),
    t('evidence.table.for'),
    t('evidence.table.branches'),
    t('ownership.row.owner'),
  ],
  rows: lines.map(line => ({
    pick: pickOf(t, line, selected),
    cells: [
      { text: line.title, href: `/evidence/${line.id}`, status: statusOf(t, line, today) },
      {
        text: t(`evidence.kind.${line.kind}`),
        reason: line.sensitivity === 'restricted' ? t('evidence.sensitivity.restricted') : null,
      },
      { text: periodText(t, line), figures: true },
      { text: codesOf(t, framework, line.items) },
      { text: branchNames(t, line.branches) },
      { text: line.owner },
    ],
  })),
})

function statusOf(t: T, line: EvidenceLine, today: Day): Status | null {
  if (line.toComplete) return unfinished(t)
  if (!hasConsent(line, today)) return noConsent(t, line, today)
  return expiredStatus(t, line.expiresOn, today)
}

/** The codes of criteria, such as "L1, L4 and S2", in the order of the framework. */
export function codesOf(t: T, framework: Framework, items: readonly string[]): string {
  const codes = itemsOf(framework).filter(({ id }) => items.includes(id))
  return (
    list(
      t,
      codes.map(({ code }) => code),
    ) || t('evidence.items.none')
  )
}

function branchNames(t: T, names: readonly string[]): string {
  if (names.length === 0) return t('evidence.card.whole_service')
  return names.length <= 3 ? list(t, names) : t('evidence.branches.count', { count: names.length })
}
