import type { UnitOfWork } from '../../../db/unit-of-work.ts'
import { placedItem } from '../../../domain/framework-draft.ts'
import { questionOf } from '../../../domain/framework-differences.ts'
import type { JudgedRelation, MappingEntries } from '../../../domain/framework-mapping.ts'
import { FormRefused } from '../../../domain/refusals.ts'
import { recordEvent } from '../../../history/record.ts'
import type { VersionRecord } from '../drafts/draft.store.ts'
import { isMappingLocked, itemsIn, mappingOf, saveMapping, storedMapping } from './mapping.store.ts'

/** A version and the version before it. The items of `version` are mapped to those of `before`. */
export interface MappedVersion {
  version: VersionRecord
  before: VersionRecord
}

/**
 * Saves which items of the previous version an item comes from, and how it relates to them.
 * @throws FormRefused after a library has changed, confirmed or submitted an answer carried over through the mapping;
 * Stale when the mapping has been changed since it was read
 */
export async function mapItem(
  work: UnitOfWork,
  it: MappedVersion & { itemId: string },
  given: { from: readonly string[]; judged: JudgedRelation; version: number },
): Promise<void> {
  const { entries } = await storedMapping(work.trx, it.version.id)
  const items = [
    ...entries.items.filter(({ item }) => item !== it.itemId),
    { item: it.itemId, from: given.from, judged: given.judged, question: questionIn(it.version, it.itemId) },
  ]
  const retired = entries.retired.filter(id => !given.from.includes(id))
  await save(work, it, { entries: { items, retired }, version: given.version })
}

/**
 * Confirms the chosen rows of the mapping.
 * @param given.rows values from `rowOfItem`, or `retired:` followed by an item's id
 * @throws FormRefused after a library has changed, confirmed or submitted an answer that the mapping carried over;
 * Stale when the mapping has been changed since it was read
 */
export async function confirmRows(
  work: UnitOfWork,
  it: MappedVersion,
  given: { rows: readonly string[]; version: number },
): Promise<void> {
  const { entries } = await storedMapping(work.trx, it.version.id)
  const mapping = await mappingOf(work.trx, it.version, it.before)
  const known = new Map(entries.items.map(entry => [entry.item, entry]))
  const confirmed = mapping.items
    .filter(({ item, isConfirmed }) => !isConfirmed && given.rows.includes(rowOfItem(it.version, item)))
    .map(({ item, from }) => ({
      item,
      from,
      judged: known.get(item)?.judged ?? 'equal',
      question: questionIn(it.version, item),
    }))
  const others = entries.items.filter(({ item }) => !confirmed.some(each => each.item === item))
  const retired = mapping.retired.map(({ item }) => item).filter(id => given.rows.includes(`retired:${id}`))
  await save(work, it, {
    entries: {
      items: [...others, ...confirmed],
      retired: [...new Set([...entries.retired, ...retired])],
    },
    version: given.version,
  })
}

/**
 * The value of an item's checkbox. It contains a hash of the item's text. If the text has changed since the page was
 * opened, the value no longer matches, so the row is not confirmed.
 */
export const rowOfItem = (version: VersionRecord, id: string): string => `item:${id}:${questionIn(version, id)}`

/** A hash of the item's text (`questionOf`); empty when the version no longer has the item. */
function questionIn({ document }: VersionRecord, id: string): string {
  const placed = placedItem(document, id)
  return placed ? questionOf(placed.item) : ''
}

async function save(
  work: UnitOfWork,
  { version, before }: MappedVersion,
  change: { entries: MappingEntries; version: number },
): Promise<void> {
  const isPublished = version.publishedAt !== null
  if (isPublished && (await isMappingLocked(work.trx, version.id)))
    throw new FormRefused('mapping', 'frameworks.mapping.locked')
  const known = new Set(itemsIn(before.document).map(({ id }) => id))
  const items = change.entries.items.map(entry => ({ ...entry, from: entry.from.filter(id => known.has(id)) }))
  await saveMapping(work.trx, version.id, { ...change, entries: { ...change.entries, items } })
  await recordEvent(work, 'framework.mapped', { kind: 'framework', id: version.id }, { from: before.version })
  if (isPublished) await work.tell('mapping changed', { versionId: version.id })
}
