import type { Knex } from 'knex'
import type { Db, Tx } from '../../../db/connection.ts'
import { forgetWords, keepWords, type Term, type Wanted } from '../../../db/full-text.ts'
import { jsonList } from '../../../db/json-list.ts'
import { membershipsIn, type Actor } from '../../../domain/actor.ts'
import { forever } from '../../../domain/consent.ts'
import type { Sensitivity, EvidenceState } from '../../../domain/evidence.ts'
import { wordsAsked, wordsOf } from '../../../domain/folding.ts'
import { instant, millisecondsBetween, type Day, type Instant } from '../../../domain/time.ts'

/** Counts up when `folded` or the facets change: the job then makes all words again. */
export const foldingNow = 4

/** What a piece is filed under, beside its words. Null is everything. */
export interface Facets {
  kind: string | null
  itemId: string | null
  branchId: string | null
  language: string | null
  ownerId: string | null
  sensitivity: Sensitivity | null
  /** a year of which its period covers a day */
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

/** A mark that no folded word has goes before each, so that no word that is typed meets a facet. */
const facet = (name: string, value: string): string => `·${name}${value.toLowerCase().replace(/[^a-z0-9]/g, '·')}`
const wholeService = 'all'
/** A period can be typed as long as one likes: older years are found by other words. */
const mostYears = 40

type AnswerEvidence = {
  id: string
  organisation_id: string
  title: string
  summary: string
  kind: string
  language: string
  sensitivity: string
  owner_id: string
  period_from: Day | null
  period_to: Day | null
  expires_on: Day | null
  panel_until: Day | null
  to_complete: number
  received_at: Instant
  place: number | null
  removed_at: Instant | null
} & Record<'branches' | 'items' | 'files' | 'links' | 'notes', string>

/**
 * Files these pieces anew, in the transaction that changed them: as they stand now, or not at all when they were
 * removed. Every action that changes what a piece says, holds or belongs to ends with it.
 */
export async function indexEvidence(trx: Tx, ids: readonly string[]): Promise<void> {
  const evidenceItems = await (trx('evidence') as Knex.QueryBuilder)
    .leftJoin('evidence_index', 'evidence_index.evidence_id', 'evidence.id')
    .whereIn('evidence.id', [...ids])
    .select<AnswerEvidence[]>(
      'evidence.*',
      'evidence_index.place',
      jsonList(trx, { id: 'branch_id' }, 'from evidence_branches where evidence_id = evidence.id', 'branches'),
      jsonList(trx, { id: 'item_id' }, 'from evidence_items where evidence_id = evidence.id', 'items'),
      // Of a file its newest version: who looks for words of an older one looks for what is not said any more.
      jsonList(
        trx,
        { text: 'name', caption: 'caption', alternative: 'alternative' },
        `from evidence_files where evidence_id = evidence.id and removed_at is null and replaced_at is null
          and state in ('ready', 'scanning')`,
        'files',
      ),
      jsonList(trx, { text: 'address' }, 'from evidence_links where evidence_id = evidence.id', 'links'),
      jsonList(trx, { text: 'body' }, 'from evidence_notes where evidence_id = evidence.id', 'notes'),
    )
  const role = evidenceItems.filter(evidence => evidence.removed_at === null)
  const places = await placesFor(trx, role)
  await forgetWords(
    trx,
    evidenceItems.flatMap(({ place }) => (place === null ? [] : [Number(place)])),
  )
  await keepWords(
    trx,
    role.map(evidence => ({ place: places.get(evidence.id)!, words: filedUnder(evidence) })),
  )
  const gone = evidenceItems.flatMap(({ removed_at, place }) =>
    removed_at !== null && place !== null ? [Number(place)] : [],
  )
  if (gone.length > 0) await trx('evidence_index').whereIn('place', gone).delete()
}

/**
 * A piece keeps its place. A new one is given one by when it was received, then by its id: the index gives the newest
 * first without sorting.
 */
async function placesFor(trx: Tx, evidenceItems: readonly AnswerEvidence[]): Promise<Map<string, number>> {
  const places = new Map(evidenceItems.flatMap(({ id, place }) => (place === null ? [] : [[id, Number(place)]])))
  if (places.size > 0)
    await trx('evidence_index')
      .whereIn('place', [...places.values()])
      .update({ folding: foldingNow })
  // Two may want the same place: who came later takes the next one that is free.
  for (
    let [missing, later] = [evidenceItems.filter(({ id }) => !places.has(id)), 0];
    missing.length > 0;
    missing = missing.filter(({ id }) => !places.has(id)), later += 1
  ) {
    const wanted = missing.map(evidence => ({
      place: placeOf(evidence) + later,
      evidence_id: evidence.id,
      folding: foldingNow,
    }))
    const made = await trx('evidence_index')
      .insert(wanted)
      .onConflict('place')
      .ignore()
      .returning(['place', 'evidence_id'])
    for (const { place, evidence_id } of made) places.set(evidence_id, Number(place))
  }
  return places
}

const placeOf = ({ id, received_at }: AnswerEvidence): number =>
  millisecondsBetween(epoch, received_at) * perMillisecond + Math.floor(shareOf(id) * perMillisecond)
const epoch = instant('1970-01-01T00:00:00Z')
/** So a place stays a number that JavaScript holds exactly, until 2112. */
const perMillisecond = 2_000
const inOrder = '234567abcdefghijklmnopqrstuvwxyz'
/** How far down the list of all ids it stands, from 0 to 1. */
const shareOf = (id: string): number =>
  [...id.slice(0, 4)].reduce((sum, character) => sum * 32 + Math.max(inOrder.indexOf(character), 0), 0) / 32 ** 4

function filedUnder(evidence: AnswerEvidence): string[] {
  const list = <Row>(json: string) => JSON.parse(json) as Row[]
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

function yearsOf({ period_from, period_to }: AnswerEvidence): string[] {
  if (period_from === null) return [facet('n', 'period')]
  const [from, to] = [Number(period_from.slice(0, 4)), Number((period_to ?? period_from).slice(0, 4))]
  return Array.from({ length: Math.min(to - from + 1, mostYears) }, (_, back) => facet('y', String(to - back)))
}

const unfinished = facet('t', 'complete')

/**
 * What waits for a consent is filed so; what has one, under its last day. Nothing is said of what needs none, or has
 * one without an end.
 */
const withoutConsent = facet('c', 'missing')
const consentOf = ({ panel_until }: AnswerEvidence): string[] =>
  panel_until === null ? [withoutConsent] : panel_until === forever ? [] : partsOf('c', panel_until)

/** A last day is filed under its year, month and day, so that all before today are found by few words. */
const partsOf = (name: 'e' | 'c', day: Day): string[] => [
  facet(name, max(day.slice(0, 4), firstYear)),
  facet(name, day.slice(0, 7)),
  facet(name, day),
]
const firstYear = '2000'
const max = (one: string, other: string): string => (one > other ? one : other)

/** The years before this one, this year's months before this one, and this month's days before today. */
function pastOf(name: 'e' | 'c', today: Day): string[] {
  const [year, month, day] = today.split('-').map(Number) as [number, number, number]
  const two = (number: number) => String(number).padStart(2, '0')
  const upTo = (from: number, end: number) =>
    Array.from({ length: Math.max(end - from, 0) }, (_, index) => from + index)
  return [
    ...upTo(Number(firstYear), year).map(each => facet(name, String(each))),
    ...upTo(1, month).map(each => facet(name, `${year}-${two(each)}`)),
    ...upTo(1, day).map(each => facet(name, `${year}-${two(month)}-${two(each)}`)),
  ]
}

/**
 * What is left to see for somebody: all of a lead's library, or what is ordinary and, for a contributor, their own.
 * Rights are asked once more where the pieces are read; here they keep what is hidden from taking part at all.
 */
function openTo(actor: Actor, organisation: { id: string }): Wanted {
  const roles = membershipsIn(actor, organisation.id)
  if (roles.includes('lead')) return []
  return [
    [[exactly(facet('s', 'ordinary'))], ...(roles.includes('contributor') ? [[exactly(facet('w', actor.id))]] : [])],
  ]
}

/** @param search what was typed; null when it has no word in it, and so finds nothing */
export function wantedIn(
  actor: Actor,
  organisation: { id: string },
  search: string,
  facets: Facets,
  today: Day,
): Wanted | null {
  const words = wordsAsked(search)
  if (search !== '' && words.length === 0) return null
  const is = (name: string, value: string | null) => (value === null ? [] : [[[exactly(facet(name, value))]]])
  return [
    [[exactly(facet('o', organisation.id))]],
    ...openTo(actor, organisation),
    ...is('k', facets.kind),
    ...is('i', facets.itemId),
    ...is('l', facets.language),
    ...is('w', facets.ownerId),
    ...is('s', facets.sensitivity),
    ...is('y', facets.year),
    ...(facets.withoutPeriod ? is('n', 'period') : []),
    ...inState(facets.state, today),
    // What names no branch is about the whole service, so it is about this branch too.
    ...(facets.branchId === null
      ? []
      : [[[exactly(facet('b', facets.branchId))], [exactly(facet('b', wholeService))]]]),
    ...words.map(({ whole, parts }) => [[begins(whole)], ...(parts.length > 1 ? [parts.map(begins)] : [])]),
  ]
}

/** What is current is told by the table. */
function inState(state: EvidenceState | null, today: Day): Wanted {
  const oneOf = (words: readonly string[]): Wanted => [words.map(word => [exactly(word)])]
  switch (state) {
    case 'to complete':
      return oneOf([unfinished])
    case 'waits for consent':
      return oneOf([withoutConsent, ...pastOf('c', today)])
    case 'expired':
      return oneOf(pastOf('e', today))
    case 'current':
    case null:
      return []
  }
}

const exactly = (word: string): Term => ({ word, begins: false })
/**
 * A single letter begins half of all words: it is looked for as it stands, and so are the signs of a script without
 * gaps.
 */
const begins = (word: string): Term => ({ word, begins: word.length > 1 })

/**
 * Pieces whose words are missing or were made in an older way, and those that are filed though they were removed; by
 * their ids, from behind `after` on.
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
            .where(old => old.whereNull('evidence_index.folding').orWhere('evidence_index.folding', '<', foldingNow)),
        )
        .orWhere(gone => gone.whereNotNull('evidence.removed_at').whereNotNull('evidence_index.place')),
    )
    .orderBy('evidence.id')
    .limit(limit)
    .pluck('evidence.id') as Promise<string[]>
}

export async function countPlaces(db: Db): Promise<number> {
  const [row] = await db('evidence_index').count<{ n: number | string }[]>('place as n')
  return Number(row?.n ?? 0)
}

/** As if nothing had ever been filed. */
export async function markAllOld(trx: Tx): Promise<void> {
  await trx('evidence_index').update({ folding: 0 })
}
