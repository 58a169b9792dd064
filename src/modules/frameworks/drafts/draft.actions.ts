import type { UnitOfWork } from '../../../db/unit-of-work.ts'
import {
  fingerprint,
  newItemId,
  placedItems,
  settingsOf,
  withArea,
  withItem,
  withItemMoved,
  withNewItem,
  withoutArea,
  withoutItem,
  type DraftItem,
  type PlacedItem,
} from '../../../domain/framework-draft.ts'
import type { Area, FrameworkDocument, ItemPart } from '../../../domain/framework.ts'
import { FormRefused, NotFound, Stale } from '../../../domain/refusals.ts'
import { recordEvent, type EventName, type Facts } from '../../../history/record.ts'
import { readFrameworkDocument } from '../frameworks/framework.forms.ts'
import { assignToRounds } from '../rounds/round.store.ts'
import type { AreaGiven, ItemGiven, SettingsGiven, StartGiven } from './draft.forms.ts'
import {
  deleteDraft,
  draftOf,
  idsUsedIn,
  insertDraft,
  isNameTaken,
  newestPublished,
  updateAsPublished,
  updateDraft,
  type VersionRecord,
} from './draft.store.ts'

/** A draft and one of its items. `placed` is null when the draft no longer has the item. */
interface ItemOfDraft {
  draft: VersionRecord
  placed: PlacedItem | null
}

const entity = ({ id }: { id: string }) => ({ kind: 'framework', id }) as const

/**
 * Starts a draft from the newest published version of a framework, with all of its areas and items or without any. If
 * the framework already has a draft, returns the existing draft.
 * @returns the draft's id, and whether it is new; `startedBy` names the colleague who started an existing draft, if
 * nobody has changed it since; otherwise null
 * @throws NotFound when no version is published; FormRefused when the name is taken
 */
export async function startDraft(
  work: UnitOfWork,
  { frameworkId }: { frameworkId: string },
  given: StartGiven,
): Promise<DraftStarted> {
  const known = await draftOf(work.trx, frameworkId)
  if (known) return { id: known.id, isNew: false, startedBy: isUntouched(known) ? colleagueOf(work, known) : null }
  const last = await newestPublished(work.trx, frameworkId)
  if (!last) throw new NotFound()
  if (await isNameTaken(work.trx, { frameworkId, id: '' }, given.name))
    throw new FormRefused('name', 'frameworks.name.taken', { name: given.name })
  const document = { ...last.document, issued: true, notice: '', version: given.name, label: given.label }
  const empty = { areas: [], prerequisites: [], criteria: [], lookingAhead: [] }
  const id = await insertDraft(work.trx, {
    frameworkId,
    basedOnId: last.id,
    document: given.from === 'empty' ? { ...document, ...empty } : document,
    by: work.actor.id,
    at: work.at,
  })
  await recordEvent(work, 'framework.drafted', entity({ id }), { version: given.name, from: given.from })
  return { id, isNew: true, startedBy: null }
}

interface DraftStarted {
  id: string
  isNew: boolean
  startedBy: string | null
}

/** Whether the draft is exactly as it was started. */
const isUntouched = ({ revision }: VersionRecord): boolean => revision === 1

const colleagueOf = ({ actor }: UnitOfWork, { changedBy }: VersionRecord): string | null =>
  changedBy === actor.name ? null : changedBy

/**
 * Saves one item. `given.then` can also move it one place up or down in its list.
 * @returns the code of the item before it in its list; null when it is the first
 * @throws Stale when the item has been changed or retired; FormRefused when its code is taken, its area was
 * removed, or the draft was published
 */
export async function saveItem(
  work: UnitOfWork,
  { draft, placed }: ItemOfDraft,
  given: ItemGiven,
): Promise<string | null> {
  const before = asItWasRead(placed, given['read-part'])
  refuseCode(draft, { id: before.item.id, code: given.code })
  refuseRemovedArea(draft, given)
  const item = itemOf(given, before.item)
  const saved = withItem(draft.document, { ...before, item })
  const document = given.then === null ? saved : withItemMoved(saved, { ...before, item }, given.then)
  const isOnlyMoved = given.then !== null && fingerprint(item) === fingerprint(before.item)
  const event = isOnlyMoved ? 'framework.item_moved' : 'framework.item_changed'
  await save(work, draft, { event, facts: { item: item.id }, document })
  const beside = placedItems(document).filter(each => each.part === before.part && each.item.area === item.area)
  return beside[beside.findIndex(each => each.item.id === item.id) - 1]?.item.code ?? null
}

/**
 * Adds an item at the end of its part or area.
 * @returns the item's id
 * @throws FormRefused when its code is taken, its area was removed, or the draft was published
 */
export async function addItem(
  work: UnitOfWork,
  { draft, part }: { draft: VersionRecord; part: ItemPart },
  given: ItemGiven,
): Promise<string> {
  const id = newItemId(given.title, await idsUsedIn(work.trx, draft.frameworkId))
  refuseCode(draft, { id, code: given.code })
  refuseRemovedArea(draft, given)
  const item = itemOf(given, { id, basis: 'proposed' })
  await save(work, draft, {
    event: 'framework.item_added',
    facts: { item: id },
    document: withNewItem(draft.document, { part, item }),
  })
  return id
}

function itemOf(
  { 'read-part': _read, then: _then, area, ...given }: ItemGiven,
  before: Pick<DraftItem, 'id' | 'basis'>,
): DraftItem {
  const { id, basis } = before
  return { id, ...given, basis, ...(area && { area }) }
}

/** @throws FormRefused when another item has this code. The error is shown beside `field` */
function refuseCode({ document }: VersionRecord, { id, code }: Pick<DraftItem, 'id' | 'code'>, field = 'code'): void {
  const other = placedItems(document).find(({ item }) => item.code === code && item.id !== id)
  if (other) throw new FormRefused(field, 'frameworks.item.code.taken', { code, title: other.item.title })
}

function refuseRemovedArea({ document }: VersionRecord, { area }: ItemGiven): void {
  if (area !== '' && !document.areas.some(({ id }) => id === area))
    throw new FormRefused('area', 'frameworks.item.area.removed')
}

/**
 * Removes an item from the draft. Earlier versions keep it.
 * @throws Stale when the item has been changed or retired; FormRefused when the draft was published
 */
export async function retireItem(work: UnitOfWork, { draft, placed }: ItemOfDraft, asRead: string): Promise<void> {
  const before = asItWasRead(placed, asRead)
  await save(work, draft, {
    event: 'framework.item_retired',
    facts: { item: before.item.id },
    document: withoutItem(draft.document, before),
  })
}

/**
 * Restores an item's words and settings from the previous version. If the draft no longer has the item's area, restores
 * that too.
 * @throws Stale when the item has been changed; FormRefused when its code is taken, or the draft was published
 */
export async function restoreItem(
  work: UnitOfWork,
  { draft, placed, before, areasBefore }: ItemOfDraft & { before: PlacedItem; areasBefore: readonly Area[] },
  asRead: string,
): Promise<void> {
  if (placed) asItWasRead(placed, asRead)
  refuseCode(draft, before.item, 'draft')
  const area = areasBefore.find(({ id }) => id === before.item.area)
  const hasArea = !area || draft.document.areas.some(({ id }) => id === area.id)
  const document = hasArea ? draft.document : withArea(draft.document, area)
  await save(work, draft, {
    event: 'framework.item_restored',
    facts: { item: before.item.id },
    document: placed ? withItem(document, before) : withNewItem(document, before),
  })
}

function asItWasRead(placed: PlacedItem | null, asRead: string): PlacedItem {
  if (!placed || fingerprint(placed.item) !== asRead) throw new Stale()
  return placed
}

/**
 * Saves or adds an area.
 * @throws Stale when the area has been changed; FormRefused when the draft was published
 */
export async function saveArea(
  work: UnitOfWork,
  { draft, area }: { draft: VersionRecord; area: Area | null },
  { 'read-part': asRead, ...words }: AreaGiven,
): Promise<void> {
  if (area && fingerprint(area) !== asRead) throw new Stale()
  const id = area?.id ?? newItemId(words.title, await idsUsedIn(work.trx, draft.frameworkId))
  await save(work, draft, {
    event: area ? 'framework.area_changed' : 'framework.area_added',
    facts: { area: id },
    document: withArea(draft.document, { id, ...words }),
  })
}

/** @throws FormRefused when the area still has criteria, or the draft was published */
export async function removeArea(
  work: UnitOfWork,
  { draft, area }: { draft: VersionRecord; area: Area },
): Promise<void> {
  if (draft.document.criteria.some(criterion => criterion.area === area.id))
    throw new FormRefused('area', 'frameworks.area.in_use')
  await save(work, draft, {
    event: 'framework.area_removed',
    facts: { area: area.id },
    document: withoutArea(draft.document, area.id),
  })
}

/**
 * Saves the settings of a draft.
 * @throws Stale when the settings have been changed; FormRefused when the name is taken, or the draft was published
 */
export async function saveSettings(work: UnitOfWork, draft: VersionRecord, given: SettingsGiven): Promise<void> {
  const { 'read-part': asRead, name, panel, summaryMaxCharacters, ...settings } = given
  const { document } = draft
  if (fingerprint(settingsOf(document)) !== asRead) throw new Stale()
  if (await isNameTaken(work.trx, draft, name)) throw new FormRefused('name', 'frameworks.name.taken', { name })
  await save(work, draft, {
    event: 'framework.settings_changed',
    facts: {},
    document: {
      ...document,
      ...settings,
      version: name,
      application: { ...document.application, summaryMaxCharacters },
      panel: { ...document.panel, ...panel },
    },
  })
}

/**
 * Replaces the whole content of a draft.
 * @throws Stale when the draft has changed; FormRefused when it was published
 */
export async function replaceDraft(
  work: UnitOfWork,
  draft: VersionRecord,
  { revision, document }: { revision: number; document: FrameworkDocument },
): Promise<void> {
  if (draft.revision !== revision) throw new Stale()
  await save(work, draft, { event: 'framework.imported', facts: {}, document })
}

/** @throws FormRefused when the draft was published; Stale when it has changed since it was read */
export async function discardDraft(work: UnitOfWork, draft: VersionRecord, revision: number): Promise<void> {
  refusePublished(draft)
  await deleteDraft(work.trx, { id: draft.id, revision })
  await recordEvent(work, 'framework.discarded', entity(draft), { version: draft.version })
}

/** Saves the new document, unless nothing changed. The caller must read the draft in the same transaction. */
async function save(
  work: UnitOfWork,
  draft: VersionRecord,
  { event, facts, document }: { event: EventName; facts: Facts; document: FrameworkDocument },
): Promise<void> {
  refusePublished(draft)
  const checked = readFrameworkDocument(document)
  if (JSON.stringify(checked) === JSON.stringify(draft.document)) return
  await updateDraft(work.trx, draft, { document: checked, by: work.actor.id, at: work.at })
  await recordEvent(work, event, entity(draft), facts)
}

/**
 * @throws FormRefused for a published draft, so that the page keeps the person's text
 */
export function refusePublished({ publishedAt, version }: VersionRecord): void {
  if (publishedAt !== null) throw new FormRefused('draft', 'frameworks.draft.published', { version })
}

/**
 * Publishes a draft permanently, and assigns it to the rounds of its stream that have not closed.
 * @throws Stale when the draft has changed or was published since it was read
 */
export async function publishAsRead(work: UnitOfWork, draft: VersionRecord): Promise<void> {
  const document = readFrameworkDocument({ ...draft.document, issued: true, notice: '' })
  await updateAsPublished(work.trx, draft, { document, by: work.actor.id, at: work.at })
  await assignToRounds(work.trx, draft, work.at)
}
