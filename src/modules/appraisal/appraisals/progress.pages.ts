import type { ApplicationStatus } from '../../../domain/application.ts'
import type { ApplicationRecord } from '../../access/access.public.ts'
import type { T } from '../../../words/words.ts'

/**
 * The progress in words, never as a score.
 * @param all the number of criteria
 * @param left the number without a finished finding
 * @param unchecked the number whose reopened finding has to be checked
 * @param isGiven whether all findings have been given
 * @param mayGive whether the actor can give findings now
 * @param isOwn false for a helper, who reads a panel member's findings
 * @returns null when every finding is written but some must be checked, because the page's notice says so
 */
export function progressOf(
  t: T,
  {
    all,
    left,
    unchecked,
    isGiven,
    mayGive,
    isOwn,
  }: { all: number; left: number; unchecked: number; isGiven: boolean; mayGive: boolean; isOwn: boolean },
): string | null {
  if (!isOwn) return t('helpers.progress', { done: all - left, count: all })
  if (isGiven) return t('appraisals.progress.given', { count: all })
  if (left === 0 && unchecked > 0) return null
  if (left === 0 && mayGive) return t('appraisals.progress.ready', { count: all })
  return left === all
    ? t('appraisals.progress.none', { count: all })
    : t('appraisals.progress', { done: all - left, count: all })
}

/**
 * Statuses before the panel can begin. In these, the notice says that we will email the members when they can give
 * findings.
 */
const beforeFindings: readonly ApplicationStatus[] = [
  'submitted',
  'returned',
  'checked',
  'more evidence asked',
  'resubmitted',
]

/** The notice that a member cannot give findings now. */
export const waitsNotice = (t: T, { status }: ApplicationRecord) => ({
  tone: 'plain' as const,
  icon: 'hourglass' as const,
  text: [t(beforeFindings.includes(status) ? 'appraisals.criteria.not_yet' : 'appraisals.criteria.not_now')],
})
