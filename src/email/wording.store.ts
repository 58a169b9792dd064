import type { Db, Tx } from '../db/connection.ts'
import { newId } from '../db/ids.ts'
import { withKeptSql } from '../db/kept-sql.ts'
import { lookup, runLookup, type Lookup } from '../db/lookups.ts'
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

/** The text in use: the latest version or, without one, the catalogue's text with `number` 0. */
export async function wordingInUse(db: Db | Tx, t: T, name: WordingName): Promise<Wording & { number: number }> {
  const last = await runLookup(db, lastWording(db, t.language, name))
  if (!last) return { ...catalogueWording(t, name), number: 0 }
  if (last.is_ours === 1) return { ...catalogueWording(t, name), number: last.number }
  return { opening: last.opening, closing: last.closing, number: last.number }
}

type VersionRow = Omit<WordingVersion, 'isOurs'> & { isOurs: number }

type LastRow = Pick<Row<'wordings'>, 'opening' | 'closing' | 'number' | 'is_ours'>

const lastWording = withKeptSql((db: Db | Tx, language: string, name: WordingName): Lookup<LastRow | null> =>
  lookup<LastRow, LastRow | null>(
    () =>
      db('wordings')
        .where({ name, language })
        .orderBy('number', 'desc')
        .limit(1)
        .select('opening', 'closing', 'number', 'is_ours'),
    ['opening', 'closing', 'number', 'is_ours'],
    ([row]) => row ?? null,
  ),
)

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
export const wordingVersions = (db: Db | Tx, t: T, name: WordingName): Promise<WordingVersion[]> =>
  runLookup(db, versionsOf(db, t.language, name))

/** The latest version of every text that has one. */
export async function latestWordings(db: Db | Tx, t: T): Promise<WordingVersion[]> {
  const versions = await runLookup(db, versionsOf(db, t.language, null))
  const names = [...new Set(versions.map(({ name }) => name))]
  return names.map(name => versions.find(version => version.name === name)!)
}

/** All versions of one text, or of every text when `name` is null, the newest first. */
const versionsOf = withKeptSql((db: Db | Tx, language: string, name: WordingName | null): Lookup<WordingVersion[]> =>
  lookup<VersionRow, WordingVersion[]>(
    () =>
      db('wordings')
        .join('people', 'people.id', 'wordings.written_by')
        .where('wordings.language', language)
        .modify(query => {
          if (name !== null) void query.where('wordings.name', name)
        })
        .orderBy('wordings.number', 'desc')
        .select(
          'wordings.name as name',
          'wordings.number as number',
          'wordings.opening as opening',
          'wordings.closing as closing',
          'wordings.is_ours as isOurs',
          'people.name as writtenBy',
          'wordings.written_at as writtenAt',
        ),
    ['name', 'number', 'opening', 'closing', 'isOurs', 'writtenBy', 'writtenAt'],
    rows => rows.map(row => ({ ...row, isOurs: row.isOurs === 1 })),
  ),
)

/**
 * Saves a new version of a text.
 * @param readAt the number of the version that the person read
 * @throws Stale when a newer version has been saved
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
