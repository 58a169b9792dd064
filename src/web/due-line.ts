import type { DueLine, Emphasis } from './components.ts'

/**
 * Splits a sentence around the part to show in bold, usually a value inserted into it. Nothing is bold when that part
 * is empty or the sentence does not contain it.
 */
export function emphasis(sentence: string, strong: string): Emphasis {
  const at = strong === '' ? -1 : sentence.indexOf(strong)
  return at < 0
    ? { before: sentence, strong: '', after: '' }
    : { before: sentence.slice(0, at), strong, after: sentence.slice(at + strong.length) }
}

/**
 * A sentence about a date, with the part to show in bold and a tone for how close the date is.
 * @param days from today to the date; null without a date
 */
export const dueLine = (sentence: string, strong: string, days: number | null): DueLine => ({
  ...emphasis(sentence, strong),
  tone: toneOf(days),
})

function toneOf(days: number | null): DueLine['tone'] {
  if (days === null || days > 60) return 'plain'
  return days < 0 ? 'late' : 'soon'
}
