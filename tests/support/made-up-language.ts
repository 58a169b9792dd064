import { en } from '../../src/words/en/index.ts'
import { addLanguage, type Language } from '../../src/words/words.ts'

/** Dates and numbers come out as in Ukrainian, which has four plural forms and not one letter of English. */
export const madeUp = 'uk-x-made' as Language
export const pluralForms = ['one', 'few', 'many', 'other'] as const

/** The whole catalogue in letters that nobody reads, and a language that the service speaks from now on, in this test file. */
export function speakMadeUp(): void {
  addLanguage(
    madeUp,
    Object.fromEntries(
      Object.entries(en).map(([key, said]) => [
        key,
        typeof said === 'string' ? inOtherLetters(said) : inForms(said.other),
      ]),
    ),
  )
}

/** Every letter of English becomes one of another alphabet; {gaps} stay. */
export const inOtherLetters = (said: string): string =>
  said
    .split(/(\{\w+\})/)
    .map((piece, place) =>
      place % 2 === 1
        ? piece
        : piece.replace(/[a-z]/gi, letter => String.fromCodePoint(0x10d0 + letter.toLowerCase().charCodeAt(0) - 97)),
    )
    .join('')

const inForms = (said: string) => ({
  one: `${inOtherLetters(said)}¹`,
  few: `${inOtherLetters(said)}²`,
  many: `${inOtherLetters(said)}³`,
  other: inOtherLetters(said),
})
