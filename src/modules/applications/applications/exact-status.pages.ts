import type { ApplicationStatus } from '../../../domain/application.ts'
import type { T } from '../../../words/words.ts'
import type { Status } from '../../../web/components.ts'

/** Who has the ball. */
export function turnOf(
  status: ApplicationStatus,
  letterReleased: boolean,
): 'library' | 'coordinator' | 'panel' | 'trustee' | 'nobody' {
  if (status === 'draft' || status === 'returned' || status === 'more evidence asked') return 'library'
  if (status === 'with the panel') return 'panel'
  if (status === 'with a trustee') return 'trustee'
  return status === 'withdrawn' || (status === 'decided' && letterReleased) ? 'nobody' : 'coordinator'
}

/** The exact word, for staff. */
export function exactStatus(t: T, status: ApplicationStatus, letterReleased: boolean): Status {
  const text = t(`application.status.${status}`)
  const turn = turnOf(status, letterReleased)
  if (status === 'on hold') return { icon: 'pause', tone: 'quiet', text }
  if (status === 'withdrawn') return { icon: 'dash', tone: 'quiet', text }
  if (turn === 'nobody') return { icon: 'tick', tone: 'done', text }
  return turn === 'library'
    ? { icon: 'door', tone: 'you', text }
    : { icon: turn === 'panel' ? 'people' : 'hourglass', tone: turn === 'panel' ? 'cloth' : 'us', text }
}
