import type { Db, Tx } from '../../../db/connection.ts'
import { newId } from '../../../db/ids.ts'
import { withKeptSql } from '../../../db/kept-sql.ts'
import { lookup, runLookup, type Lookup } from '../../../db/lookups.ts'
import { daysWordImportsKept } from '../../../domain/retention.ts'
import { addMinutes, type Instant } from '../../../domain/time.ts'

/** An answer that was changed in the document. */
export interface ReturnedAnswer {
  itemId: string
  text: string
  /** the text of the answer when the document was downloaded */
  read: string
}

/** The reasons why the import ignores an answer in the document. */
export const notReadReasons = ['missing', 'twice', 'moved', 'long', 'closed', 'gone', 'outside'] as const
export type NotReadReason = (typeof notReadReasons)[number]

export interface ReturnedComment {
  /**
   * null when the comment is too long, or is not beside a question whose answer could be edited when the document was
   * imported
   */
  itemId: string | null
  author: string
  text: string
}

/** The contents of a document that a person still has to check, and facts for the notices above them. */
export interface ImportContents {
  answers: readonly ReturnedAnswer[]
  /** the number of answers that nobody changed in the document */
  unchanged: number
  notRead: readonly { code: string; reason: NotReadReason }[]
  comments: readonly ReturnedComment[]
  hasChanges: boolean
  hasPictures: boolean
  hasTables: boolean
  hasNotes: boolean
  isOfEarlierCriteria: boolean
}

/** A document that a person imports into an application. Only that person sees it. A new import replaces the last. */
export interface WordImport {
  contents: ImportContents
  downloadedAt: Instant
}

type Importing = { application: { id: string }; person: { id: string } }
const keyOf = ({ application, person }: Importing) => ({ application_id: application.id, person_id: person.id })

/** @returns the person's import into the application; null when there is nothing left to check */
export async function importOf(db: Db | Tx, by: Importing): Promise<WordImport | null> {
  const row = await db('word_imports').where(keyOf(by)).first('contents', 'downloaded_at')
  return row ? { contents: JSON.parse(row.contents) as ImportContents, downloadedAt: row.downloaded_at } : null
}

/** Whether the person has an import to check. Does not load its contents. */
export const hasImport = (db: Db | Tx, by: Importing): Promise<boolean> => runLookup(db, hasImportLookup(db, keyOf(by)))

const hasImportLookup = withKeptSql((db: Db | Tx, key: ReturnType<typeof keyOf>): Lookup<boolean> =>
  lookup<{ id: string }, boolean>(
    () => db('word_imports').where(key).limit(1).select('id'),
    ['id'],
    rows => rows.length > 0,
  ),
)

/** Saves the contents of a document. They replace the person's earlier import into the application. */
export async function saveImport(
  trx: Tx,
  by: Importing,
  { contents, downloadedAt, at }: WordImport & { at: Instant },
): Promise<void> {
  const row = { contents: JSON.stringify(contents), downloaded_at: downloadedAt, made_at: at }
  await trx('word_imports')
    .insert({ id: newId(), ...keyOf(by), ...row })
    .onConflict(['application_id', 'person_id'])
    .merge(row)
}

export async function updateImport(trx: Tx, by: Importing, contents: ImportContents): Promise<void> {
  await trx('word_imports')
    .where(keyOf(by))
    .update({ contents: JSON.stringify(contents) })
}

export async function deleteImport(trx: Tx, by: Importing): Promise<void> {
  await trx('word_imports').where(keyOf(by)).delete()
}

/** Deletes imports that were not finished within `daysWordImportsKept` days. */
export async function deleteOldImports(trx: Tx, at: Instant): Promise<void> {
  await trx('word_imports')
    .where('made_at', '<', addMinutes(at, -daysWordImportsKept * 24 * 60))
    .delete()
}
