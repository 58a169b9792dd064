import { en } from '../../src/words/en/index.ts'
import { addLanguage, type Language } from '../../src/words/words.ts'

/**
 * The code of the made-up language. Its dates, numbers and plurals are Ukrainian, which has four plural forms and no
 * English letters.
 */
export const madeUp = 'uk-x-made' as Language
export const pluralForms = ['one', 'few', 'many', 'other'] as const

/** Adds the made-up language to the service: the whole catalogue in another alphabet. */
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

/** Replaces every English letter with one of another alphabet, except in {params}. */
export const inOtherLetters = (said: string): string =>
  said
    .split(/(\{\w+\})/)
    .map((part, place) =>
      place % 2 === 1
        ? part
        : part.replace(/[a-z]/gi, character =>
            String.fromCodePoint(0x10d0 + character.toLowerCase().charCodeAt(0) - 97),
          ),
    )
    .join('')

const inForms = (said: string) => ({
  one: `${inOtherLetters(said)}¹`,
  few: `${inOtherLetters(said)}²`,
  many: `${inOtherLetters(said)}³`,
  other: inOtherLetters(said),
})
