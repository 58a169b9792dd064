import { daysBetween, type Day } from '../../domain/time.ts'
import { longDay } from '../../words/format.ts'
import type { T } from '../../words/words.ts'
import type { CharityLine } from './reminders.ts'

// Texts of reminders to the charity and its panels. They name the organisation, but nothing from its application.

export const charitySubjectOf = (t: T, line: CharityLine, today: Day): string =>
  t(`emails.reminders.${sayingOf(line, today)}.subject`, {
    organisation: line.organisation,
    day: longDay(t, line.about),
  })

export const charitySentenceOf = (t: T, line: CharityLine, today: Day): string =>
  t(`emails.reminders.${sayingOf(line, today)}.body`, { organisation: line.organisation, day: longDay(t, line.about) })

export const charityActionOf = (t: T, line: CharityLine): string =>
  t(`emails.reminders.${isForReader(line) ? line.kind : 'panel'}.action`)

export function charityPathOf(line: CharityLine): string {
  const below = `/applications/${line.applicationId}`
  switch (line.kind) {
    case 'decision':
      return `${below}/decision`
    case 'seat offer':
      return `${below}/seat`
    case 'findings':
      return isForReader(line) ? `${below}/appraisal` : `${below}/panel`
  }
}

/** Whether the reader must act themselves, rather than chase other members of the panel. */
const isForReader = ({ kind, as }: CharityLine): boolean => kind !== 'findings' || as === 'appraiser'

function sayingOf(line: CharityLine, today: Day) {
  if (line.kind !== 'findings') return line.kind
  if (!isForReader(line)) return line.as === 'chair' ? 'panel.chair' : 'panel'
  return daysBetween(today, line.about) < 0 ? 'findings.past' : 'findings'
}
