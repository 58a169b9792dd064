import { statusShownToLibrary, type Application, type ApplicationStatus } from '../../../domain/application.ts'
import type { Status } from '../../../web/components.ts'
import type { T } from '../../../words/words.ts'

/** Who acts next. */
export type WaitingFor = 'library' | 'coordinator' | 'panel' | 'trustee' | 'no one'

export function waitingFor(status: ApplicationStatus, decisionLetterReleased: boolean): WaitingFor {
  switch (status) {
    case 'draft':
    case 'returned':
    case 'more evidence asked':
      return 'library'
    case 'with the panel':
      return 'panel'
    case 'with a trustee':
      return 'trustee'
    case 'withdrawn':
      return 'no one'
    case 'decided':
      return decisionLetterReleased ? 'no one' : 'coordinator'
    default:
      return 'coordinator'
  }
}

/** The exact status, for the charity. */
export function exactStatus(t: T, status: ApplicationStatus, decisionLetterReleased: boolean): Status {
  const text = t(`application.status.${status}`)
  if (status === 'on hold') return { icon: 'pause', tone: 'quiet', text }
  if (status === 'withdrawn') return { icon: 'dash', tone: 'quiet', text }
  switch (waitingFor(status, decisionLetterReleased)) {
    case 'no one':
      return { icon: 'tick', tone: 'done', text }
    case 'library':
      return { icon: 'door', tone: 'you', text }
    case 'panel':
      return { icon: 'people', tone: 'cloth', text }
    default:
      return { icon: 'hourglass', tone: 'us', text }
  }
}

/** The status as the library sees it: until the decision letter is released, "being decided" and "decided" are one. */
export function ownStatus(t: T, application: Pick<Application, 'status' | 'decisionLetterReleased'>): Status {
  const shown = statusShownToLibrary(application)
  const text = t(`application.status_own.${shown}`)
  switch (shown) {
    case 'draft':
      return { icon: 'door', tone: 'you', text }
    case 'returned':
    case 'more evidence asked':
      return { icon: 'door', tone: 'you', fill: true, text }
    case 'decided':
      return { icon: 'envelope', tone: 'cloth', fill: true, text }
    case 'withdrawn':
      return { icon: 'dash', tone: 'quiet', text }
    case 'on hold':
      return { icon: 'pause', tone: 'us', text }
    default:
      return { icon: 'hourglass', tone: 'us', text }
  }
}
