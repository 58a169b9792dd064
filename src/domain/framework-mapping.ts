import { asksTheSame, questionOf, type ComparedItem } from './framework-differences.ts'

// Maps the items of a framework version to those of the previous version.
// Renewals use the mapping to carry answers over.

export const relations = ['equal', 'narrower', 'wider', 'split', 'merged', 'new', 'retired'] as const
export type Relation = (typeof relations)[number]
export const judgedRelations = ['equal', 'narrower', 'wider'] as const
/**
 * The relations that a coordinator chooses, for an item with exactly one earlier item. The other relations follow from
 * the number of items on each side.
 */
export type JudgedRelation = (typeof judgedRelations)[number]

/** The mapping of one item of the new version, as a coordinator confirmed it. */
export interface MappingEntry {
  item: string
  /** item ids in the previous version; empty for a new item */
  from: readonly string[]
  judged: JudgedRelation
  /**
   * the result of `questionOf` for the item when a coordinator confirmed the row. If it differs now, the row must be
   * confirmed again
   */
  question: string
}

/** The mappings that coordinators confirmed: items of the new version, and retired old items. */
export interface MappingEntries {
  items: readonly MappingEntry[]
  retired: readonly string[]
}

export interface MappedItem {
  item: string
  from: readonly string[]
  relation: Exclude<Relation, 'retired'>
  /**
   * true while a coordinator's confirmation applies; without one, true when the old and the new item ask for the same
   * thing in the same words
   */
  isConfirmed: boolean
}

export interface Mapping {
  items: readonly MappedItem[]
  /** old items that no new item continues */
  retired: readonly { item: string; isConfirmed: boolean }[]
}

type Items = readonly ComparedItem[]
export const noEntries: MappingEntries = { items: [], retired: [] }

/**
 * The mapping between two versions. An item without a confirmed row continues the old item with the same id. If there
 * is no such old item, it is new.
 */
export function mappingBetween(before: Items, after: Items, { items, retired }: MappingEntries): Mapping {
  const old = new Map(before.map(item => [item.id, item]))
  const confirmed = new Map(items.map(entry => [entry.item, entry]))
  const sources = after.map(item => sourcesOf(item, old, confirmed.get(item.id)))
  const uses = new Map<string, number>()
  for (const { from } of sources) for (const id of from) uses.set(id, (uses.get(id) ?? 0) + 1)
  return {
    items: sources.map(({ judged, ...source }) => ({ ...source, relation: relationOf(source.from, uses, judged) })),
    retired: before
      .filter(({ id }) => !uses.has(id))
      .map(({ id }) => ({ item: id, isConfirmed: retired.includes(id) })),
  }
}

interface Source {
  item: string
  from: string[]
  judged: JudgedRelation
  isConfirmed: boolean
}

function sourcesOf(item: ComparedItem, old: ReadonlyMap<string, ComparedItem>, entry?: MappingEntry): Source {
  if (entry)
    return {
      item: item.id,
      from: [...new Set(entry.from)].filter(id => old.has(id)),
      judged: entry.judged,
      // a new item needs no comparison, because no answer is carried over to it
      isConfirmed: entry.from.length === 0 || entry.question === questionOf(item),
    }
  const same = old.get(item.id)
  return {
    item: item.id,
    from: same ? [item.id] : [],
    judged: 'equal',
    isConfirmed: same !== undefined && asksTheSame(same, item),
  }
}

function relationOf(
  from: readonly string[],
  uses: ReadonlyMap<string, number>,
  judged: JudgedRelation,
): MappedItem['relation'] {
  const [only] = from
  if (only === undefined) return 'new'
  if (from.length > 1) return 'merged'
  return (uses.get(only) ?? 0) > 1 ? 'split' : judged
}

/** The number of unconfirmed rows in a mapping. */
export const unconfirmedIn = ({ items, retired }: Mapping): number =>
  [...items, ...retired].filter(({ isConfirmed }) => !isConfirmed).length

const inverted = { narrower: 'wider', wider: 'narrower' } as const

/** The mapping from the newer version back to the older one, for a renewal after the newer version was retired. */
export function inverseOf({ items, retired }: Mapping): Mapping {
  const before = new Set([...items.flatMap(({ from }) => from), ...retired.map(({ item }) => item)])
  return {
    items: [...before].map((id): MappedItem => {
      const sources = items.filter(({ from }) => from.includes(id))
      return {
        item: id,
        from: sources.map(({ item }) => item),
        relation: inverseRelation(sources),
        isConfirmed: sources.every(({ isConfirmed }) => isConfirmed),
      }
    }),
    retired: items.filter(({ from }) => from.length === 0).map(({ item, isConfirmed }) => ({ item, isConfirmed })),
  }
}

function inverseRelation(sources: readonly MappedItem[]): MappedItem['relation'] {
  const [only] = sources
  if (!only) return 'new'
  if (sources.length > 1) return 'merged'
  if (only.relation === 'merged') return 'split'
  return only.relation === 'narrower' || only.relation === 'wider' ? inverted[only.relation] : only.relation
}

/** Functions that move an answer to another item, and that merge several answers. Answers can have any shape. */
export interface Carrier<Answer> {
  rename(answer: Answer, item: string): Answer
  merge(answers: readonly Answer[], item: string): Answer
}

/**
 * Converts the answers of one version to the next. Leaves out answers to retired items, and keeps answers to items that
 * the mapping does not list.
 */
export function applyMapping<Answer>(
  answers: ReadonlyMap<string, Answer>,
  { items, retired }: Mapping,
  { rename, merge }: Carrier<Answer>,
): Map<string, Answer> {
  const known = new Set([...items.flatMap(({ from }) => from), ...retired.map(({ item }) => item)])
  const carried = new Map([...answers].filter(([id]) => !known.has(id)))
  for (const { item, from } of items) {
    const found = from.flatMap(id => answers.get(id) ?? [])
    const [first] = found
    if (first === undefined) continue
    carried.set(item, found.length === 1 ? rename(first, item) : merge(found, item))
  }
  return carried
}

/**
 * For each item of the older version, the items of the newer version that come from it.
 * @param path the mappings in between, oldest first; empty for the same version
 * @param asked the ids of the newer items to include
 */
export function itemsFollowing(path: readonly Mapping[], asked: readonly string[]): Map<string, string[]> {
  const origins = originsOver(path)
  const following = new Map<string, string[]>()
  for (const item of asked)
    for (const from of path.length === 0 ? [item] : (origins.get(item)?.from ?? []))
      following.set(from, [...(following.get(from) ?? []), item])
  return following
}

/** The items of the oldest version that an item of the newest version comes from, across all mappings in between. */
export interface Origin {
  relation: MappedItem['relation']
  from: readonly string[]
  isConfirmed: boolean
}

/**
 * The origins of the items of the newest version, by item id.
 * @param path the mappings from the older version to the newer one, oldest first
 */
export const originsOver = (path: readonly Mapping[]): Map<string, Origin> =>
  path.slice(1).reduce(originsAfter, new Map((path[0]?.items ?? []).map(({ item, ...origin }) => [item, origin])))

function originsAfter(earlier: ReadonlyMap<string, Origin>, { items }: Mapping): Map<string, Origin> {
  return new Map(
    items.map(({ item, from, relation, isConfirmed }): [string, Origin] => {
      const before = from.flatMap(id => earlier.get(id) ?? [])
      const changed = before.find(each => each.relation !== 'equal')
      return [
        item,
        {
          relation: relation === 'equal' && changed ? changed.relation : relation,
          from: [...new Set(before.flatMap(each => each.from))],
          isConfirmed: isConfirmed && before.every(each => each.isConfirmed),
        },
      ]
    }),
  )
}
