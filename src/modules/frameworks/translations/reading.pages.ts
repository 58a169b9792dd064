import type { ItemPart } from '../../../domain/framework.ts'
import { languageFacts, type Translation, type TranslationLanguage } from '../../../domain/translation.ts'
import type { Link, TextLanguage } from '../../../web/components.ts'
import type { T } from '../../../words/words.ts'

declare module '../../../web/views.ts' {
  interface Views {
    'frameworks/translations/reading': ReadingLine
  }
}

/** The languages in which someone can read the criteria, and the translation that they chose. */
export interface CriteriaReading {
  languages: readonly TranslationLanguage[]
  translation: Translation | null
}

/** The links to other languages, and what a reader of a translation must know. */
export interface ReadingLine {
  label: string
  links: readonly (Link & { language: TextLanguage })[]
  /** only for a reader of a translation */
  notes: readonly string[]
  english: Link | null
}

/**
 * The line of a page on which criteria are read; null when they have no translations.
 * @param address of the page in English
 * @param isPartial whether a reader of the translation sees some English
 */
export function readingLine(
  t: T,
  { languages, translation }: CriteriaReading,
  { address, part, isPartial }: { address: string; part: ItemPart | 'all'; isPartial: boolean },
): ReadingLine | null {
  if (languages.length === 0) return null
  return {
    label: t(`translations.read.${part}`),
    links: languages
      .filter(code => code !== translation?.language)
      .map(code => ({
        text: languageFacts[code].ownName,
        href: withChoice(address, code),
        language: { lang: code, dir: languageFacts[code].dir },
      })),
    notes: translation ? [t('translations.note'), ...(isPartial ? [t('translations.note.partial')] : [])] : [],
    english: translation && { text: t('translations.english'), href: address },
  }
}

const withChoice = (address: string, code: TranslationLanguage): string =>
  `${address}${address.includes('?') ? '&' : '?'}criteria=${code}`

/** The same language on the next page. */
export const inSameLanguage = (address: string, { translation }: CriteriaReading): string =>
  translation ? withChoice(address, translation.language) : address
