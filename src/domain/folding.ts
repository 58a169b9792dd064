import { withoutStackedMarks } from './combining-marks.ts'

/** Characters that mean the same in names but have no common Unicode normal form. */
const alike: Readonly<Record<string, string>> = {
  ł: 'l',
  ø: 'o',
  đ: 'd',
  ħ: 'h',
  ı: 'i',
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  þ: 'th',
  ð: 'd',
  ی: 'ي',
  ى: 'ي',
  ې: 'ي',
  ک: 'ك',
  ڪ: 'ك',
  ة: 'ه',
  ە: 'ه',
  ہ: 'ه',
  ھ: 'ه', // some keyboards have only one of ہ and ھ
  ʼ: "'",
  ʻ: "'",
  ʿ: "'",
  ʾ: "'",
  ʹ: "'",
  '′': "'",
  '’': "'",
  '‘': "'",
  '`': "'",
  '‐': '-',
  '‑': '-',
}
const alikeOnes = new RegExp(`[${Object.keys(alike).join('')}]`, 'g')

/**
 * Replaces two series of Ethiopic letters with the series that sound the same in Tigrinya: ሠ becomes ሰ, ፀ becomes ጸ.
 * Names are written with either.
 */
const sameSound = (character: string): string =>
  String.fromCodePoint(character.codePointAt(0)! + (character < '\u1300' ? 16 : -8))

/** Single characters for whole phrases, which can become 18 times as long when decomposed. */
const phrases = /[\ufdfa\ufdfb]/g

/**
 * Normalises text for comparison: lower case, without accents. "Ŵyn" becomes "wyn", "Їжак" becomes "іжак", and "أحمد"
 * becomes "احمد".
 */
export const folded = (text: string): string =>
  withoutStackedMarks(text)
    .replace(phrases, ' ')
    .replace(/´/g, "'") // NFKD would turn it into a space with an accent
    .normalize('NFKD')
    .toLowerCase()
    .normalize('NFKD')
    .replace(/[\p{M}\u0640]/gu, '')
    .replace(alikeOnes, character => alike[character] ?? character)
    .replace(/[\u1220-\u1227\u1340-\u1347]/g, sameSound)

const wholeWord = /[\p{L}\p{N}]+(?:['-][\p{L}\p{N}]+)*/gu
const writtenWithoutGaps = /([\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}])/u
const longest = 60

/** Truncates a word without splitting a surrogate pair, because a database could not store half of one. */
const cut = (word: string): string => word.slice(0, longest).replace(/[\ud800-\udbff]$/, '')

/** A word of a search, whole and in parts: "O'Brien" is searched as "obrien", or as "o" and "brien". */
export interface FoldedWord {
  whole: string
  parts: string[]
}

function foldedWords(text: string): FoldedWord[] {
  return (folded(text).match(wholeWord) ?? []).map(word => ({
    whole: cut(word.replace(/['-]/g, '')),
    parts: word
      .split(/['-]/)
      .flatMap(part => part.split(writtenWithoutGaps))
      .filter(part => part !== '')
      .map(cut),
  }))
}

/**
 * The word without the Arabic article, such as "أمل" for "الأمل". An empty list when the word has no article, or fewer
 * than two letters after it.
 */
const withoutArticle = (word: string): string[] => (/^ال\p{L}{2}/u.test(word) ? [word.slice(2)] : [])

/**
 * All words by which these texts can be found: whole, in parts, and without the Arabic article.
 * @param most the maximum number of words
 */
export function wordsOf(texts: readonly string[], most = 4_000): string[] {
  const words = new Set<string>()
  for (const text of texts)
    for (const { whole, parts } of foldedWords(text)) {
      for (const word of [whole, ...parts, ...withoutArticle(whole)]) if (words.size < most) words.add(word)
    }
  return [...words]
}

/** The first eight words of a search. */
export const searchWords = (text: string): FoldedWord[] => foldedWords(text).slice(0, 8)

/**
 * Whether each of the first eight words of a search is the start of a word in these texts. A search word such as
 * "O'Brien" also matches if each of its parts is the start of a word. An empty search matches nothing.
 */
export function hasWords(texts: readonly string[], asked: string): boolean {
  const [words, wanted] = [wordsOf(texts), searchWords(asked)]
  const begins = (part: string): boolean => words.some(word => word.startsWith(part))
  return (
    wanted.length > 0 && wanted.every(({ whole, parts }) => begins(whole) || (parts.length > 1 && parts.every(begins)))
  )
}
