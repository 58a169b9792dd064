import { withoutStackedMarks } from './marks.ts'

/** Letters that stand for the same in names, and that no Unicode form brings together. */
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
  ھ: 'ه', // one keyboard writes what another does not have
  ʼ: "'",
  ʹ: "'",
  '’': "'",
  '‘': "'",
  '`': "'",
  '‐': '-',
  '‑': '-',
}
const alikeOnes = new RegExp(`[${Object.keys(alike).join('')}]`, 'g')

/** Two rows of Ethiopic that are said alike in Tigrinya, and written either way in names: ሠ as ሰ, ፀ as ጸ. */
const saidAlike = (character: string): string =>
  String.fromCodePoint(character.codePointAt(0)! + (character < '\u1300' ? 16 : -8))

/** Whole sentences in one letter, which nobody looks for: eighteen times as long when they are taken apart. */
const sentences = /[\ufdfa\ufdfb]/g

/**
 * Without marks and in lower case: "Ŵyn" is "wyn", "Їжак" is "іжак", and "أحمد" is "احمد". Everything that is looked up
 * goes through here.
 */
export const folded = (text: string): string =>
  withoutStackedMarks(text)
    .replace(sentences, ' ')
    .normalize('NFKD')
    .toLowerCase()
    .normalize('NFKD')
    .replace(/[\p{M}\u0640]/gu, '')
    .replace(alikeOnes, character => alike[character] ?? character)
    .replace(/[\u1220-\u1227\u1340-\u1347]/g, saidAlike)

const inOnePiece = /[\p{L}\p{N}]+(?:['-][\p{L}\p{N}]+)*/gu
const writtenWithoutGaps = /([\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}])/u
const longest = 60

/** Not in the middle of a letter that takes two places: half a letter is none that a database could keep. */
const cut = (word: string): string => word.slice(0, longest).replace(/[\ud800-\udbff]$/, '')

/** A word as somebody may look for it: whole, and in its parts: "O'Brien" is "obrien", or "o" with "brien". */
export interface FoldedWord {
  whole: string
  parts: string[]
}

function foldedWords(text: string): FoldedWord[] {
  return (folded(text).match(inOnePiece) ?? []).map(word => ({
    whole: cut(word.replace(/['-]/g, '')),
    parts: word
      .split(/['-]/)
      .flatMap(part => part.split(writtenWithoutGaps))
      .filter(part => part !== '')
      .map(cut),
  }))
}

/** Arabic writes its article onto the word: "الأمل" is found as "أمل" too. */
const withoutArticle = (word: string): string[] => (/^ال\p{L}{2}/u.test(word) ? [word.slice(2)] : [])

/** All words under which a text can be found. @param most no more than so many: a text can be as long as it likes */
export function wordsOf(texts: readonly string[], most = 4_000): string[] {
  const words = new Set<string>()
  for (const text of texts)
    for (const { whole, parts } of foldedWords(text)) {
      for (const word of [whole, ...parts, ...withoutArticle(whole)]) if (words.size < most) words.add(word)
    }
  return [...words]
}

/** What somebody typed to look for; after eight words nobody means the ninth. */
export const wordsAsked = (text: string): FoldedWord[] => foldedWords(text).slice(0, 8)

/**
 * Whether a text has every word that somebody typed, each as a word of it begins. Without a word in what was typed
 * nothing is found.
 */
export function hasWords(texts: readonly string[], asked: string): boolean {
  const [words, wanted] = [wordsOf(texts), wordsAsked(asked)]
  const begins = (part: string): boolean => words.some(word => word.startsWith(part))
  return (
    wanted.length > 0 && wanted.every(({ whole, parts }) => begins(whole) || (parts.length > 1 && parts.every(begins)))
  )
}
