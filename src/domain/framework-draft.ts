import { createHash } from 'node:crypto'
import type { Area, FrameworkDocument, ItemDocument, ItemPart } from './framework.ts'

// Edits to a draft version. The functions `with…` and `without…` return a changed copy of the document.

/** An item of a draft. Only criteria have an area. */
export type DraftItem = ItemDocument & { area?: string }

const listOf = { prerequisite: 'prerequisites', criterion: 'criteria', 'looking ahead': 'lookingAhead' } as const
const parts = Object.keys(listOf) as ItemPart[]

export interface PlacedItem {
  part: ItemPart
  item: DraftItem
}

/** All items of a document in the order of the form, each with its part. */
export const placedItems = (document: FrameworkDocument): PlacedItem[] =>
  parts.flatMap(part => document[listOf[part]].map(item => ({ part, item })))

/** @returns the item with this id and its part; null when the document does not contain it */
export const placedItem = (document: FrameworkDocument, id: string): PlacedItem | null =>
  placedItems(document).find(({ item }) => item.id === id) ?? null

/** Replaces the item with the same id, in its place. */
export const withItem = (document: FrameworkDocument, { part, item }: PlacedItem): FrameworkDocument =>
  changed(document, part, items => items.map(each => (each.id === item.id ? item : each)))

/** Adds an item at the end of its part or, for a criterion, after the last item of its area. */
export function withNewItem(document: FrameworkDocument, { part, item }: PlacedItem): FrameworkDocument {
  return changed(document, part, items => {
    const last = items.findLastIndex(({ area }) => area === item.area)
    return last < 0 ? [...items, item] : items.toSpliced(last + 1, 0, item)
  })
}

export const withoutItem = (document: FrameworkDocument, { part, item }: PlacedItem): FrameworkDocument =>
  changed(document, part, items => items.filter(({ id }) => id !== item.id))

/** Moves an item one place up or down among the items of its part and area. */
export function withItemMoved(
  document: FrameworkDocument,
  { part, item }: PlacedItem,
  way: 'up' | 'down',
): FrameworkDocument {
  return changed(document, part, items => {
    const from = items.findIndex(({ id }) => id === item.id)
    const beside = items.map((each, at) => ({ at, area: each.area })).filter(({ area }) => area === item.area)
    const to = way === 'up' ? beside.findLast(({ at }) => at < from)?.at : beside.find(({ at }) => at > from)?.at
    if (to === undefined) return items
    return items.toSpliced(from, 1).toSpliced(to, 0, items[from]!)
  })
}

function changed(
  document: FrameworkDocument,
  part: ItemPart,
  change: (items: readonly DraftItem[]) => DraftItem[] | readonly DraftItem[],
): FrameworkDocument {
  const list = listOf[part]
  return { ...document, [list]: change(document[list]) }
}

/** Adds an area, or replaces the one with the same id. */
export const withArea = (document: FrameworkDocument, area: Area): FrameworkDocument => ({
  ...document,
  areas: document.areas.some(({ id }) => id === area.id)
    ? document.areas.map(each => (each.id === area.id ? area : each))
    : [...document.areas, area],
})

export const withoutArea = (document: FrameworkDocument, id: string): FrameworkDocument => ({
  ...document,
  areas: document.areas.filter(area => area.id !== id),
})

/**
 * A new id for an item or area, from its title. Ids never change and are never reused.
 * @param taken ids in this and all earlier versions
 */
export function newItemId(title: string, taken: ReadonlySet<string>): string {
  const plain = title
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 40)
    .replace(/^-+|-+$/g, '')
  const base = plain.length < 2 ? 'item' : plain
  const numbers = Array.from({ length: taken.size + 1 }, (_, index) => index + 2)
  return [base, ...numbers.map(number => `${base}-${number}`)].find(id => !taken.has(id))!
}

/**
 * The first unused code that starts with the same letter as the list's other codes: E16 after E1 to E15. An empty
 * string when all 99 are in use.
 */
export function nextCode(document: FrameworkDocument, part: ItemPart, area: string | null): string {
  const all = placedItems(document)
  const beside = all.filter(each => each.part === part && (area === null || each.item.area === area))
  const letters = { prerequisite: 'P', criterion: area?.[0]?.toUpperCase() ?? 'C', 'looking ahead': 'F' }
  const letter = beside[0]?.item.code[0] ?? letters[part]
  const used = new Set(all.map(({ item }) => item.code))
  const numbers = Array.from({ length: 99 }, (_, index) => `${letter}${index + 1}`)
  return numbers.find(code => !used.has(code)) ?? ''
}

/**
 * The first 16 hex digits of the hash of a part of a draft. A form uses them to tell when someone else has changed that
 * part.
 */
export const fingerprint = (part: unknown): string =>
  createHash('sha256')
    .update(JSON.stringify(part ?? null))
    .digest('hex')
    .slice(0, 16)

/** The parts of a version that are edited on its settings page, not as items or areas. */
export const settingsOf = ({ version, label, terms, reminders, panel, application }: FrameworkDocument) => ({
  version,
  label,
  terms,
  reminders,
  panel,
  application,
})
