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

/** The names of the parameters in a sentence: '{name} has {count} branches' gives 'name' | 'count'. */
type ParamsIn<S> = S extends `${string}{${infer Name}}${infer Rest}` ? Name | ParamsIn<Rest> : never
type Params<K extends Key> = Catalogue[K] extends string
  ? ParamsIn<Catalogue[K]>
  : Catalogue[K] extends { other: infer Other }
    ? ParamsIn<Other> | 'count'
    : never
type Filled<K extends Key> = [Params<K>] extends [never] ? [] : [params: Record<Params<K>, string | number>]

/** Returns a sentence from the catalogue. An unknown key, or a missing or surplus parameter, does not compile. */
export interface T {
  <K extends Key>(key: K, ...params: Filled<K>): string
  readonly language: Language
  /** whether the key exists, for keys that another version may have stored */
  knows(key: string): boolean
  /** all plural forms of a sentence, with their placeholders, for counting in the browser */
  forms(key: CountingKey): Plural
}

type CountingKey = { [K in Key]: Catalogue[K] extends string ? never : K }[Key]
type Sentence = string | Plural
const catalogues = new Map<Language, Record<string, Sentence>>([['en', en]])
const translators = new Map<Language, T>()

/** Adds a language without offering it. To offer it, add it to `languages`. */
export function addLanguage(language: Language, catalogue: Record<string, Sentence>): void {
  catalogues.set(language, catalogue)
  translators.delete(language)
}

/** The `t` of a language, created once. */
export function translator(language: Language): T {
  const known = translators.get(language)
  if (known) return known
  const made = makeTranslator(language, catalogues.get(language)!)
  translators.set(language, made)
  return made
}

/** A `t` over any catalogue, such as the invented language of the tests. */
export function makeTranslator(language: Language, catalogue: Record<string, Sentence>): T {
  const plurals = new Intl.PluralRules(language)
  const numbers = new Intl.NumberFormat(language)
  const say = (key: string, params: Record<string, string | number> = {}): string => {
    const sentence = catalogue[key]
    if (sentence === undefined) throw new Error(`no words for ${key}`)
    const form =
      typeof sentence === 'string' ? sentence : (sentence[plurals.select(Number(params.count))] ?? sentence.other)
    return form.replace(/\{(\w+)\}(’s)?/g, (_, name: string, possessive = '') => {
      const value = params[name]
      if (value === undefined) throw new Error(`nothing to fill {${name}} of ${key}`)
      if (typeof value === 'number') return numbers.format(value) + possessive
      // a possessive after a name that ends in s has no second s: Kettlebourne Libraries’ award
      return isolated(value) + (possessive && value.endsWith('s') ? '’' : possessive)
    })
  }
  return Object.assign(say, {
    language,
    knows: (key: string) => Object.hasOwn(catalogue, key),
    forms: (key: string) => catalogue[key],
  }) as T
}

const rightToLeft = /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}]/u

/**
 * Isolates a text with letters that are written from right to left (UAX #9, FSI and PDI). Otherwise a date or number
 * after a name would be shown before it.
 */
export const isolated = (text: string): string => (rightToLeft.test(text) ? `\u2068${text}\u2069` : text)

const startsRight = new RegExp(`^(?:\u2068[^\u2069]*\u2069|[^\\p{L}\u2068])*${rightToLeft.source}`, 'u')

/** The direction of a text's first letter. Isolated names do not count, unlike in HTML's `dir="auto"`. */
export const textDirection = (text: string): 'ltr' | 'rtl' => (startsRight.test(text) ? 'rtl' : 'ltr')

/** The languages on offer. */
export const languages: readonly Language[] = ['en']

/** The first of these languages that has a catalogue, or English. */
export const languageOf = (...chosen: readonly string[]): Language =>
  (chosen as Language[]).find(language => catalogues.has(language)) ?? 'en'
