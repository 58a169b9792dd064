import { withoutStackedMarks } from '../domain/combining-marks.ts'

const longest = 180
/** The maximum number of characters that are read: for a longer name, half from its start and half from its end. */
const readMost = 2_000

/**
 * A file's name for display and downloads, on one line, without most characters that are invisible or change the
 * direction of reading. Keeps U+200C and U+200D, which Persian and Indian scripts need. The service never uses it as a
 * path.
 * @returns null for a name with a NUL, which no legitimate program sends
 */
export function cleanName(given: string): string | null {
  if (given.includes('\0')) return null
  const last = given.split(/[/\\]/).at(-1) ?? ''
  const read = last.length <= readMost ? last : last.slice(0, readMost / 2) + last.slice(-readMost / 2)
  const shown = withoutStackedMarks(read.toWellFormed())
    .normalize('NFC')
    .replace(
      /[\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]|[\u{e0000}-\u{e007f}]/gu,
      '',
    )
    .replace(/[\p{Cc}\u2028\u2029\s]+/gu, ' ')
    .replace(/^[. ]+/, '')
  return shortened(shown.slice(0, endOf(shown))) || 'file'
}

/** The length of a name without the dots and spaces at its end. A regular expression would take quadratic time. */
function endOf(name: string): number {
  let end = name.length
  while (end > 0 && '. '.includes(name[end - 1]!)) end -= 1
  return end
}

/** Truncates a name in the middle, to keep its extension. */
function shortened(name: string): string {
  const characters = [...new Intl.Segmenter('en', { granularity: 'grapheme' }).segment(name)].map(({ segment }) =>
    segment.slice(0, 16),
  )
  if (characters.length <= longest) return characters.join('').toWellFormed()
  return `${characters.slice(0, longest - 20).join('')}…${characters.slice(-19).join('')}`.toWellFormed()
}
