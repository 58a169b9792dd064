import { longDay } from '../../words/format.ts'
import type { T } from '../../words/words.ts'
import type { CharityLine } from './reminders.ts'

// What reminders to the charity and its panels say. They name the organisation, never what is in its application.

export function charitySubjectOf(t: T, { organisation, about }: CharityLine): string {
  return t('emails.reminders.decision.subject', { organisation, day: longDay(t, about) })
}

export function charitySentenceOf(t: T, { organisation, about }: CharityLine): string {
  return t('emails.reminders.decision.body', { organisation, day: longDay(t, about) })
}

export const charityActionOf = (t: T, _line: CharityLine): string => t('emails.reminders.decision.action')

export const charityPathOf = ({ applicationId }: CharityLine): string => `/applications/${applicationId}/decision`
