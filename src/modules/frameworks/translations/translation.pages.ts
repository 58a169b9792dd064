import { can } from '../../../domain/permissions.ts'
import type { Actor } from '../../../domain/actor.ts'
import { placedItems } from '../../../domain/framework-draft.ts'
import type { FrameworkDocument } from '../../../domain/framework.ts'
import {
  itemIn,
  translatedCount,
  translationLanguages,
  type Translation,
  type TranslationLanguage,
} from '../../../domain/translation.ts'
import type { Link, SummaryRow } from '../../../web/components.ts'
import { errorSummary, fileField } from '../../../web/fields.ts'
import { emptyForm, type Form } from '../../../web/form.ts'
import { dayAndTime, fileSize, list } from '../../../words/format.ts'
import type { T } from '../../../words/words.ts'
import type { VersionRecord } from '../drafts/draft.store.ts'
import { lineInWords } from '../import-export/import.pages.ts'
import { mostTranslationBytes, type TranslationFileProblem } from './translation.forms.ts'
import type { SavedTranslation, TranslationSubject } from './translation.store.ts'

declare module '../../../web/views.ts' {
  interface Views {
    'frameworks/translations/section': TranslationSection
    'frameworks/translations/translation': ReturnType<typeof translationPage>
    'frameworks/translations/check': ReturnType<typeof checkTranslationPage>
  }
}

/** The translations on the page of a published version. */
export interface TranslationSection {
  rows: readonly SummaryRow[]
  none: string | null
  /** links to add a missing language; empty for people who cannot edit translations */
  adds: readonly Link[]
}

export function translationSection(
  t: T,
  actor: Actor,
  { id, document }: VersionRecord,
  saved: readonly SavedTranslation[],
): TranslationSection {
  const mayEdit = can(actor, 'frameworks.edit')
  const nameOf = (language: TranslationLanguage) => t(`translations.language.${language}`)
  const addressOf = (language: TranslationLanguage) => `/frameworks/${id}/translations/${language}`
  return {
    rows: saved.map(each => ({
      key: nameOf(each.language),
      value: [countOf(t, document, each.translation), savedBy(t, each)],
      links: [
        {
          text: t('translations.read.link'),
          href: `/frameworks/${id}/preview?criteria=${each.language}`,
          hidden: nameOf(each.language),
        },
        ...(mayEdit
          ? [{ text: t('translations.change.link'), href: addressOf(each.language), hidden: nameOf(each.language) }]
          : []),
      ],
    })),
    none: saved.length === 0 ? t('translations.none') : null,
    adds: mayEdit
      ? translationLanguages
          .filter(language => !saved.some(each => each.language === language))
          .map(language => ({ text: nameOf(language), href: addressOf(language) }))
      : [],
  }
}

function countOf(t: T, document: FrameworkDocument, translation: Translation): string {
  const { done, all } = translatedCount(document, translation)
  return t('translations.count', { done, count: all })
}

const savedBy = (t: T, { savedAt, savedBy: name }: SavedTranslation): string =>
  name
    ? t('translations.saved_by', { name, when: dayAndTime(t, savedAt) })
    : t('translations.saved', { when: dayAndTime(t, savedAt) })

type Refused = readonly TranslationFileProblem[] | 'too large' | 'none' | 'stale' | null

/**
 * The page where people download the texts, upload a translation, and remove it.
 * @param refused why the previous file was refused
 */
export function translationPage(t: T, subject: TranslationSubject, refused: Refused, given: Form = emptyForm) {
  const { version, saved, kept, lock } = subject
  const language = t(`translations.language.${subject.language}`)
  const below = `/frameworks/${version.id}/translations/${subject.language}`
  const form: Form = { values: {}, errors: [...given.errors, ...errorsFor(t, refused)] }
  const lockField = { name: 'version', value: lock }
  return {
    title: t('translations.title', { language }),
    back: { text: version.label, href: `/frameworks/${version.id}` },
    errors: errorSummary(form),
    heading: { text: t('translations.title', { language }), caption: version.label, size: 'l' as const },
    none: saved ? null : t('translations.new', { language }),
    kept: kept && t('translations.kept', { label: kept.from.label }),
    state: saved && {
      rows: [
        { key: t('translations.state'), value: countOf(t, version.document, saved.translation) },
        { key: t('translations.last'), value: savedBy(t, saved) },
      ],
    },
    problems: Array.isArray(refused)
      ? (refused as readonly TranslationFileProblem[]).map(problem => problemInWords(t, problem, subject))
      : [],
    download: { text: t('translations.download.link'), href: `${below}/texts.yaml` },
    action: below,
    version: lockField,
    file: fileField(form, 'file', t('translations.upload.file'), {
      hint: t('translations.upload.hint', { size: fileSize(t, mostTranslationBytes) }),
      accept: '.yaml,.yml',
    }),
    removal: saved && {
      action: `${below}/removal`,
      text: t('translations.removal.button', { language }),
      kind: 'warning' as const,
      fields: [lockField],
    },
  }
}

function errorsFor(t: T, refused: Refused): Form['errors'] {
  if (refused === null) return []
  const message = {
    'too large': () => t('frameworks.import.too_large', { size: fileSize(t, mostTranslationBytes) }),
    none: () => t('translations.upload.missing'),
    stale: () => t('translations.stale'),
  }
  return [
    {
      field: 'file',
      message:
        typeof refused === 'string' ? message[refused]() : t('frameworks.import.wrong', { count: refused.length }),
    },
  ]
}

/** The text of a problem, after its line number if it has one: "Line 12: …" */
export function problemInWords(
  t: T,
  problem: TranslationFileProblem,
  about: { version: { version: string }; language: TranslationLanguage },
): string {
  const text = problemText(t, problem, about)
  if (text === null) return lineInWords(t, problem as Parameters<typeof lineInWords>[1])
  return problem.line === null ? text : t('frameworks.import.line', { line: problem.line, text })
}

/**
 * The text of a problem that needs other words in a translation's file; null for a problem with the same words as in a
 * version's file.
 */
function problemText(
  t: T,
  problem: TranslationFileProblem,
  { version: { version }, language }: { version: { version: string }; language: TranslationLanguage },
): string | null {
  if (problem.what === 'content')
    return t(`translations.problem.${problem.problem.what}`, { id: problem.problem.id, version })
  if (problem.what === 'other version') return t('translations.problem.other version', { version })
  if (problem.what === 'other language')
    return t('translations.problem.other language', { language: t(`translations.language.${language}`) })
  if (problem.what === 'unknown key') return t('translations.problem.unknown key', { field: problem.field })
  return problem.what === 'not a map' ? t('translations.problem.not a map') : null
}

/** The page on which a person checks a translation before it is saved. */
export function checkTranslationPage(
  t: T,
  { version, language: code }: Pick<TranslationSubject, 'version' | 'language'>,
  { translation, yaml, lock }: { translation: Translation; yaml: string; lock: number },
) {
  const language = t(`translations.language.${code}`)
  const below = `/frameworks/${version.id}/translations/${code}`
  const items = placedItems(version.document).map(({ item }) => ({ code: item.code, shown: itemIn(translation, item) }))
  const english = items.filter(({ shown }) => englishLeft(shown) !== 'none').map(each => each.code)
  return {
    title: t('translations.check.title', { language }),
    back: { text: t('translations.title', { language }), href: below },
    count: countOf(t, version.document, translation),
    english:
      english.length > 0 ? t('translations.check.english', { count: english.length, codes: list(t, english) }) : null,
    titles: items.map(({ code, shown }) => ({ code, ...shown.title })),
    action: `${below}/replacement`,
    yaml: { name: 'yaml', value: yaml },
    version: { name: 'version', value: lock },
  }
}

export type EnglishLeft = 'none' | 'some' | 'all'

/** How many of these texts have no translation, so that the reader sees them in English: none, some or all. */
export function englishLeftIn(texts: readonly { language: unknown }[]): EnglishLeft {
  const left = texts.filter(({ language }) => language === null).length
  if (left === 0) return 'none'
  return left === texts.length ? 'all' : 'some'
}

/** How much of an item has no translation, so that the reader sees it in English. */
export const englishLeft = ({ title, description, evidence }: ReturnType<typeof itemIn>): EnglishLeft =>
  englishLeftIn([title, description, ...(evidence.lines.length > 0 ? [evidence] : [])])
