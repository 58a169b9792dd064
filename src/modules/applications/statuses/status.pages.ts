import { statusShownToLibrary, type Application, type ApplicationStatus } from '../../../domain/application.ts'
import type { Framework } from '../../../domain/framework.ts'
import { dayOf, type Instant } from '../../../domain/time.ts'
import type { Status } from '../../../web/components.ts'
import { longDay } from '../../../words/format.ts'
import type { T } from '../../../words/words.ts'

/**
 * A notice that the criteria are a working draft, or that a draft now uses criteria published after it was started;
 * null when neither applies.
 */
export function criteriaNotice(
  t: T,
  { issued, notice, label }: Pick<Framework, 'issued' | 'notice' | 'label'>,
  { status, startedAt }: { status: ApplicationStatus; startedAt: Instant },
  publishedAt: Instant | null,
): string | null {
  if (!issued) return notice
  return status === 'draft' && publishedAt !== null && publishedAt > startedAt
    ? t('applications.tasks.new_version', { label, day: longDay(t, dayOf(publishedAt)) })
    : null
}

export type WaitingFor = 'library' | 'coordinator' | 'panel' | 'trustee' | 'no one'

const waitingForIn = {
  draft: 'library',
  submitted: 'coordinator',
  returned: 'library',
  checked: 'coordinator',
  'with the panel': 'panel',
  'more evidence asked': 'library',
  resubmitted: 'coordinator',
  'with a trustee': 'trustee',
  decided: 'no one',
  'on hold': 'coordinator',
  withdrawn: 'no one',
} as const satisfies Record<ApplicationStatus, WaitingFor>

/** The party that acts next. From the decision until the decision letter is released, this is the coordinator. */
export const waitingFor = (status: ApplicationStatus, decisionLetterReleased: boolean): WaitingFor =>
  status === 'decided' && !decisionLetterReleased ? 'coordinator' : waitingForIn[status]

const lookOf = {
  library: { icon: 'door', tone: 'you' },
  coordinator: { icon: 'hourglass', tone: 'us' },
  panel: { icon: 'people', tone: 'cloth' },
  trustee: { icon: 'hourglass', tone: 'us' },
  'no one': { icon: 'tick', tone: 'done' },
} as const satisfies Record<WaitingFor, Omit<Status, 'text'>>

/** The exact status, for the charity. */
export function exactStatus(t: T, status: ApplicationStatus, decisionLetterReleased: boolean): Status {
  const text = t(`application.status.${status}`)
  if (status === 'on hold') return { icon: 'pause', tone: 'quiet', text }
  if (status === 'withdrawn') return { icon: 'dash', tone: 'quiet', text }
  return { ...lookOf[waitingFor(status, decisionLetterReleased)], text }
}

/** The name of the move that gives an application back to the panel. */
export const takeUpInWords = (t: T, { status }: Pick<Application, 'status'>): string =>
  t(status === 'more evidence asked' ? 'application.move.takeUp.unanswered' : 'application.move.takeUp')

const withUs = { icon: 'hourglass', tone: 'us' } as const
const lookToLibrary = {
  draft: { icon: 'door', tone: 'you' },
  submitted: withUs,
  returned: { icon: 'door', tone: 'you', fill: true },
  checked: withUs,
  'with the panel': withUs,
  'more evidence asked': { icon: 'door', tone: 'you', fill: true },
  resubmitted: withUs,
  'with a trustee': withUs,
  decided: { icon: 'envelope', tone: 'cloth', fill: true },
  'on hold': { icon: 'pause', tone: 'us' },
  withdrawn: { icon: 'dash', tone: 'quiet' },
} as const satisfies Record<ApplicationStatus, Omit<Status, 'text'>>

/**
 * The status as the library sees it. Until the decision letter is released, "being decided" and "decided" look
 * the same.
 */
export function ownStatus(t: T, application: Pick<Application, 'status' | 'decisionLetterReleased'>): Status {
  const shown = statusShownToLibrary(application)
  return { ...lookToLibrary[shown], text: t(`application.status_own.${shown}`) }
}
