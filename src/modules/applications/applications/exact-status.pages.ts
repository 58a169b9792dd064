import type { ApplicationStatus } from '../../../domain/application.ts'
import type { T } from '../../../words/words.ts'
import type { Status } from '../../../web/components.ts'

/** Who has the ball. */
export function waitingFor(
  status: ApplicationStatus,
  decisionLetterReleased: boolean,
): 'library' | 'coordinator' | 'panel' | 'trustee' | 'nobody' {
  if (status === 'draft' || status === 'returned' || status === 'more evidence asked') return 'library'
  if (status === 'with the panel') return 'panel'
  if (status === 'with a trustee') return 'trustee'
  return status === 'withdrawn' || (status === 'decided' && decisionLetterReleased) ? 'nobody' : 'coordinator'
}

/** The exact word, for staff. */
export function exactStatus(t: T, status: ApplicationStatus, decisionLetterReleased: boolean): Status {
  const text = t(`application.status.${status}`)
  const occurrence = waitingFor(status, decisionLetterReleased)
  if (status === 'on hold') return { icon: 'pause', tone: 'quiet', text }
  if (status === 'withdrawn') return { icon: 'dash', tone: 'quiet', text }
  if (occurrence === 'nobody') return { icon: 'tick', tone: 'done', text }
  return occurrence === 'library'
    ? { icon: 'door', tone: 'you', text }
    : { icon: occurrence === 'panel' ? 'people' : 'hourglass', tone: occurrence === 'panel' ? 'cloth' : 'us', text }
}
