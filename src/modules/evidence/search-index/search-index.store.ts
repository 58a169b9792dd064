import type { Knex } from 'knex'
import type { Db, Tx } from '../../../db/connection.ts'
import { removeIndexedWords, indexWords, type Term, type SearchQuery } from '../../../db/full-text.ts'
import { jsonList } from '../../../db/json-list.ts'
import type { Row } from '../../../db/tables.ts'
import { membershipsIn, type Actor } from '../../../domain/actor.ts'
import { forever } from '../../../domain/consent.ts'
import type { Sensitivity, EvidenceState } from '../../../domain/evidence.ts'
import { searchWords, wordsOf } from '../../../domain/folding.ts'
import { instant, millisecondsBetween, type Day } from '../../../domain/time.ts'

/**
 * The version of the rules for index terms. Increase it when `folded` or the facets change, so that everything is
 * indexed again.
 */
export const currentFolding = 5

/** The filters of a search, in addition to its words. Null means no filter. */
export interface Facets {
  kind: string | null
  itemId: string | null
  branchId: string | null
  language: string | null
  ownerId: string | null
  sensitivity: Sensitivity | null
  /** a year that overlaps the evidence's period; null for any year */
  year: string | null
  withoutPeriod: boolean
  state: EvidenceState | null
}
export const noFacets: Facets = {
  kind: null,
  itemId: null,
  branchId: null,
  language: null,
  ownerId: null,
  sensitivity: null,
  year: null,
  withoutPeriod: false,
  state: null,
}

/** The index term of a facet. No folded word contains the character "·", so a search text never matches a facet. */
const facet = (name: string, value: string): string => `·${name}${value.toLowerCase().replace(/[^a-z0-9]/g, '·')}`
const wholeService = 'all'
/** The maximum number of years to index for one period. For a longer period, only the latest years are indexed. */
const maxYears = 40

type EvidenceToIndex = Row<'evidence'> & { place: number | null } & Record<
    'branches' | 'items' | 'files' | 'links' | 'notes',
    string
  >

/**
 * Indexes evidence as it is now. Every action that changes evidence, its files, its owner or its consents must call
 * this in its transaction.
 */
export async function indexEvidence(trx: Tx, ids: readonly string[]): Promise<void> {
  const evidenceItems = await (trx('evidence') as Knex.QueryBuilder)
    .leftJoin('evidence_index', 'evidence_index.evidence_id', 'evidence.id')
    .whereIn('evidence.id', [...ids])
    .select<EvidenceToIndex[]>(
      'evidence.*',
      'evidence_index.place',
      jsonList(trx, { id: 'branch_id' }, 'from evidence_branches where evidence_id = evidence.id', 'branches'),
      jsonList(trx, { id: 'item_id' }, 'from evidence_items where evidence_id = evidence.id', 'items'),
      // People who cannot open a file can still search, so these files are not indexed: replaced files, files that have
      // or need a redacted copy and, if the evidence has any redacted copy, all newer versions.
      jsonList(
        trx,
        { text: 'name', caption: 'caption', alternative: 'alternative' },
        `from evidence_files where evidence_id = evidence.id and removed_at is null and replaced_at is null
          and state in ('ready', 'scanning') and to_redact_at is null and not exists (select 1 from evidence_files as
          copies where copies.redacts_file_id = evidence_files.id) and (replaces_id is null or not exists (select 1 from
          evidence_files as copies where copies.evidence_id = evidence.id and copies.redacts_file_id is not null))`,
        'files',
      ),
      jsonList(trx, { text: 'address' }, 'from evidence_links where evidence_id = evidence.id', 'links'),
      jsonList(trx, { text: 'body' }, 'from evidence_notes where evidence_id = evidence.id', 'notes'),
    )
  const kept = evidenceItems.filter(evidence => evidence.removed_at === null)
  const places = await placesFor(trx, kept)
  await removeIndexedWords(
    trx,
    evidenceItems.flatMap(({ place }) => (place === null ? [] : [Number(place)])),
  )
  await indexWords(
    trx,
    kept.map(evidence => ({ place: places.get(evidence.id)!, words: entriesOf(evidence) })),
  )
  const removed = evidenceItems.flatMap(({ removed_at, place }) =>
    removed_at !== null && place !== null ? [Number(place)] : [],
  )
  if (removed.length > 0) await trx('evidence_index').whereIn('place', removed).delete()
}

/**
 * Returns the places of evidence in the index, and adds missing ones. Places increase with the time of receipt, so the
 * index returns the newest first without sorting.
 */
async function placesFor(trx: Tx, evidenceItems: readonly EvidenceToIndex[]): Promise<Map<string, number>> {
  const places = new Map(evidenceItems.flatMap(({ id, place }) => (place === null ? [] : [[id, Number(place)]])))
  if (places.size > 0)
    await trx('evidence_index')
      .whereIn('place', [...places.values()])
      .update({ folding: currentFolding })
  let missing = evidenceItems.filter(({ id }) => !places.has(id))
  // When two items have the same place, the second takes the next free place.
  for (let later = 0; missing.length > 0; later += 1) {
    const wanted = missing.map(evidence => ({
      place: placeOf(evidence) + later,
      evidence_id: evidence.id,
      folding: currentFolding,
    }))
    const inserted = await trx('evidence_index')
      .insert(wanted)
      .onConflict('place')
      .ignore()
      .returning(['place', 'evidence_id'])
    for (const { place, evidence_id } of inserted) places.set(evidence_id, Number(place))
    missing = missing.filter(({ id }) => !places.has(id))
  }
  return places
}

const placeOf = ({ id, received_at }: EvidenceToIndex): number =>
  millisecondsBetween(epoch, received_at) * perMillisecond + Math.floor(shareOf(id) * perMillisecond)
const epoch = instant('1970-01-01T00:00:00Z')
/** Places per millisecond. At this rate, a place is an exact JavaScript number until 2112. */
const perMillisecond = 2_000
const idAlphabet = '234567abcdefghijklmnopqrstuvwxyz'
/** The position of an id among all possible ids, from 0 to 1. */
const shareOf = (id: string): number =>
  [...id.slice(0, 4)].reduce((sum, character) => sum * 32 + Math.max(idAlphabet.indexOf(character), 0), 0) / 32 ** 4

function entriesOf(evidence: EvidenceToIndex): string[] {
  const list = <Listed>(json: string) => JSON.parse(json) as Listed[]
  const ids = (json: string) => list<{ id: string }>(json).map(({ id }) => id)
  const texts = [evidence.files, evidence.links, evidence.notes].flatMap(json =>
    list<{ text: string; caption?: string; alternative?: string }>(json).flatMap(
      ({ text, caption = '', alternative = '' }) => [text, caption, alternative],
    ),
  )
  const branches = ids(evidence.branches)
  return [
    facet('o', evidence.organisation_id),
    facet('k', evidence.kind),
    facet('l', evidence.language),
    facet('w', evidence.owner_id),
    facet('s', evidence.sensitivity),
    ...(branches.length === 0 ? [facet('b', wholeService)] : branches.map(id => facet('b', id))),
    ...ids(evidence.items).map(id => facet('i', id)),
    ...yearsOf(evidence),
    ...(evidence.to_complete === 1 ? [unfinished] : []),
    ...(evidence.expires_on === null ? [] : partsOf('e', evidence.expires_on)),
    ...consentOf(evidence),
    ...wordsOf([evidence.title, evidence.summary, ...texts]),
  ]
}

function yearsOf({ period_from, period_to }: EvidenceToIndex): string[] {
  if (period_from === null) return [facet('n', 'period')]
  const from = Number(period_from.slice(0, 4))
  const to = Number((period_to ?? period_from).slice(0, 4))
  return Array.from({ length: Math.min(to - from + 1, maxYears) }, (_, back) => facet('y', String(to - back)))
}

const unfinished = facet('t', 'complete')

/**
 * The index term for evidence whose consent is missing. Other evidence has terms for the last day of its consent, if
 * any.
 */
const withoutConsent = facet('c', 'missing')
function consentOf({ panel_until }: EvidenceToIndex): string[] {
  if (panel_until === null) return [withoutConsent]
  return panel_until === forever ? [] : partsOf('c', panel_until)
}

/** The index terms of a day: its year, month and day. A search for all earlier days then needs few terms. */
const partsOf = (name: 'e' | 'c', day: Day): string[] => [
  facet(name, later(day.slice(0, 4), firstYear)),
  facet(name, day.slice(0, 7)),
  facet(name, day),
]
const firstYear = '2000'
const later = (one: string, other: string): string => (one > other ? one : other)

/**
 * The index terms for all days before today: earlier years, earlier months of this year, earlier days of this month.
 */
function pastOf(name: 'e' | 'c', today: Day): string[] {
  const [year, month, day] = today.split('-').map(Number) as [number, number, number]
  const twoDigits = (number: number) => String(number).padStart(2, '0')
  const range = (from: number, end: number) =>
    Array.from({ length: Math.max(end - from, 0) }, (_, index) => from + index)
  return [
    ...range(Number(firstYear), year).map(each => facet(name, String(each))),
    ...range(1, month).map(each => facet(name, `${year}-${twoDigits(each)}`)),
    ...range(1, day).map(each => facet(name, `${year}-${twoDigits(month)}-${twoDigits(each)}`)),
  ]
}

/**
 * Limits a search to evidence that the actor can read. The index does not know whose consent was withdrawn, so queries
 * also use `whereReadable`, before they apply their limit.
 */
function readableBy(actor: Actor, organisation: { id: string }): SearchQuery {
  const roles = membershipsIn(actor, organisation.id)
  if (roles.includes('lead')) return []
  return [
    [[exactly(facet('s', 'ordinary'))], ...(roles.includes('contributor') ? [[exactly(facet('w', actor.id))]] : [])],
  ]
}

/**
 * The terms to search for, from the search text and the filters. An empty `search` finds all evidence.
 * @returns null when the search text has no words
 */
export function searchTermsIn(
  actor: Actor,
  organisation: { id: string },
  { search, facets, today }: { search: string; facets: Facets; today: Day },
): SearchQuery | null {
  const words = searchWords(search)
  if (search !== '' && words.length === 0) return null
  const is = (name: string, value: string | null) => (value === null ? [] : [[[exactly(facet(name, value))]]])
  return [
    [[exactly(facet('o', organisation.id))]],
    ...readableBy(actor, organisation),
    ...is('k', facets.kind),
    ...is('i', facets.itemId),
    ...is('l', facets.language),
    ...is('w', facets.ownerId),
    ...is('s', facets.sensitivity),
    ...is('y', facets.year),
    ...(facets.withoutPeriod ? is('n', 'period') : []),
    ...inState(facets.state, today),
    // Evidence without a branch is about the whole service, so it matches every branch.
    ...(facets.branchId === null
      ? []
      : [[[exactly(facet('b', facets.branchId))], [exactly(facet('b', wholeService))]]]),
    ...words.map(({ whole, parts }) => [[startsWith(whole)], ...(parts.length > 1 ? [parts.map(startsWith)] : [])]),
  ]
}

/** Index terms for a state. Current evidence has no term, because `evidenceFound` selects it by its columns. */
function inState(state: EvidenceState | null, today: Day): SearchQuery {
  const oneOf = (words: readonly string[]): SearchQuery => [words.map(word => [exactly(word)])]
  switch (state) {
    case 'to complete':
      return oneOf([unfinished])
    case 'needs consent':
      return oneOf([withoutConsent, ...pastOf('c', today)])
    case 'expired':
      return oneOf(pastOf('e', today))
    case 'current':
    case null:
      return []
  }
}

const exactly = (word: string): Term => ({ word, begins: false })
/** A single letter must match a whole word, because it would be the start of too many words. */
const startsWith = (word: string): Term => ({ word, begins: word.length > 1 })

/**
 * The ids, in order, of evidence that is missing from the index, was indexed by older rules, or was removed but is
 * still indexed.
 * @param after the last id of the previous call
 */
export async function evidenceToIndex(db: Db, limit: number, after: string): Promise<string[]> {
  return (db('evidence') as Knex.QueryBuilder)
    .leftJoin('evidence_index', 'evidence_index.evidence_id', 'evidence.id')
    .where('evidence.id', '>', after)
    .where(wrong =>
      wrong
        .where(missing =>
          missing
            .whereNull('evidence.removed_at')
            .where(old =>
              old.whereNull('evidence_index.folding').orWhere('evidence_index.folding', '<', currentFolding),
            ),
        )
        .orWhere(removed => removed.whereNotNull('evidence.removed_at').whereNotNull('evidence_index.place')),
    )
    .orderBy('evidence.id')
    .limit(limit)
    .pluck('evidence.id') as Promise<string[]>
}

/** The number of items whose words should be in the index. Leaves out those that `markAllOld` marked. */
export async function countIndexed(db: Db | Tx): Promise<number> {
  const [row] = await db('evidence_index').where('folding', '>', 0).count<{ n: number | string }[]>('place as n')
  return Number(row?.n ?? 0)
}

/** Marks all evidence for indexing again, after its words were removed from the index. */
export const markAllOld = async (trx: Tx): Promise<void> => void (await trx('evidence_index').update({ folding: 0 }))
