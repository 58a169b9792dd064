import type { Knex } from 'knex'
import type { Db, Tx } from '../../db/connection.ts'
import { forgetWords, keepWords, type Term, type Wanted } from '../../db/full-text.ts'
import { jsonList } from '../../db/json-list.ts'
import type { Sensitivity } from '../../domain/evidence.ts'
import { wordsAsked, wordsOf } from '../../domain/folding.ts'
import { instant, millisecondsBetween } from '../../domain/time.ts'
import type { Day, Instant } from '../../domain/time.ts'

/** Counts up when `folded` or the facets change: the job then makes all words again. */
export const foldingNow = 1

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
}
export const noFacets: Facets = { kind: null, itemId: null, branchId: null, language: null, ownerId: null, sensitivity: null, year: null, withoutPeriod: false }

/** A mark that no folded word has goes before each, so that no word that is typed meets a facet. */
const facet = (name: string, value: string): string => `·${name}${value.toLowerCase().replace(/[^a-z0-9]/g, '·')}`
const wholeService = 'all'
/** A period can be typed as long as one likes: older years are found by other words. */
const mostYears = 40

type Piece = {
  id: string; organisation_id: string; title: string; summary: string; kind: string; language: string; sensitivity: string; owner_id: string
  period_from: Day | null; period_to: Day | null; received_at: Instant; place: number | null; removed_at: Instant | null
} & Record<'branches' | 'items' | 'files' | 'links' | 'notes', string>

/**
 * Files these pieces anew, in the transaction that changed them: as they stand now, or not at all when they were removed. Every action that
 * changes what a piece says, holds or belongs to ends with it.
 */
export async function indexEvidence(trx: Tx, ids: readonly string[]): Promise<void> {
  const pieces = await (trx('evidence') as Knex.QueryBuilder).leftJoin('evidence_index', 'evidence_index.evidence_id', 'evidence.id').whereIn('evidence.id', [...ids]).select<Piece[]>(
    'evidence.*', 'evidence_index.place',
    jsonList(trx, { id: 'branch_id' }, 'from evidence_branches where evidence_id = evidence.id', 'branches'),
    jsonList(trx, { id: 'item_id' }, 'from evidence_items where evidence_id = evidence.id', 'items'),
    jsonList(trx, { text: 'name' }, "from evidence_files where evidence_id = evidence.id and removed_at is null and state in ('ready', 'scanning')", 'files'),
    jsonList(trx, { text: 'address' }, 'from evidence_links where evidence_id = evidence.id', 'links'),
    jsonList(trx, { text: 'body' }, 'from evidence_notes where evidence_id = evidence.id', 'notes'))
  for (const piece of pieces) {
    if (piece.removed_at === null) await keepWords(trx, piece.place === null ? await newPlace(trx, piece) : await clearedPlace(trx, piece.place), filedUnder(piece))
    else if (piece.place !== null) await forgetPlace(trx, piece.place)
  }
}

async function forgetPlace(trx: Tx, place: number): Promise<void> {
  await forgetWords(trx, [place])
  await trx('evidence_index').where({ place }).delete()
}

async function clearedPlace(trx: Tx, place: number): Promise<number> {
  await forgetWords(trx, [place])
  await trx('evidence_index').where({ place }).update({ folding: foldingNow })
  return place
}

/** Its place goes by when it was received, then by its id, as far as that is free: the index gives the newest first without sorting. */
async function newPlace(trx: Tx, { id, received_at }: Piece): Promise<number> {
  const first = millisecondsBetween(epoch, received_at) * perMillisecond + Math.floor(shareOf(id) * perMillisecond)
  for (let place = first; ; place += 1) {
    const made = await trx('evidence_index').insert({ place, evidence_id: id, folding: foldingNow }).onConflict('place').ignore().returning('place')
    if (made.length > 0) return place
  }
}

const epoch = instant('1970-01-01T00:00:00Z')
/** So a place stays a number that JavaScript holds exactly, until 2112. */
const perMillisecond = 2_000
const inOrder = '234567abcdefghijklmnopqrstuvwxyz'
/** How far down the list of all ids it stands, from 0 to 1. */
const shareOf = (id: string): number => [...id.slice(0, 4)].reduce((sum, letter) => sum * 32 + Math.max(inOrder.indexOf(letter), 0), 0) / 32 ** 4

function filedUnder(piece: Piece): string[] {
  const list = <Row>(json: string) => JSON.parse(json) as Row[]
  const ids = (json: string) => list<{ id: string }>(json).map(({ id }) => id)
  const texts = [piece.files, piece.links, piece.notes].flatMap(json => list<{ text: string }>(json).map(({ text }) => text))
  const branches = ids(piece.branches)
  return [
    facet('o', piece.organisation_id), facet('k', piece.kind), facet('l', piece.language), facet('w', piece.owner_id), facet('s', piece.sensitivity),
    ...(branches.length === 0 ? [facet('b', wholeService)] : branches.map(id => facet('b', id))), ...ids(piece.items).map(id => facet('i', id)),
    ...yearsOf(piece), ...wordsOf([piece.title, piece.summary, ...texts]),
  ]
}

function yearsOf({ period_from, period_to }: Piece): string[] {
  if (period_from === null) return [facet('n', 'period')]
  const [from, to] = [Number(period_from.slice(0, 4)), Number((period_to ?? period_from).slice(0, 4))]
  return Array.from({ length: Math.min(to - from + 1, mostYears) }, (_, back) => facet('y', String(to - back)))
}

/** @param search what was typed; null when it has no word in it, and so finds nothing */
export function wantedIn(organisation: { id: string }, search: string, facets: Facets): Wanted | null {
  const words = wordsAsked(search)
  if (search !== '' && words.length === 0) return null
  const is = (name: string, value: string | null) => (value === null ? [] : [[[exactly(facet(name, value))]]])
  return [
    [[exactly(facet('o', organisation.id))]], ...is('k', facets.kind), ...is('i', facets.itemId), ...is('l', facets.language), ...is('w', facets.ownerId),
    ...is('s', facets.sensitivity), ...is('y', facets.year), ...(facets.withoutPeriod ? is('n', 'period') : []),
    // What names no branch is about the whole service, so it is about this branch too.
    ...(facets.branchId === null ? [] : [[[exactly(facet('b', facets.branchId))], [exactly(facet('b', wholeService))]]]),
    ...words.map(({ whole, parts }) => [[begins(whole)], ...(parts.length > 1 ? [parts.map(begins)] : [])]),
  ]
}

const exactly = (word: string): Term => ({ word, begins: false })
/** A single letter begins half of all words: it is looked for as it stands, and so are the signs of a script without gaps. */
const begins = (word: string): Term => ({ word, begins: word.length > 1 })

/** Pieces whose words are missing or were made in an older way, and those that are filed though they were removed. */
export async function piecesToIndex(db: Db, limit: number): Promise<string[]> {
  return (db('evidence') as Knex.QueryBuilder).leftJoin('evidence_index', 'evidence_index.evidence_id', 'evidence.id')
    .where(wrong => wrong.where(missing => missing.whereNull('evidence.removed_at').where(old => old.whereNull('evidence_index.folding').orWhere('evidence_index.folding', '<', foldingNow)))
      .orWhere(gone => gone.whereNotNull('evidence.removed_at').whereNotNull('evidence_index.place')))
    .orderBy('evidence.id').limit(limit).pluck('evidence.id') as Promise<string[]>
}

export async function countPlaces(db: Db): Promise<number> {
  const [row] = await db('evidence_index').count<{ n: number | string }[]>('place as n')
  return Number(row?.n ?? 0)
}

/** As if nothing had ever been filed. */
export async function markAllOld(trx: Tx): Promise<void> {
  await trx('evidence_index').update({ folding: 0 })
}
