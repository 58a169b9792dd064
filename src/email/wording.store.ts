import type { Db, Tx } from '../db/connection.ts'
import { newId } from '../db/ids.ts'
import type { Row } from '../db/tables.ts'
import { Stale } from '../domain/refusals.ts'
import type { Instant } from '../domain/time.ts'
import { fillMergeFields, wordingRules, type MergeField, type Wording, type WordingName } from '../domain/wording.ts'
import type { T } from '../words/words.ts'

/** A saved version of the text of an email or letter. `isOurs`: it is the standard text of the catalogue. */
export interface WordingVersion extends Wording {
  name: WordingName
  number: number
  isOurs: boolean
  writtenBy: string
  writtenAt: Instant
}

/** The catalogue's text, with its merge fields. */
export function catalogueWording(t: T, name: WordingName): Wording {
  const fields = Object.fromEntries(wordingRules[name].fields.map(field => [field, `{${field}}`]))
  const say = t as (key: string, params: Record<string, string>) => string
  return { opening: say(`wording.${name}.opening`, fields), closing: say(`wording.${name}.closing`, fields) }
}

/** The text in use: the latest version, or the catalogue's text when there is none. */
export async function wordingInUse(db: Db | Tx, t: T, name: WordingName): Promise<Wording & { number: number }> {
  const last = await db('wordings').where({ name, language: t.language }).orderBy('number', 'desc').first()
  if (!last) return { ...catalogueWording(t, name), number: 0 }
  if (last.is_ours === 1) return { ...catalogueWording(t, name), number: last.number }
  return { opening: last.opening, closing: last.closing, number: last.number }
}

/** The text in use, with its merge fields filled in. */
export async function wordsFor(
  db: Db | Tx,
  t: T,
  { name, values }: { name: WordingName; values: Partial<Record<MergeField, string>> },
): Promise<Wording & { number: number }> {
  const { opening, closing, number } = await wordingInUse(db, t, name)
  return { opening: fillMergeFields(opening, values), closing: fillMergeFields(closing, values), number }
}

/** Every version of a text, the newest first. */
export async function wordingVersions(db: Db | Tx, t: T, name: WordingName): Promise<WordingVersion[]> {
  const rows = await versionRows(db, t).where('wordings.name', name)
  return rows.map(toVersion)
}

/** The latest version of every text that has one. */
export async function latestWordings(db: Db | Tx, t: T): Promise<WordingVersion[]> {
  const rows = await versionRows(db, t)
  const names = [...new Set(rows.map(({ name }) => name))]
  return names.map(name => toVersion(rows.find(row => row.name === name)!))
}

const versionRows = (db: Db | Tx, t: T) =>
  db('wordings')
    .join('people', 'people.id', 'wordings.written_by')
    .where('wordings.language', t.language)
    .orderBy('wordings.number', 'desc')
    .select<VersionRow[]>('wordings.*', 'people.name as person')

/**
 * Saves a new version of a text.
 * @param readAt the number of the version that the person read
 * @throws Stale when someone else has since saved a version
 */
export async function insertWording(
  trx: Tx,
  row: Omit<Row<'wordings'>, 'id' | 'number'>,
  readAt: number,
): Promise<void> {
  const last = await trx('wordings').where({ name: row.name, language: row.language }).max({ number: 'number' })
  if (Number(last[0]?.number ?? 0) !== readAt) throw new Stale()
  await trx('wordings').insert({ ...row, id: newId(), number: readAt + 1 })
}

type VersionRow = Row<'wordings'> & { person: string }

const toVersion = (row: VersionRow): WordingVersion => ({
  name: row.name as WordingName,
  number: row.number,
  opening: row.opening,
  closing: row.closing,
  isOurs: row.is_ours === 1,
  writtenBy: row.person,
  writtenAt: row.written_at,
})
