import { withoutStackedMarks } from '../domain/marks.ts'

const longest = 180
/** Of an endless name no more than this is looked at: its beginning and its end. */
const readMost = 2_000

/**
 * A file's name as text: in any script, one line, without letters that turn the reading direction around or that nobody
 * sees. It is shown and handed out again, and never names anything on our disk.
 * @returns null for a name with a NUL in it: no program of good will sends one
 */
export function cleanName(given: string): string | null {
  if (given.includes('\0')) return null
  const last = given.split(/[/\\]/).at(-1) ?? ''
  const read = last.length <= readMost ? last : last.slice(0, readMost / 2) + last.slice(-readMost / 2)
  const shown = withoutStackedMarks(read.toWellFormed())
    .normalize('NFC')
    .replace(/[\u202a-\u202e\u2066-\u2069\u200b\ufeff]|[\u{e0000}-\u{e007f}]/gu, '')
    .replace(/[\p{Cc}\u2028\u2029\s]+/gu, ' ')
    .replace(/^[. ]+/, '')
  return shortened(shown.slice(0, endOf(shown))) || 'file'
}

/** Where the dots and gaps at the end begin; a pattern for them would look at each of them from each of them. */
function endOf(name: string): number {
  let end = name.length
  while (end > 0 && '. '.includes(name[end - 1]!)) end -= 1
  return end
}

/** Cut in the middle, since the ending tells what it is. */
function shortened(name: string): string {
  const characters = [...new Intl.Segmenter('en', { granularity: 'grapheme' }).segment(name)].map(({ segment }) =>
    segment.slice(0, 16),
  )
  if (characters.length <= longest) return characters.join('').toWellFormed()
  return `${characters.slice(0, longest - 20).join('')}…${characters.slice(-19).join('')}`.toWellFormed()
}
