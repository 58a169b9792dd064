import { FormRefused } from '../../../domain/refusals.ts'
import { missingParts } from './missing.pages.ts'
import type { ToCheck } from './checking-answers.store.ts'

/** @throws FormRefused while something is missing, or while no round is open for a first application */
export function refuseUnlessReady(it: ToCheck): void {
  const count = missingParts(it).length
  if (count > 0) throw new FormRefused('missing', 'submissions.refused.missing', { count })
  if (!it.roundIsOpen) throw new FormRefused('round', 'submissions.refused.round')
}
