import { FormRefused, Stale } from '../../../domain/refusals.ts'
import type { Link } from '../../../web/components.ts'
import { fingerprintToCheck } from './checking-answers.forms.ts'
import { missingParts } from './missing.pages.ts'
import type { ToCheck } from './checking-answers.store.ts'

/**
 * @param seen.fingerprint the hidden value of the page that the lead read
 * @param seen.unsaved links to this person's unsaved text
 * @throws FormRefused while something is missing, while this person has unsaved text, or while no round is open for a
 * first application
 * @throws Stale when the application has changed since the lead opened the page
 */
export function refuseUnlessReady(it: ToCheck, seen: { fingerprint: string; unsaved: readonly Link[] }): void {
  const count = missingParts(it).length
  if (count > 0) throw new FormRefused('missing', 'submissions.refused.missing', { count })
  if (seen.unsaved.length > 0) throw new FormRefused('unsaved', 'submissions.refused.unsaved')
  if (!it.roundIsOpen) throw new FormRefused('round', 'submissions.refused.round')
  if (seen.fingerprint !== fingerprintToCheck(it)) throw new Stale()
}
