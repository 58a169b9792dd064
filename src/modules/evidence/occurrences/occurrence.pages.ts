import { occurrencePeriod } from '../../../domain/recurring.ts'
import type { Day } from '../../../domain/time.ts'
import { formOf, type Form } from '../../../web/form.ts'
import { monthAndYear } from '../../../words/format.ts'
import type { T } from '../../../words/words.ts'
import type { RecurringEvidence } from '../recurring/recurring.store.ts'

/** "March 2026", or "January 2026 to March 2026": always whole months. */
export function monthsOf(t: T, { from, to }: { from: Day; to: Day }): string {
  const [first, last] = [monthAndYear(t, from), monthAndYear(t, to)]
  return first === last ? first : t('period', { from: first, to: last })
}

/** The form of a new piece for a turn: its title with the months, and all that is known before anybody wrote a word. */
export const occurrenceForm = (t: T, recurring: RecurringEvidence, occurrence: number): Form => {
  const { title, kind, branch, items } = recurring
  const { from, to } = occurrencePeriod(recurring, occurrence)
  return formOf({
    title: t('recurring.evidence', { title, period: monthsOf(t, { from, to }) }),
    kind: kind ?? '',
    items,
    branches: branch ? [branch.id] : [],
    periodFrom: from,
    periodTo: to,
    language: 'en',
    sensitivity: 'ordinary',
  })
}
