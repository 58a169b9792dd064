import { hasWords, searchWords } from './folding.ts'

/** Words and phrases with the same meaning, such as "portfolio" and "evidence". */
export type Synonyms = readonly (readonly string[])[]

/** Shorter words must match a synonym exactly, because a short word would be the start of too many synonyms. */
const shortestStart = 5

const keyOf = (text: string): string =>
  searchWords(text)
    .map(({ whole }) => whole)
    .join(' ')

/**
 * Whether the text is the start of a term. In a phrase or a hyphenated term, it must reach into the last word, so that
 * "service" is not taken for "service point".
 */
function isStartOf(key: string, term: string): boolean {
  const last = searchWords(term).at(-1)?.parts.at(-1) ?? ''
  const whole = keyOf(term)
  return key.length >= Math.max(shortestStart, whole.length - last.length + 1) && whole.startsWith(key)
}

/** The text and, if it is a synonym or the start of one, all words and phrases with the same meaning. */
function meaningsOf(asked: string, synonyms: Synonyms): string[] {
  const key = keyOf(asked)
  const isTerm = (term: string): boolean => keyOf(term) === key || isStartOf(key, term)
  return [asked, ...synonyms.filter(group => group.some(isTerm)).flat()]
}

/** A function that says whether texts match a search. */
export type Matcher = (texts: readonly string[]) => boolean

/** The matcher for a search. Texts also match when they match the search with its words replaced by synonyms. */
export function matcherFor(search: string, synonyms: Synonyms): Matcher {
  const words = searchWords(search).map(({ whole, parts }) => (parts.length > 1 ? parts.join('-') : whole))
  const whole = meaningsOf(search, synonyms)
  const byWord = words.map(word => meaningsOf(word, synonyms))
  return texts => {
    const matches = (meanings: readonly string[]): boolean => meanings.some(meaning => hasWords(texts, meaning))
    return matches(whole) || (byWord.length > 1 && byWord.every(matches))
  }
}
