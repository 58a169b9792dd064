/** The characters for the codes 128 to 159 in Windows-1252. Word leaves some of them in text as control characters. */
const windows = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ'

/** Non-breaking spaces. A search would not find the words beside them. */
const hardSpaces = /[\u00a0\u2007\u202f]/g
/** Word's line breaks within a paragraph, page breaks, and the line and paragraph separators of Unicode. */
const lineBreaks = /[\u000b\u000c\u2028\u2029]/g
const windowsCharacters = /[\u0080-\u009f]/g
/** Bullets in Word's Symbol and Wingdings fonts. */
const bullets = /[\uf0a7\uf0b7]/g
/**
 * Control characters, soft hyphens, byte order marks, word joiners, and the placeholders of pictures and annotations.
 */
const invisible = /[\u0000-\u0008\u000e-\u001d\u001f\u007f-\u009f\u00ad\u2060\ufeff\ufff9-\ufffc]/g
/** Scripts that have no spaces between words. */
const unspaced = '\\p{Script=Thai}\\p{Script=Lao}\\p{Script=Khmer}\\p{Script=Myanmar}\\p{Script=Tibetan}'
/** Zero-width spaces, except between letters of the `unspaced` scripts. */
const zeroWidthSpaces = new RegExp(`(?<![${unspaced}])\\u200b|\\u200b(?![${unspaced}])`, 'gu')
/**
 * Zero-width joiners and non-joiners without effect: those that neither follow a letter, mark or emoji nor precede a
 * letter or mark. Persian, Hindi and emoji need the others.
 */
const looseJoiners = /(?<![\p{L}\p{M}\p{Emoji}\p{Emoji_Modifier}])[\u200c\u200d](?![\p{L}\p{M}])/gu

const isSpecial = /[^\n\u0020-\u007e\u00a1-\u00ac\u00ae-\u1fff]/

/**
 * Cleans text pasted from Word, a PDF or a web page: removes invisible characters, and replaces special spaces, hyphens
 * and line breaks with ordinary ones. `views/assets/main.js` does the same before it counts characters.
 * @returns text whose lines end with U+000A
 */
export function withoutPastedMarks(text: string): string {
  if (!isSpecial.test(text)) return text
  return text
    .replace(/\r\n?/g, '\n')
    .replace(lineBreaks, '\n')
    .replace(hardSpaces, ' ')
    .replace(/\u001e/g, '-')
    .replace(windowsCharacters, character => windows[character.charCodeAt(0) - 0x80]!)
    .replace(bullets, '•')
    .replace(invisible, '')
    .replace(zeroWidthSpaces, '')
    .replace(looseJoiners, '')
}
