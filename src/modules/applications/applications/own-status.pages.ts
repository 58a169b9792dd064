import { statusShownToLibrary, type Application } from '../../../domain/application.ts'
import type { T } from '../../../words/words.ts'
import type { Status } from '../../../web/components.ts'

/** In the library's own words; until the letter is out, being decided and decided look the same. */
export function ownStatus(t: T, application: Pick<Application, 'status' | 'decisionLetterReleased'>): Status {
  const shown = statusShownToLibrary(application)
  const text = t(`application.status_own.${shown}`)
  if (shown === 'draft' || shown === 'returned' || shown === 'more evidence asked')
    return { icon: 'door', tone: 'you', fill: shown !== 'draft', text }
  if (shown === 'decided') return { icon: 'envelope', tone: 'cloth', fill: true, text }
  if (shown === 'withdrawn') return { icon: 'dash', tone: 'quiet', text }
  return shown === 'on hold' ? { icon: 'pause', tone: 'us', text } : { icon: 'hourglass', tone: 'us', text }
}
