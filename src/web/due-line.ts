import type { DueLine, Emphasis } from './components.ts'

/**
 * Splits a sentence around the part to show in bold. Nothing is bold when that part is empty or not in the sentence.
 */
export function emphasis(sentence: string, strong: string): Emphasis {
  const at = strong === '' ? -1 : sentence.indexOf(strong)
  return at < 0
    ? { before: sentence, strong: '', after: '' }
    : { before: sentence.slice(0, at), strong, after: sentence.slice(at + strong.length) }
}

/**
 * A sentence about a date, with a part in bold and a tone.
 * @param days the number of days from today to the date; null without a date
 */
export const dueLine = (sentence: string, strong: string, days: number | null): DueLine => ({
  ...emphasis(sentence, strong),
  tone: toneOf(days),
})

function toneOf(days: number | null): DueLine['tone'] {
  if (days === null || days > 60) return 'plain'
  return days < 0 ? 'late' : 'soon'
}
