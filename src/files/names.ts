const longest = 180

/**
 * A file's name as text: in any script, one line, without letters that turn the reading direction around or that nobody sees.
 * It is shown and handed out again, and never names anything on our disk.
 * @returns null for a name with a NUL in it: no program of good will sends one
 */
export function cleanName(given: string): string | null {
  if (given.includes('\0')) return null
  const last = given.toWellFormed().split(/[/\\]/).at(-1) ?? ''
  const shown = last.normalize('NFC')
    .replace(/[\u202a-\u202e\u2066-\u2069\u200b\ufeff]|[\u{e0000}-\u{e007f}]/gu, '')
    .replace(/[\p{Cc}\u2028\u2029\s]+/gu, ' ')
    .replace(/^[. ]+|[. ]+$/g, '')
  return shortened(shown) || 'file'
}

/** Cut in the middle, since the ending tells what it is. */
function shortened(name: string): string {
  const letters = [...new Intl.Segmenter('en', { granularity: 'grapheme' }).segment(name.slice(0, 2_000))].map(({ segment }) => segment.slice(0, 16))
  if (letters.length <= longest) return letters.join('')
  return `${letters.slice(0, longest - 20).join('')}…${letters.slice(-19).join('')}`
}
