import type { UnitOfWork } from '../../../db/unit-of-work.ts'
import { Stale } from '../../../domain/refusals.ts'
import { translatedCount, type Translation } from '../../../domain/translation.ts'
import { recordEvent } from '../../../history/record.ts'
import { writeTranslation, type TranslationSubject } from './translation.store.ts'

/**
 * Saves or replaces a translation.
 * @throws Stale when the translation has been changed since it was read
 */
export async function saveTranslation(
  work: UnitOfWork,
  { version, language }: Pick<TranslationSubject, 'version' | 'language'>,
  { lock, translation }: { lock: number; translation: Translation },
): Promise<void> {
  const document = JSON.stringify(translation)
  await writeTranslation(work.trx, { version, language, lock }, { document, by: work.actor.id, at: work.at })
  const { done, all } = translatedCount(version.document, translation)
  await recordEvent(
    work,
    'framework.translated',
    { kind: 'framework', id: version.id },
    { version: version.version, language, texts: done, of: all },
  )
}

/**
 * Removes a translation, so that its readers see English.
 * @throws Stale when the translation has been changed or removed since it was read
 */
export async function removeTranslation(
  work: UnitOfWork,
  { version, language, saved }: TranslationSubject,
  lock: number,
): Promise<void> {
  if (!saved) throw new Stale()
  const change = { document: null, by: work.actor.id, at: work.at }
  await writeTranslation(work.trx, { version, language, lock }, change)
  await recordEvent(
    work,
    'framework.translation_removed',
    { kind: 'framework', id: version.id },
    { version: version.version, language },
  )
}
