import type { Branch } from '../../organisations/organisations.public.ts'
import { isCovered } from '../../../domain/consent.ts'
import type { EvidenceKind, EvidenceLanguage, Sensitivity, EvidenceState } from '../../../domain/evidence.ts'
import { wordsAsked } from '../../../domain/folding.ts'
import { itemById, itemsOf, type Framework } from '../../../domain/framework.ts'
import type { Day } from '../../../domain/time.ts'
import type { Organisation } from '../../../domain/organisation.ts'
import {
  covers,
  evidenceCard,
  expiredStatus,
  thumbnail,
  unfinished,
  waitsForConsent,
} from '../items/evidence-card.pages.ts'
import type { Link } from '../../../web/components.ts'
import { select, textField } from '../../../web/fields.ts'
import { formOf } from '../../../web/form.ts'
import { list } from '../../../words/format.ts'
import type { T } from '../../../words/words.ts'
import type { EvidenceLine } from './list.store.ts'
import {
  addressOf,
  filterNames,
  isNarrowed,
  withoutPeriod,
  type FilterName,
  type Filters,
  type Offered,
} from '../search/search.forms.ts'
import type { Owner } from '../search/search.store.ts'

declare module '../../../web/views.ts' {
  interface Views {
    'evidence/list/list': ReturnType<typeof evidenceBank>
  }
}

/** So many stand as cards; a longer bank is a table. */
const cardsMost = 20

/** Nobody counts further: that there are more says enough. */
export const countedMost = 100

export interface Bank {
  lines: readonly EvidenceLine[]
  filters: Filters
  offered: Offered
  /** all that fits, up to one more than are counted */
  count: number
  branches: readonly Branch[]
  owners: readonly Owner[]
  framework: Framework
  today: Day
  mayAdd: boolean
  /** what came in through capture links */
  maySort: boolean
  mayListConsents: boolean
  /** not the first page */
  isLater: boolean
  next: string | null
}

export function evidenceBank(t: T, organisation: Organisation, bank: Bank) {
  const { lines, filters, mayAdd, isLater, next, count } = bank
  const address = `/organisations/${organisation.id}/evidence`
  const isEmpty = count === 0 && lines.length === 0 && !isNarrowed(filters)
  const asTable = lines.length > cardsMost || isLater
  return {
    title: filters.search === '' ? t('evidence.title') : t('evidence.search.title', { search: filters.search }),
    heading: { caption: organisation.name, text: t('evidence.title'), size: 'l' as const },
    quick: mayAdd ? { text: t('quick_upload.link'), href: `${address}/quick` } : null,
    add:
      mayAdd && !isEmpty
        ? { text: t('evidence.add.button'), href: `${address}/new`, kind: 'secondary' as const }
        : null,
    beside: besideShelf(t, organisation, bank, isEmpty),
    empty: isEmpty ? emptyShelf(t, address, mayAdd) : null,
    search: isEmpty ? null : { action: address, ...searchFields(t, bank) },
    found: lines.length === 0 ? null : howMany(t, organisation, bank),
    nothing: lines.length > 0 || isEmpty ? null : nothingFound(t, organisation, bank),
    cards:
      lines.length > 0 && !asTable
        ? {
            cards: lines.map(line =>
              evidenceCard(
                t,
                { ...line, coveredUntil: isCovered(line, bank.today) ? line.coveredUntil : null },
                {
                  thumbnail: thumbnail(line, bank.today),
                  shows: codesOf(t, bank.framework, line.items),
                  toComplete: line.toComplete,
                  owner: line.owner,
                  expired: expiredStatus(t, line.expiresOn, bank.today),
                },
              ),
            ),
            level: 3 as const,
          }
        : null,
    table: lines.length > 0 && asTable ? asRows(t, lines, bank) : null,
    pagination: {
      previous: isLater ? { text: t(`evidence.first.${filters.order}`), href: addressOf(organisation, filters) } : null,
      next: next ? { text: t(`evidence.next.${filters.order}`), href: next } : null,
    },
  }
}

/** From the shelf to what belongs to it, in as few words as fit on a phone above what everybody comes for. */
function besideShelf(t: T, { id }: Organisation, { maySort, mayListConsents }: Bank, isEmpty: boolean): Link[] {
  const there = (
    place: 'inbox' | 'partners' | 'regular-evidence' | 'consents' | 'coverage' | 'freshness' | 'export',
  ): Link => ({ text: t(`evidence.beside.${place}`), href: `/organisations/${id}/${place}` })
  return [
    ...(maySort ? [there('inbox')] : []),
    ...(isEmpty
      ? []
      : [
          there('partners'),
          there('regular-evidence'),
          ...(mayListConsents ? [there('consents')] : []),
          there('coverage'),
          there('freshness'),
          there('export'),
        ]),
  ]
}

function emptyShelf(t: T, address: string, mayAdd: boolean) {
  return {
    picture: 'shelf' as const,
    heading: t('evidence.empty.heading'),
    text: mayAdd ? [t('evidence.empty.what'), t('evidence.empty.first')] : [t('evidence.empty.watching')],
    button: mayAdd ? { text: t('evidence.empty.button'), href: `${address}/new` } : null,
    link: { text: t('evidence.empty.link'), href: '/help#evidence' },
  }
}

function searchFields(t: T, bank: Bank) {
  const {
    filters: { search, chosen, order },
    offered,
  } = bank
  const form = formOf({ search, ...chosen })
  const count = filterNames.filter(name => chosen[name] !== '').length
  return {
    words: textField(form, 'search', t('evidence.search.label'), {
      type: 'search',
      size: 's',
      hint: t('evidence.search.hint'),
      spellcheck: false,
    }),
    narrow: count === 0 ? t('evidence.filter.label') : t('evidence.filter.chosen', { count }),
    filters: filterNames
      .filter(name => offered[name].length > 0)
      .map(name =>
        select(
          form,
          name,
          t(`evidence.filter.${name}`),
          offered[name].map(value => ({ value, text: choiceText(t, name, value, bank) })),
          { empty: t(`evidence.filter.${name}.any`) },
        ),
      ),
    order: order === 'newest' ? null : order,
  }
}

function choiceText(t: T, name: FilterName, value: string, { framework, branches, owners }: Bank): string {
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

/** The number as far as anybody counts, and the ways from here: the other order, or one choice fewer. */
function howMany(t: T, organisation: Organisation, bank: Bank) {
  const { count, filters } = bank
  const other = filters.order === 'newest' ? 'oldest' : 'newest'
  return {
    text:
      count > countedMost
        ? t(`evidence.found.many.${filters.order}`, { most: countedMost })
        : t(`evidence.found.${filters.order}`, { count }),
    ways: [
      ...(count > 1
        ? [{ text: t(`evidence.order.${other}`), href: addressOf(organisation, { ...filters, order: other }) }]
        : []),
      ...waysBack(t, organisation, bank),
    ],
  }
}

function nothingFound(t: T, organisation: Organisation, bank: Bank) {
  const { search } = bank.filters
  const hasWords = search === '' || wordsAsked(search).length > 0
  return {
    text: !isNarrowed(bank.filters)
      ? t('evidence.found.end')
      : !hasWords
        ? t('evidence.found.no_words')
        : search === ''
          ? t('evidence.found.nothing')
          : t('evidence.found.nothing_for', { search }),
    ways: [...addFor(t, organisation, bank), ...waysBack(t, organisation, bank)],
  }
}

/** Nothing is for a criterion yet: the next thing to do is not to look further. */
function addFor(t: T, organisation: Organisation, { filters, framework, mayAdd }: Bank): Link[] {
  const item = itemById(framework, filters.chosen.item)
  return item && mayAdd
    ? [
        {
          text: t('evidence.found.add_for', { code: item.code }),
          href: `/organisations/${organisation.id}/evidence/new?${new URLSearchParams({ item: item.id }).toString()}`,
        },
      ]
    : []
}

function waysBack(t: T, organisation: Organisation, bank: Bank): Link[] {
  const { filters } = bank
  const without = (name: FilterName) =>
    addressOf(organisation, { ...filters, chosen: { ...filters.chosen, [name]: '' } })
  const chosen = filterNames.filter(name => filters.chosen[name] !== '')
  const fewer = chosen.map(name => ({
    text: t('evidence.filter.without', { choice: choiceText(t, name, filters.chosen[name], bank) }),
    href: without(name),
  }))
  const all = { text: t('evidence.filter.all'), href: `/organisations/${organisation.id}/evidence` }
  const partners = {
    text: t('evidence.search.partners', { search: filters.search }),
    href: `/organisations/${organisation.id}/partners?${new URLSearchParams({ search: filters.search }).toString()}`,
  }
  return [
    ...(chosen.length + (filters.search === '' ? 0 : 1) > 1 ? fewer : []),
    ...(isNarrowed(filters) ? [all] : []),
    ...(filters.search === '' ? [] : [partners]),
  ]
}

function asRows(t: T, lines: readonly EvidenceLine[], { framework, today }: Bank) {
  return {
    caption: t('evidence.title'),
    captionSize: 'hidden' as const,
    columns: [
      t('evidence.table.title'),
      t('evidence.table.kind'),
      t('evidence.table.covers'),
      t('evidence.table.for'),
      t('evidence.table.branches'),
      t('ownership.row.owner'),
    ],
    rows: lines.map(line => ({
      cells: [
        {
          text: line.title,
          href: `/evidence/${line.id}`,
          status: line.toComplete
            ? unfinished(t)
            : !isCovered(line, today)
              ? waitsForConsent(t)
              : expiredStatus(t, line.expiresOn, today),
        },
        {
          text: t(`evidence.kind.${line.kind}`),
          reason: line.sensitivity === 'restricted' ? t('evidence.sensitivity.restricted') : null,
        },
        { text: covers(t, line), figures: true },
        { text: codesOf(t, framework, line.items) },
        { text: branchesInShort(t, line.branches) },
        { text: line.owner },
      ],
    })),
  }
}

/** "L1, L4 and S2": in the order of the framework, not of the ticks. */
export function codesOf(t: T, framework: Framework, items: readonly string[]): string {
  const codes = itemsOf(framework)
    .filter(({ id }) => items.includes(id))
    .map(({ code }) => code)
  const known = codes.length > 0 || items.every(id => !itemById(framework, id))
  return known ? list(t, codes) || t('evidence.items.none') : t('evidence.items.none')
}

function branchesInShort(t: T, names: readonly string[]): string {
  if (names.length === 0) return t('evidence.card.whole_service')
  return names.length <= 3 ? list(t, names) : t('evidence.branches.count', { count: names.length })
}
