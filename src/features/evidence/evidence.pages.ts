import type { Branch } from '../organisations/organisation.store.ts'
import { evidenceKindsTaken } from '../../domain/evidence.ts'
import { itemById, itemsOf } from '../../domain/framework.ts'
import type { Framework } from '../../domain/framework.ts'
import type { Organisation } from '../../domain/organisation.ts'
import { covers, evidenceCard, unfinished } from '../../web/evidence-card.ts'
import { select } from '../../web/fields.ts'
import { planningLinks } from '../../web/planning-links.ts'
import { formOf } from '../../web/form.ts'
import { list } from '../../words/format.ts'
import type { T } from '../../words/words.ts'
import type { EvidenceFilter, EvidenceLine } from './evidence-lists.store.ts'

/** So many stand as cards; a longer bank is a table. */
const cardsMost = 20

export interface Bank {
  lines: readonly EvidenceLine[]
  filter: EvidenceFilter
  branches: readonly Branch[]
  framework: Framework
  mayAdd: boolean
  /** not the first page */
  isLater: boolean
  next: string | null
}

export function evidenceBank(t: T, organisation: Organisation, bank: Bank) {
  const { lines, filter, mayAdd, isLater, next } = bank
  const address = `/organisations/${organisation.id}/evidence`
  const isFiltered = Object.values(filter).some(choice => choice !== null)
  const isEmpty = lines.length === 0 && !isFiltered && !isLater
  const asTable = lines.length > cardsMost || isLater
  return {
    title: t('evidence.title'),
    heading: { caption: organisation.name, text: t('evidence.title'), size: 'l' as const },
    quick: mayAdd ? { text: t('capture.quick.link'), href: `${address}/quick` } : null,
    add: mayAdd && !isEmpty ? { text: t('evidence.add.button'), href: `${address}/new` } : null,
    planning: isEmpty ? [] : planningLinks(t, organisation),
    empty: isEmpty ? emptyShelf(t, address, mayAdd) : null,
    filters: isEmpty ? null : { action: address, ...filterFields(t, bank), all: isFiltered ? { text: t('evidence.filter.all'), href: address } : null },
    nothingFound: lines.length === 0 && !isEmpty,
    cards: lines.length > 0 && !asTable ? { cards: lines.map(line => evidenceCard(t, line, { shows: codesOf(t, bank.framework, line.items), toComplete: line.toComplete })), level: 3 as const } : null,
    table: lines.length > 0 && asTable ? asRows(t, lines, bank.framework) : null,
    pagination: { previous: isLater ? { text: t('evidence.newest'), href: address } : null, next: next ? { text: t('evidence.older'), href: next } : null },
  }
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

function filterFields(t: T, { filter, branches, framework }: Bank) {
  const form = formOf({ kind: filter.kind ?? '', item: filter.itemId ?? '', branch: filter.branchId ?? '' })
  return {
    kind: select(form, 'kind', t('evidence.filter.kind'), evidenceKindsTaken.map(kind => ({ value: kind, text: t(`evidence.kind.${kind}`) })), { empty: t('evidence.filter.kind.any') }),
    item: select(form, 'item', t('evidence.filter.item'), itemsOf(framework).map(({ id, code, title }) => ({ value: id, text: `${code} ${title}` })), { empty: t('evidence.filter.item.any') }),
    branch: branches.length < 2 ? null
      : select(form, 'branch', t('evidence.filter.branch'), branches.map(({ id, name }) => ({ value: id, text: name })), { empty: t('evidence.filter.branch.any') }),
  }
}

function asRows(t: T, lines: readonly EvidenceLine[], framework: Framework) {
  return {
    caption: t('evidence.title'), captionSize: 'hidden' as const,
    columns: [t('evidence.table.title'), t('evidence.table.kind'), t('evidence.table.covers'), t('evidence.table.for'), t('evidence.table.branches')],
    rows: lines.map(line => ({ cells: [
      { text: line.title, href: `/evidence/${line.id}`, status: line.toComplete ? unfinished(t) : null },
      { text: t(`evidence.kind.${line.kind}`), reason: line.sensitivity === 'restricted' ? t('evidence.sensitivity.restricted') : null },
      { text: covers(t, line), figures: true },
      { text: codesOf(t, framework, line.items) },
      { text: branchesInShort(t, line.branches) },
    ] })),
  }
}

/** "L1, L4 and S2": in the order of the framework, not of the ticks. */
export function codesOf(t: T, framework: Framework, items: readonly string[]): string {
  const codes = itemsOf(framework).filter(({ id }) => items.includes(id)).map(({ code }) => code)
  const known = codes.length > 0 || items.every(id => !itemById(framework, id))
  return known ? list(t, codes) || t('evidence.items.none') : t('evidence.items.none')
}

function branchesInShort(t: T, names: readonly string[]): string {
  if (names.length === 0) return t('evidence.card.whole_service')
  return names.length <= 3 ? list(t, names) : t('evidence.branches.count', { count: names.length })
}
