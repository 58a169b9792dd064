import type { ApplicationStatus } from './application.ts'
import type { AwardStatus } from './award.ts'
import { addDays, daysBetween, type Day } from './time.ts'

// The facts and rules about one award on the renewals page.

/**
 * Limits in days:
 * - `soon`: from this many days before the end of the award, a renewal that is not submitted is a risk
 * - `near`: from this many days before its deadline, a returned renewal is a risk
 * - `long`: after more than this many days with the charity, an application is a risk
 * - `ahead`: from this many days before the end of the award, having only one lead, missing evidence and open
 *   recommendations are risks
 * - `away`: after more than this many days without a sign-in by any lead, the award is at risk
 */
export const boardDays = { soon: 30, near: 7, long: 28, ahead: 60, away: 180 } as const

/** Award statuses in which the library or the charity must act. */
export const needingAction = [
  'renewal open',
  'renewal with us',
  'extended',
  'overdue',
  'suspended',
] as const satisfies readonly AwardStatus[]
/** Application statuses in which the library acts next. */
export const statusesWithLibrary = [
  'draft',
  'returned',
  'more evidence asked',
] as const satisfies readonly ApplicationStatus[]
/** Application statuses in which the charity acts next. `decided` counts until the decision letter is released. */
export const statusesWithCharity = [
  'submitted',
  'checked',
  'resubmitted',
  'with a trustee',
  'decided',
  'on hold',
] as const satisfies readonly ApplicationStatus[]

export type WaitingFor = 'library' | 'panel' | 'us' | 'no one'

/** The current application for an award, if the reader is allowed to know about it. */
export interface ApplicationOnBoard {
  status: ApplicationStatus
  /** the deadline set by a return or by a request for more evidence; null when there is none */
  until: Day | null
  submittedOn: Day | null
  /** the earliest date by which an open question must be answered; null when no question is open */
  replyBy: Day | null
}

export interface BoardAward {
  status: AwardStatus
  validTo: Day | null
  /** the end of the award period or of its extension */
  baseValidTo: Day
  renewalOpensDays: number
  lapseAfterDays: number
  application: ApplicationOnBoard | null
  leads: number
  /** the number of leads whose emails do not arrive */
  unreached: number
  /**
   * the last day on which any lead signed in or, for one who never did, on which the account was created; null when
   * there are no leads
   */
  leadSeenOn: Day | null
  /** the number of required recommendations that are not closed and that the reader can see */
  recommendations: number
  /**
   * the number of criteria that need recent evidence and have none from the last 12 months, whatever their own age
   * limit; null if they were not counted
   */
  criteriaWithoutEvidence: number | null
}

/**
 * The party that has to act next. For a lapsed award it is the library, because only the library can start a
 * reappraisal. The answer does not reveal whether there is a draft.
 */
export function waitingFor({ status, application }: Pick<BoardAward, 'status' | 'application'>): WaitingFor {
  if (application?.status === 'with the panel') return 'panel'
  if (application) return isIn(statusesWithLibrary, application.status) ? 'library' : 'us'
  if (status === 'renewal with us') return 'us'
  return isIn(needingAction, status) || status === 'lapsed' ? 'library' : 'no one'
}

export interface NextDue {
  what: 'submit again' | 'reply' | 'renewal opens' | 'renew' | 'lapses' | 'term ends'
  on: Day
}

/**
 * The earliest date on which something is due; null when nothing is due. The end of an award period that has passed
 * counts only when nothing else is due.
 */
export function nextDue(it: BoardAward, today: Day): NextDue | null {
  const dues: (NextDue | null)[] = [
    it.application?.until ? { what: 'submit again', on: it.application.until } : null,
    it.application?.replyBy ? { what: 'reply', on: it.application.replyBy } : null,
    dueOfAward(it, today),
  ]
  const sorted = dues.filter(due => due !== null).toSorted((a, b) => daysBetween(b.on, a.on))
  return sorted.find(({ what, on }) => what !== 'term ends' || on >= today) ?? sorted[0] ?? null
}

function dueOfAward(
  { status, validTo, baseValidTo, renewalOpensDays, lapseAfterDays, application }: BoardAward,
  today: Day,
): NextDue | null {
  if (status === 'lapsed' || status === 'ended') return null
  // a suspended award stays `suspended` when its renewal is submitted, so only its application shows the renewal
  if (status === 'renewal with us' || (status === 'suspended' && isWithUs(application, today)) || validTo === null)
    return { what: 'term ends', on: validTo ?? baseValidTo }
  if (status === 'valid') return { what: 'renewal opens', on: addDays(validTo, -renewalOpensDays) }
  if (status === 'overdue' || validTo < today) return { what: 'lapses', on: lapseDay(validTo, lapseAfterDays) }
  return { what: 'renew', on: validTo }
}

/** The first day on which an award that was not renewed has lapsed. */
export const lapseDay = (validTo: Day, lapseAfterDays: number): Day => addDays(validTo, lapseAfterDays + 1)

export type Risk =
  | { is: 'overdue'; since: Day; lapsesOn: Day | null }
  | { is: 'not valid now'; since: Day }
  | { is: 'not started' | 'only a draft'; endsOn: Day }
  | { is: 'date over' | 'date near'; until: Day }
  | { is: 'with us long'; since: Day; days: number }
  | { is: 'no lead' | 'leads not reached' | 'one lead' }
  | { is: 'leads away'; leads: number; days: number }
  | { is: 'recommendations open' | 'evidence missing'; count: number }

/** Why an award is at risk, the most serious reason first. */
export function risksOf(it: BoardAward, today: Day): Risk[] {
  return [
    ...risksOfEnd(it, today),
    ...risksOfApplication(it, today),
    ...risksOfEvidence(it, today),
    ...risksOfPeople(it, today),
  ]
}

function risksOfEnd(it: BoardAward, today: Day): Risk[] {
  const { status, validTo, application } = it
  if (validTo === null || !isIn(needingAction, status)) return []
  const since = addDays(validTo, 1)
  const wasSubmitted = application !== null && application.status !== 'draft'
  if (validTo < today && status === 'renewal with us') return [{ is: 'not valid now', since }]
  if (validTo < today) return [{ is: 'overdue', since, lapsesOn: lapsesOn(it, today) }]
  if (status === 'renewal with us' || wasSubmitted || daysBetween(today, validTo) > boardDays.soon) return []
  return [{ is: application ? 'only a draft' : 'not started', endsOn: validTo }]
}

/**
 * The day on which an award that is no longer valid lapses; null while it is valid, while a submitted renewal keeps it
 * from lapsing, and once it has lapsed or ended.
 */
export function lapsesOn(it: BoardAward, today: Day): Day | null {
  const { status, validTo, lapseAfterDays, application } = it
  if (validTo === null || validTo >= today || status === 'lapsed' || status === 'ended') return null
  return status === 'renewal with us' || isWithUs(application, today) ? null : lapseDay(validTo, lapseAfterDays)
}

/** Whether a submitted renewal keeps its award from lapsing. A returned renewal counts until its deadline. */
function isWithUs(application: ApplicationOnBoard | null, today: Day): boolean {
  if (application === null || application.status === 'draft') return false
  const { status, until } = application
  return !isIn(statusesWithLibrary, status) || until === null || today <= until
}

function risksOfApplication({ application }: BoardAward, today: Day): Risk[] {
  if (!application) return []
  const { status, until, submittedOn } = application
  if (until !== null && until < today) return [{ is: 'date over', until }]
  if (until !== null && daysBetween(today, until) <= boardDays.near) return [{ is: 'date near', until }]
  if (submittedOn === null || isIn(statusesWithLibrary, status)) return []
  const days = daysBetween(submittedOn, today)
  return days > boardDays.long ? [{ is: 'with us long', since: submittedOn, days }] : []
}

/** Missing evidence is a risk only before submission, because evidence added later does not count for this renewal. */
function risksOfEvidence({ criteriaWithoutEvidence, ...it }: BoardAward, today: Day): Risk[] {
  const isSubmitted = it.status === 'renewal with us' || (it.application !== null && it.application.status !== 'draft')
  if (!criteriaWithoutEvidence || isSubmitted || !isIn(needingAction, it.status) || !isClose(it, today)) return []
  return [{ is: 'evidence missing', count: criteriaWithoutEvidence }]
}

function risksOfPeople(
  { status, leads, unreached, leadSeenOn, recommendations, ...it }: BoardAward,
  today: Day,
): Risk[] {
  if (!isIn(needingAction, status)) return []
  const away = leadSeenOn === null ? 0 : daysBetween(leadSeenOn, today)
  const endsSoon = isClose(it, today)
  return [
    ...(leads === 0 ? [{ is: 'no lead' as const }] : []),
    ...(leads > 0 && unreached >= leads ? [{ is: 'leads not reached' as const }] : []),
    ...(away > boardDays.away ? [{ is: 'leads away' as const, leads, days: away }] : []),
    ...(leads === 1 && endsSoon ? [{ is: 'one lead' as const }] : []),
    ...(recommendations > 0 && endsSoon ? [{ is: 'recommendations open' as const, count: recommendations }] : []),
  ]
}

const isClose = ({ validTo, baseValidTo }: Pick<BoardAward, 'validTo' | 'baseValidTo'>, today: Day): boolean =>
  daysBetween(today, validTo ?? baseValidTo) <= boardDays.ahead

const isIn = <Value extends string>(list: readonly Value[], value: string): boolean =>
  (list as readonly string[]).includes(value)
