import type { ServiceProblem } from '../../domain/service-problems.ts'
import type { Instant } from '../../domain/time.ts'
import { dayAndTime } from '../../words/format.ts'
import type { T } from '../../words/words.ts'
import { email } from '../email.ts'

/** Describes a problem with the service. */
export function problemWords(t: T, { name, count }: Problem): string {
  return name === 'jobs' || name === 'emails failing' || name === 'stored files'
    ? t(`service.problem.${name}`, { count })
    : t(`service.problem.${name}`)
}

interface Problem {
  name: ServiceProblem
  count: number
}

/** Emails about the service itself. */
export const serviceEmails = {
  'service problems': email<{ problems: readonly Problem[] }>((t, { problems }) => ({
    subject: t('emails.service_problems.subject', { count: problems.length }),
    paragraphs: [
      t('emails.service_problems.body'),
      problems.map(problem => problemWords(t, problem)).join('\n'),
      t('emails.service_problems.again'),
    ],
    action: { label: t('emails.service_problems.action'), path: '/home' },
  })),
  'test email': email<{ at: Instant }>((t, { at }) => ({
    subject: t('emails.test.subject'),
    paragraphs: [t('emails.test.body', { at: dayAndTime(t, at) })],
    action: { label: t('emails.test.action'), path: '/mail' },
  })),
}
