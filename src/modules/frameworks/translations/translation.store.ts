import type { Db, Tx } from '../../../db/connection.ts'
import { withKeptSql } from '../../../db/kept-sql.ts'
import { lookup, runLookup, type Lookup } from '../../../db/lookups.ts'
import { NotFound, Stale } from '../../../domain/refusals.ts'
import type { Instant } from '../../../domain/time.ts'
import {
  keptTranslation,
  translatedCount,
  translationLanguage,
  type Translation,
  type TranslationLanguage,
} from '../../../domain/translation.ts'
import { publishedIn, versionBefore, type FindVersion, type VersionRecord } from '../drafts/draft.store.ts'
import type { CriteriaReading } from './reading.pages.ts'
import { readTranslationDocument } from './translation.forms.ts'

/** A saved translation of a version, and the person who saved it last. */
export interface SavedTranslation {
  language: TranslationLanguage
  translation: Translation
  savedAt: Instant
  savedBy: string | null
}

/**
 * A published version and one language. `lock` is the lock number of the translation; 0 until the language is first
 * saved.
 */
export interface TranslationSubject {
  version: VersionRecord
  language: TranslationLanguage
  saved: SavedTranslation | null
  /**
   * the part of an earlier translation that still fits this version. Null when no part does, or when this version has a
   * saved translation of its own
   */
  kept: { translation: Translation; from: VersionRecord } | null
  lock: number
}

/** The saved translations of a version, sorted by language code. */
export async function translationsOf(db: Db | Tx, versionId: string): Promise<SavedTranslation[]> {
  const rows = await runLookup(db, translationRows(db, versionId))
  return rows.flatMap(row => toSaved(row) ?? [])
}

/**
 * @throws NotFound for an unknown version, for a draft, without the permission, and for a language that we do not
 * translate into
 */
export async function translationIn(
  find: FindVersion & { params: { id: string; language: string } },
): Promise<TranslationSubject> {
  const language = translationLanguage(find.params.language)
  const version = await publishedIn(find)
  if (!language) throw new NotFound()
  const rows = await runLookup(find.db, translationRows(find.db, version.id))
  const row = rows.find(each => each.language === language)
  const saved = row ? toSaved(row) : null
  const kept = saved ? null : await translationKept(find.db, version, language)
  return { version, language, saved, kept, lock: row?.version ?? 0 }
}

/** The part of the newest earlier translation that still fits the version; null when no part does. */
async function translationKept(
  db: Db | Tx,
  version: VersionRecord,
  language: TranslationLanguage,
): Promise<TranslationSubject['kept']> {
  let from = await versionBefore(db, version)
  while (from) {
    const earlier = await translationInto(db, from.id, language)
    if (earlier) {
      const translation = keptTranslation(version.document, { document: from.document, translation: earlier })
      return translatedCount(version.document, translation).done > 0 ? { translation, from } : null
    }
    from = await versionBefore(db, from)
  }
  return null
}

/**
 * The languages in which the criteria can be read, and the chosen translation. Makes no query when the reader chose
 * English.
 * @param chosen the language in the address of the page; one without a translation counts as English
 */
export async function criteriaReading(
  db: Db | Tx,
  { versionId, languages }: { versionId: string; languages: readonly TranslationLanguage[] },
  chosen: string,
): Promise<CriteriaReading> {
  const language = languages.find(each => each === chosen)
  return { languages, translation: language ? await translationInto(db, versionId, language) : null }
}

/** The translation into one language; null when it was never saved, or was removed. */
const translationInto = (db: Db | Tx, versionId: string, language: TranslationLanguage): Promise<Translation | null> =>
  runLookup(db, translationLookup(db, versionId, language))

const translationLookup = withKeptSql(
  (db: Db | Tx, versionId: string, language: TranslationLanguage): Lookup<Translation | null> =>
    lookup<Pick<TranslationRow, 'document'>, Translation | null>(
      () => db('framework_translations').where({ version_id: versionId, language }).select('document'),
      ['document'],
      ([row]) => (row?.document ? readTranslationDocument(JSON.parse(row.document) as unknown) : null),
    ),
)

/** The languages that a version has been translated into, sorted by language code. */
export const languagesOf = (db: Db | Tx, version: Pick<VersionRecord, 'id'>): Promise<TranslationLanguage[]> =>
  runLookup(db, languagesLookup(db, version.id))

/** `languagesOf` as a lookup. */
export const languagesLookup = withKeptSql((db: Db | Tx, id: string): Lookup<TranslationLanguage[]> =>
  lookup<{ language: string }, TranslationLanguage[]>(
    () =>
      db('framework_translations')
        .where({ version_id: id })
        .whereNotNull('document')
        .orderBy('language')
        .select('language'),
    ['language'],
    rows => rows.flatMap(({ language }) => translationLanguage(language) ?? []),
  ),
)

type About = Pick<TranslationSubject, 'language' | 'lock'> & { version: { id: string } }
type Change = { document: string | null; by: string; at: Instant }

/**
 * Saves or removes a translation.
 * @throws Stale when the translation has been changed since it was read
 */
export async function writeTranslation(trx: Tx, { version, language, lock }: About, change: Change): Promise<void> {
  const columns = { document: change.document, saved_at: change.at, saved_by: change.by }
  const key = { version_id: version.id, language }
  const changed =
    lock === 0
      ? await trx('framework_translations')
          .insert({ ...key, ...columns, version: 1 })
          .onConflict(['version_id', 'language'])
          .ignore()
          .returning('language')
      : await trx('framework_translations')
          .where({ ...key, version: lock })
          .update({ ...columns, version: lock + 1 })
          .returning('language')
  if (changed.length === 0) throw new Stale()
}

interface TranslationRow {
  language: string
  document: string | null
  version: number
  saved_at: Instant
  saver: string | null
}

const translationRows = withKeptSql((db: Db | Tx, versionId: string): Lookup<TranslationRow[]> =>
  lookup<TranslationRow, TranslationRow[]>(
    () =>
      db('framework_translations')
        .leftJoin('people', 'people.id', 'framework_translations.saved_by')
        .where({ version_id: versionId })
        .orderBy('framework_translations.language')
        .select(
          'framework_translations.language',
          'framework_translations.document',
          'framework_translations.version',
          'framework_translations.saved_at',
          'people.name as saver',
        ),
    ['language', 'document', 'version', 'saved_at', 'saver'],
    rows => rows,
  ),
)

function toSaved({ language: code, document, saved_at, saver }: TranslationRow): SavedTranslation | null {
  const language = translationLanguage(code)
  if (document === null || !language) return null
  const translation = readTranslationDocument(JSON.parse(document) as unknown)
  return { language, translation, savedAt: saved_at, savedBy: saver }
}
