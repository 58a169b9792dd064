import { withoutPastedMarks } from './pasted-text.ts'

/**
 * The number of words in a text: the parts between spaces that have a letter or digit. In scripts without spaces,
 * zero-width spaces separate the words. `views/assets/main.js` counts in the same way.
 */
export const wordsIn = (text: string): number =>
  withoutPastedMarks(text)
    .split(/[\s\u200b]+/)
    .filter(word => /[\p{L}\p{N}]/u.test(word)).length
