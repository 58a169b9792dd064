import { withoutPastedMarks } from './pasted-text.ts'

/**
 * The number of words in a text: the parts between spaces that have a letter or digit. In scripts without spaces, the
 * parts between zero-width spaces are counted. The page's counter does the same (`views/assets/main.js`).
 */
export const wordsIn = (text: string): number =>
  withoutPastedMarks(text)
    .split(/[\s\u200b]+/)
    .filter(word => /[\p{L}\p{N}]/u.test(word)).length
