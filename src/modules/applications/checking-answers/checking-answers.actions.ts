import { FormRefused } from '../../../domain/refusals.ts'
import type { Link } from '../../../web/components.ts'
import { missingParts } from './missing.pages.ts'
import type { ToCheck } from './checking-answers.store.ts'

/**
 * @param unsaved where this person has text that is not saved
 * @throws FormRefused while something is missing, while this person has unsaved text, or while no round is open for a
 * first application
 */
export function refuseUnlessReady(it: ToCheck, unsaved: readonly Link[]): void {
  const count = missingParts(it).length
  if (count > 0) throw new FormRefused('missing', 'submissions.refused.missing', { count })
  if (unsaved.length > 0) throw new FormRefused('unsaved', 'submissions.refused.unsaved')
  if (!it.roundIsOpen) throw new FormRefused('round', 'submissions.refused.round')
}
