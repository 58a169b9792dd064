import { withoutPastedMarks } from './pasted-text.ts'

/**
 * The number of words: parts with a letter or digit between spaces or, in scripts without spaces, zero-width spaces.
 * `views/assets/main.js` counts in the same way.
 */
export const wordsIn = (text: string): number =>
  withoutPastedMarks(text)
    .split(/[\s\u200b]+/)
    .filter(word => /[\p{L}\p{N}]/u.test(word)).length
