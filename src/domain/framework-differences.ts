import { fingerprint, placedItems, type PlacedItem } from './framework-draft.ts'
import type { FrameworkDocument, ItemDocument } from './framework.ts'

const itemFields = [
  'code',
  'title',
  'description',
  'evidence',
  'requirement',
  'renewal',
  'askedIn',
  'freshMonths',
  'perBranch',
  'area',
] as const
export type ItemField = (typeof itemFields)[number]
/** An item of a draft or of a published version. */
export type ComparedItem = ItemDocument & { area?: string | null }

/** An item that differs between two versions. `before` is null for a new item, `after` for a removed one. */
export interface ItemDifference {
  before: PlacedItem | null
  after: PlacedItem | null
  /** the fields that differ; empty for a new or removed item */
  fields: ItemField[]
}

/** The items that differ, in the order of the new version, followed by the removed items. Items are matched by id. */
export function itemDifferences(before: FrameworkDocument, after: FrameworkDocument): ItemDifference[] {
  const [old, now] = [placedItems(before), placedItems(after)]
  const oldById = new Map(old.map(each => [each.item.id, each]))
  const ids = new Set(now.map(({ item }) => item.id))
  const kept = now.flatMap((each): ItemDifference[] => {
    const then = oldById.get(each.item.id) ?? null
    const fields = then ? fieldsThatDiffer(then.item, each.item) : []
    return then && fields.length === 0 ? [] : [{ before: then, after: each, fields }]
  })
  const gone = old.filter(({ item }) => !ids.has(item.id)).map(each => ({ before: each, after: null, fields: [] }))
  return [...kept, ...gone]
}

export const fieldsThatDiffer = (before: ComparedItem, after: ComparedItem): ItemField[] =>
  itemFields.filter(field => JSON.stringify(before[field] ?? null) !== JSON.stringify(after[field] ?? null))

/** Fields that do not affect the question itself. If only these change, answers need no review. */
const minorFields: readonly ItemField[] = ['code', 'area', 'renewal', 'askedIn', 'freshMonths']
/** Whether both items ask the same thing in the same words. */
export const asksTheSame = (before: ComparedItem, after: ComparedItem): boolean =>
  fieldsThatDiffer(before, after).every(field => minorFields.includes(field))

/** A hash of everything that `asksTheSame` compares. */
export const questionOf = (item: ComparedItem): string =>
  fingerprint(itemFields.filter(field => !minorFields.includes(field)).map(field => item[field] ?? null))
