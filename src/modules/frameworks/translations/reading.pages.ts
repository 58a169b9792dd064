import type { ItemPart } from '../../../domain/framework.ts'
import { languageFacts, type Translation, type TranslationLanguage } from '../../../domain/translation.ts'
import type { Link, TextLanguage } from '../../../web/components.ts'
import type { T } from '../../../words/words.ts'
import type { EnglishLeft } from './translation.pages.ts'

declare module '../../../web/views.ts' {
  interface Views {
    'frameworks/translations/reading': ReadingLine
  }
}

/** The languages in which the criteria can be read, and the translation that this person chose. */
export interface CriteriaReading {
  languages: readonly TranslationLanguage[]
  translation: Translation | null
}

/** The links to other languages, and notes about the translation. */
export interface ReadingLine {
  label: string
  links: readonly (Link & { language: TextLanguage })[]
  /** empty for readers of the English text */
  notes: readonly string[]
  english: Link | null
}

/**
 * The links to read a page's criteria in other languages; null without translations.
 * @param address the address of the page in English
 * @param english how much of the page's criteria is not translated, so that a reader sees it in English
 */
export function readingLine(
  t: T,
  { languages, translation }: CriteriaReading,
  { address, part, english }: { address: string; part: ItemPart | 'all'; english: EnglishLeft },
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
    notes: translation ? notesOn(t, english) : [],
    english: translation && { text: t('translations.english'), href: address },
  }
}

function notesOn(t: T, english: EnglishLeft): string[] {
  if (english === 'all') return [t('translations.note.none')]
  return [t('translations.note'), ...(english === 'some' ? [t('translations.note.partial')] : [])]
}

const withChoice = (address: string, code: TranslationLanguage): string =>
  `${address}${address.includes('?') ? '&' : '?'}criteria=${code}`

/** The address of another page, with the language that the person chose added to it. */
export const inSameLanguage = (address: string, { translation }: CriteriaReading): string =>
  translation ? withChoice(address, translation.language) : address
