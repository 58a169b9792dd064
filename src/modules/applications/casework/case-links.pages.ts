import { seatOf, type Actor } from '../../../domain/actor.ts'
import { applicationStatuses, type ApplicationStatus } from '../../../domain/application.ts'
import { can, type ApplicationPermission } from '../../../domain/permissions.ts'
import type { Link } from '../../../web/components.ts'
import type { Key, T } from '../../../words/words.ts'
import type { ApplicationRecord } from '../../access/access.public.ts'
import { comparisonLink } from '../since-last-year/comparison.pages.ts'

const always = applicationStatuses
const onceWithPanel = [
  'with the panel',
  'more evidence asked',
  'resubmitted',
  'with a trustee',
  'decided',
  'on hold',
  'withdrawn',
] as const
const withDecision = ['with a trustee', 'decided'] as const

/**
 * The pages of an application in the order of their links. `asks` is the permission to open a page; `when` lists the
 * statuses in which it is linked.
 */
const sections = [
  { below: 'submission', asks: 'submission.read', words: 'applications.case.link.submission', when: always },
  { below: 'questions', asks: 'question.read', words: 'applications.case.link.questions', when: always },
  { below: 'panel', asks: 'panel.read', words: 'applications.case.link.panel', when: ['checked', ...onceWithPanel] },
  { below: 'appraisal', asks: 'appraisal.read', words: 'applications.case.link.appraisal', when: onceWithPanel },
  { below: 'meeting', asks: 'meeting.read', words: 'applications.case.link.meeting', when: onceWithPanel },
  { below: 'proposal', asks: 'proposal.read', words: 'applications.case.link.proposal', when: onceWithPanel },
  { below: 'decision', asks: 'decision.read', words: 'applications.case.link.decision', when: withDecision },
  {
    below: 'calibration',
    asks: 'calibration_case.manage',
    words: 'calibration.case.title',
    when: ['decided'],
  },
  { below: 'example', asks: 'example.manage', words: 'examples.case.title', when: ['decided'] },
  { below: 'pack', asks: 'pack.read', words: 'pack.link', when: always },
  { below: 'history', asks: 'history.read', words: 'applications.case.link.history', when: always },
] as const satisfies readonly {
  below: string
  asks: ApplicationPermission
  words: Key
  when: readonly ApplicationStatus[]
}[]

/** Whether this is a checked light renewal. One trustee can confirm it, unless it needs a panel. */
export const canBeConfirmed = ({ kind, status }: ApplicationRecord): boolean =>
  kind === 'renewal' && status === 'checked'

/** The pages that are empty until the application has a panel. */
const pagesOfPanel: readonly string[] = ['appraisal', 'meeting', 'proposal']

/** Links to the pages about an application that this person can open. */
export function caseLinks(t: T, actor: Actor, application: ApplicationRecord): Link[] {
  const comparison = can(actor, 'submission.read', application) ? comparisonLink(t, application) : null
  const links = sections
    .filter(
      ({ asks, below, when }) =>
        application.isSubmitted &&
        (application.seats.length > 0 || !pagesOfPanel.includes(below)) &&
        ((when as readonly ApplicationStatus[]).includes(application.status) ||
          (below === 'decision' && canBeConfirmed(application))) &&
        can(actor, asks, application),
    )
    .map(({ below, words }) => ({
      text: t(below === 'appraisal' && !seatOf(actor, application) ? 'applications.case.link.appraisal.helper' : words),
      href: `/applications/${application.id}/${below}`,
    }))
  return comparison ? [...links.slice(0, 1), comparison, ...links.slice(1)] : links
}
