import { placedItems, type PlacedItem } from './framework-draft.ts'
import type { FrameworkDocument, ItemDocument } from './framework.ts'

/** A stretch of text that is in both versions, or only in the old or the new one. */
export interface Stretch {
  kind: 'same' | 'removed' | 'added'
  text: string
}

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

/** An item that differs between two versions. `before` is null for a new one, `after` for one that is gone. */
export interface ItemDifference {
  before: PlacedItem | null
  after: PlacedItem | null
  /** the fields that differ; empty for a new item or one that is gone */
  fields: ItemField[]
}

/** The items that differ, in the order of the new version and then those that are gone. Items are matched by id. */
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

/** Fields that do not change what is asked: an answer to the item needs no second look. */
const beside: readonly ItemField[] = ['code', 'area', 'renewal', 'askedIn', 'freshMonths']
/** Whether the two ask for the same, in the same words. */
export const asksTheSame = (before: ComparedItem, after: ComparedItem): boolean =>
  fieldsThatDiffer(before, after).every(field => beside.includes(field))

const mostWords = 600

/** The differences between two texts, word by word. Long texts are shown as removed and added as a whole. */
export function wordDifferences(before: string, after: string): Stretch[] {
  const [old, now] = [before, after].map(text => text.split(/(?<=\s)(?=\S)/u).filter(word => word !== '')) as [
    string[],
    string[],
  ]
  if (before === after) return before === '' ? [] : [{ kind: 'same', text: before }]
  if (old.length > mostWords || now.length > mostWords) return joined(whole(before, after))
  return joined(stepsBetween(old, now))
}

const whole = (before: string, after: string): Stretch[] =>
  [
    { kind: 'removed' as const, text: before },
    { kind: 'added' as const, text: after },
  ].filter(({ text }) => text !== '')

/** The longest common subsequence of words, in a table of at most 600 by 600. */
function stepsBetween(old: readonly string[], now: readonly string[]): Stretch[] {
  const lengths = Array.from({ length: old.length + 1 }, () => new Uint16Array(now.length + 1))
  for (let i = old.length - 1; i >= 0; i -= 1)
    for (let j = now.length - 1; j >= 0; j -= 1)
      lengths[i]![j] = isSame(old[i]!, now[j]!)
        ? lengths[i + 1]![j + 1]! + 1
        : Math.max(lengths[i + 1]![j]!, lengths[i]![j + 1]!)
  const steps: Stretch[] = []
  let [i, j] = [0, 0]
  while (i < old.length || j < now.length) {
    if (i < old.length && j < now.length && isSame(old[i]!, now[j]!)) {
      steps.push({ kind: 'same', text: now[j]! })
      i += 1
      j += 1
    } else if (j >= now.length || (i < old.length && lengths[i + 1]![j]! >= lengths[i]![j + 1]!)) {
      steps.push({ kind: 'removed', text: old[i]! })
      i += 1
    } else {
      steps.push({ kind: 'added', text: now[j]! })
      j += 1
    }
  }
  return steps
}

const isSame = (one: string, other: string): boolean => one.trim() === other.trim()

function joined(steps: readonly Stretch[]): Stretch[] {
  const stretches: Stretch[] = []
  for (const step of steps) {
    const last = stretches.at(-1)
    if (last?.kind === step.kind) last.text += step.text
    else stretches.push({ ...step })
  }
  return stretches
}
