import { placedItems } from './framework-draft.ts'
import type { Area, FrameworkDocument, Item } from './framework.ts'

// Translations of published texts. Submissions, decision letters and certificates use only the binding English text.

/**
 * Languages with legal standing in the nations of the UK, and those that many people seeking sanctuary read. Another
 * language needs an entry in `languageFacts` and a name in the catalogue.
 */
export const translationLanguages = ['cy', 'gd', 'ga', 'ar', 'fa', 'so', 'ti', 'uk'] as const
export type TranslationLanguage = (typeof translationLanguages)[number]

/** Each language's own name, and the direction of its script. */
export const languageFacts: Readonly<Record<TranslationLanguage, { ownName: string; dir: 'ltr' | 'rtl' }>> = {
  cy: { ownName: 'Cymraeg', dir: 'ltr' },
  gd: { ownName: 'Gàidhlig', dir: 'ltr' },
  ga: { ownName: 'Gaeilge', dir: 'ltr' },
  ar: { ownName: 'العربية', dir: 'rtl' },
  fa: { ownName: 'فارسی', dir: 'rtl' },
  so: { ownName: 'Soomaali', dir: 'ltr' },
  ti: { ownName: 'ትግርኛ', dir: 'ltr' },
  uk: { ownName: 'Українська', dir: 'ltr' },
}

/** @returns the language with this code, or null */
export const translationLanguage = (code: unknown): TranslationLanguage | null =>
  translationLanguages.find(each => each === code) ?? null

/** The texts of a version in another language. A text that is not translated is empty. */
export interface Translation {
  framework: string
  version: string
  language: TranslationLanguage
  areas: { id: string; title: string; description: string }[]
  items: ItemTranslation[]
}
export interface ItemTranslation {
  id: string
  title: string
  description: string
  /** as many lines as the English text has, or none */
  evidence: string[]
}

/** A text for a page. `language` is null for English, the language of the page itself. */
export interface Translated {
  text: string
  language: { lang: TranslationLanguage; dir: 'ltr' | 'rtl' } | null
}

export interface TranslatedItem {
  title: Translated
  description: Translated
  evidence: { lines: readonly string[]; language: Translated['language'] }
}

/** The texts of an item for a reader of a translation. Untranslated texts are in English. */
export function itemIn(translation: Translation | null, item: Pick<Item, keyof ItemTranslation>): TranslatedItem {
  const found = translation?.items.find(({ id }) => id === item.id) ?? null
  const hasEvidence = found !== null && found.evidence.length > 0
  return {
    title: textIn(translation, found?.title, item.title),
    description: textIn(translation, found?.description, item.description),
    evidence: {
      lines: hasEvidence ? found.evidence : item.evidence,
      language: hasEvidence ? languageOf(translation) : null,
    },
  }
}

/** The title of an area in the translation; in English when there is no translation or its title is empty. */
export const areaTitleIn = (translation: Translation | null, area: Pick<Area, 'id' | 'title'>): Translated =>
  textIn(translation, translation?.areas.find(({ id }) => id === area.id)?.title, area.title)

const textIn = (translation: Translation | null, text: string | undefined, english: string): Translated =>
  text ? { text, language: languageOf(translation) } : { text: english, language: null }

function languageOf(translation: Translation | null): Translated['language'] {
  if (!translation) return null
  return { lang: translation.language, dir: languageFacts[translation.language].dir }
}

/** A translation with every area and item of a version, and no text yet. */
export const emptyTranslation = (document: FrameworkDocument, language: TranslationLanguage): Translation => ({
  framework: document.framework,
  version: document.version,
  language,
  areas: document.areas.map(({ id }) => ({ id, title: '', description: '' })),
  items: placedItems(document).map(({ item: { id } }) => ({ id, title: '', description: '', evidence: [] })),
})

/** A translation of an earlier version, with the English document of that version. */
export interface EarlierTranslation {
  document: FrameworkDocument
  translation: Translation
}

/**
 * The part of an earlier translation that still fits: texts whose English has not changed. The lines of evidence of an
 * item are kept only if none of them has changed.
 */
export function keptTranslation(document: FrameworkDocument, earlier: EarlierTranslation): Translation {
  const { translation } = earlier
  const itemsBefore = placedItems(earlier.document).map(({ item }) => item)
  return {
    ...emptyTranslation(document, translation.language),
    areas: document.areas.map(area => keptTexts(area, { before: earlier.document.areas, texts: translation.areas })),
    items: placedItems(document).map(({ item }) => ({
      ...keptTexts(item, { before: itemsBefore, texts: translation.items }),
      evidence: keptLines(item, { before: itemsBefore, texts: translation.items }),
    })),
  }
}

type Named<Text> = readonly (Text & { id: string })[]

function keptTexts(
  { id, title, description }: Pick<Area, 'id' | 'title' | 'description'>,
  { before, texts }: { before: Named<Texts>; texts: Named<Texts> },
): Translation['areas'][number] {
  const [was, text] = [withId(before, id), withId(texts, id)]
  return {
    id,
    title: was?.title === title ? (text?.title ?? '') : '',
    description: was?.description === description ? (text?.description ?? '') : '',
  }
}

function keptLines(
  { id, evidence }: Pick<Item, 'id' | 'evidence'>,
  { before, texts }: { before: Named<Pick<Item, 'evidence'>>; texts: readonly ItemTranslation[] },
): string[] {
  const was = withId(before, id)?.evidence ?? []
  const isSame = was.length === evidence.length && was.every((line, index) => line === evidence[index])
  return isSame ? (withId(texts, id)?.evidence ?? []) : []
}

const withId = <Text extends { id: string }>(all: readonly Text[], id: string): Text | undefined =>
  all.find(each => each.id === id)

/** The number of texts in a version (`all`), and how many of them are translated (`done`). */
export function translatedCount(
  document: FrameworkDocument,
  { areas, items }: Pick<Translation, 'areas' | 'items'>,
): { done: number; all: number } {
  const english = textsOf({ areas: document.areas, items: placedItems(document).map(({ item }) => item) })
  return { done: textsOf({ areas, items }).filter(text => text !== '').length, all: english.length }
}

type Texts = { title: string; description: string; evidence?: readonly string[] }

const textsOf = ({ areas, items }: { areas: readonly Texts[]; items: readonly Texts[] }): string[] =>
  [...areas, ...items].flatMap(({ title, description, evidence = [] }) => [title, description, ...evidence])

/**
 * A rule that a translation breaks. `list` and `index` are the position in the translation, `id` the item or area
 * concerned.
 */
export interface TranslationProblem {
  what: 'unknown id' | 'same id' | 'missing id' | 'evidence differs' | 'nothing translated'
  list: 'areas' | 'items'
  /** the position of the entry, from 0; null when the translation does not have it */
  index: number | null
  id: string
}

/**
 * Compares a translation with its framework version. The shape of the translation is checked before this.
 * @returns an empty list when it can be saved
 */
export function problemsOfTranslation(document: FrameworkDocument, translation: Translation): TranslationProblem[] {
  const items = placedItems(document).map(({ item }) => item)
  const problems = [
    ...problemsOfIds('areas', document.areas, translation.areas),
    ...problemsOfIds('items', items, translation.items),
    ...translation.items.flatMap(({ id, evidence }, index): TranslationProblem[] => {
      const english = items.find(item => item.id === id)?.evidence ?? evidence
      const isWhole = evidence.length === english.length && evidence.every(line => line !== '')
      return evidence.length === 0 || isWhole ? [] : [{ what: 'evidence differs', list: 'items', index, id }]
    }),
  ]
  const isEmpty = translatedCount(document, translation).done === 0
  return problems.length === 0 && isEmpty
    ? [{ what: 'nothing translated', list: 'items', index: null, id: '' }]
    : problems
}

function problemsOfIds(
  list: 'areas' | 'items',
  english: readonly { id: string }[],
  given: readonly { id: string }[],
): TranslationProblem[] {
  const known = new Set(english.map(({ id }) => id))
  const ids = given.map(({ id }) => id)
  return [
    ...ids.flatMap((id, index): TranslationProblem[] => {
      if (!known.has(id)) return [{ what: 'unknown id', list, index, id }]
      return ids.indexOf(id) < index ? [{ what: 'same id', list, index, id }] : []
    }),
    ...[...known]
      .filter(id => !ids.includes(id))
      .map((id): TranslationProblem => ({ what: 'missing id', list, index: null, id })),
  ]
}
