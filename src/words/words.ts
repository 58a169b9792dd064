import { en } from './en/index.ts'

export type Language = 'en'
type Plural = { readonly other: string } & Readonly<Partial<Record<Intl.LDMLPluralRule, string>>>
type Catalogue = typeof en
export type Key = keyof Catalogue
/** The same keys in another language, with its own plural forms. */
export type Translation = {
  readonly [K in Key]: Catalogue[K] extends string
    ? string
    : Partial<Record<Intl.LDMLPluralRule, string>> & { other: string }
}

type GapsOf<S> = S extends `${string}{${infer Gap}}${infer Rest}` ? Gap | GapsOf<Rest> : never
type Gaps<K extends Key> = Catalogue[K] extends string
  ? GapsOf<Catalogue[K]>
  : Catalogue[K] extends { other: infer Other }
    ? GapsOf<Other> | 'count'
    : never
type Filled<K extends Key> = [Gaps<K>] extends [never] ? [] : [gaps: Record<Gaps<K>, string | number>]

/** Says one sentence of the catalogue. An unknown key, a missing gap and a superfluous one do not compile. */
export interface T {
  <K extends Key>(key: K, ...gaps: Filled<K>): string
  readonly language: Language
  /** whether there are words for it; to be asked only about what another version may have written */
  knows(key: string): boolean
  /** every form of a sentence that counts, its gaps still open: for what counts in the browser */
  forms(key: CountingKey): Plural
}

type CountingKey = { [K in Key]: Catalogue[K] extends string ? never : K }[Key]
type Sentence = string | Plural
const catalogues = new Map<Language, Record<string, Sentence>>([['en', en]])
const translators = new Map<Language, T>()

/** Speaks one more language, for whoever has it. It is not offered: that takes a line in `languages`. */
export function addLanguage(language: Language, catalogue: Record<string, Sentence>): void {
  catalogues.set(language, catalogue)
  translators.delete(language)
}

/** The `t` of a language; made once. */
export function translator(language: Language): T {
  const known = translators.get(language)
  if (known) return known
  const made = makeTranslator(language, catalogues.get(language)!)
  translators.set(language, made)
  return made
}

/** A `t` over any catalogue; the made-up second language of the tests is one. */
export function makeTranslator(language: Language, catalogue: Record<string, Sentence>): T {
  const plurals = new Intl.PluralRules(language)
  const numbers = new Intl.NumberFormat(language)
  const say = (key: string, gaps: Record<string, string | number> = {}): string => {
    const sentence = catalogue[key]
    if (sentence === undefined) throw new Error(`no words for ${key}`)
    const form =
      typeof sentence === 'string' ? sentence : (sentence[plurals.select(Number(gaps.count))] ?? sentence.other)
    return form.replace(/\{(\w+)\}/g, (_, gap: string) => {
      const filling = gaps[gap]
      if (filling === undefined) throw new Error(`nothing to fill {${gap}} of ${key}`)
      return typeof filling === 'number' ? numbers.format(filling) : filling
    })
  }
  return Object.assign(say, {
    language,
    knows: (key: string) => Object.hasOwn(catalogue, key),
    forms: (key: string) => catalogue[key],
  }) as T
}

/** Those that are offered. */
export const languages: readonly Language[] = ['en']

/** The first that we speak of those somebody chose, or English. */
export const languageOf = (...chosen: readonly string[]): Language =>
  (chosen as Language[]).find(language => catalogues.has(language)) ?? 'en'
