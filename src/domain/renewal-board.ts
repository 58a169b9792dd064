import type { ApplicationStatus } from './application.ts'
import type { AwardStatus } from './award.ts'
import { addDays, daysBetween, type Day } from './time.ts'

// What the renewals board shows about one award. Its filters have the same rules in SQL, in the store of the board.

/**
 * Days. `soon`: before the end of an award, when a renewal should have been started. `near`: before the date of a
 * return.
 * `long`: for an application to be with us. `ahead`: before the end, when contacts and recommendations matter.
 */
export const boardDays = { soon: 30, near: 7, long: 28, ahead: 60 } as const

/** States in which someone can do something: neither simply valid nor over. */
export const wanting = [
  'renewal open',
  'renewal with us',
  'extended',
  'overdue',
  'suspended',
] as const satisfies readonly AwardStatus[]
export const atLibrary = ['draft', 'returned', 'more evidence asked'] as const satisfies readonly ApplicationStatus[]
/** `decided` counts until the letter is released; after that the application is closed. */
export const atUs = [
  'submitted',
  'checked',
  'resubmitted',
  'with a trustee',
  'decided',
  'on hold',
] as const satisfies readonly ApplicationStatus[]

export type Ball = 'library' | 'panel' | 'us' | 'nobody'

/** The open application for an award, as far as the viewer may know about it. */
export interface ApplicationOnBoard {
  status: ApplicationStatus
  /** the last day of a return or of a request for more evidence */
  until: Day | null
  submittedOn: Day | null
  /** the first date of an open question */
  replyBy: Day | null
}

export interface OnBoard {
  status: AwardStatus
  validTo: Day | null
  /** the end of the term or of an extension */
  baseValidTo: Day
  renewalOpensDays: number
  lapseAfterDays: number
  case: ApplicationOnBoard | null
  leads: number
  /** leads whose last email could not be delivered */
  unreached: number
  /** required recommendations that are open, as far as the viewer may read them */
  recommendations: number
}

/** Who must act next. */
export function ballOf({ status, case: underWay }: Pick<OnBoard, 'status' | 'case'>): Ball {
  if (underWay?.status === 'with the panel') return 'panel'
  if (underWay) return holds(atLibrary, underWay.status) ? 'library' : 'us'
  if (status === 'renewal with us') return 'us'
  return holds(wanting, status) ? 'library' : 'nobody'
}

export interface NextDue {
  what: 'hand in' | 'reply' | 'renewal opens' | 'renew' | 'lapses' | 'term ends'
  on: Day
}

/** The next date that matters, or null when nothing is due. */
export function nextDue(it: OnBoard, today: Day): NextDue | null {
  const dues: (NextDue | null)[] = [
    it.case?.until ? { what: 'hand in', on: it.case.until } : null,
    it.case?.replyBy ? { what: 'reply', on: it.case.replyBy } : null,
    dueOfAward(it, today),
  ]
  return dues.filter(due => due !== null).toSorted((a, b) => daysBetween(b.on, a.on))[0] ?? null
}

function dueOfAward(
  { status, validTo, baseValidTo, renewalOpensDays, lapseAfterDays }: OnBoard,
  today: Day,
): NextDue | null {
  if (status === 'lapsed' || status === 'ended') return null
  if (status === 'renewal with us' || validTo === null) return { what: 'term ends', on: validTo ?? baseValidTo }
  if (status === 'valid') return { what: 'renewal opens', on: addDays(validTo, -renewalOpensDays) }
  if (status === 'overdue' || validTo < today) return { what: 'lapses', on: lapseDay(validTo, lapseAfterDays) }
  return { what: 'renew', on: validTo }
}

/** The first day on which an award that was not renewed is lapsed. */
export const lapseDay = (validTo: Day, lapseAfterDays: number): Day => addDays(validTo, lapseAfterDays + 1)

export type Risk =
  | { is: 'overdue'; since: Day; lapsesOn: Day | null }
  | { is: 'not valid meanwhile'; since: Day }
  | { is: 'nothing begun' | 'only a draft'; endsOn: Day }
  | { is: 'date over' | 'date near'; until: Day }
  | { is: 'with us long'; since: Day; days: number }
  | { is: 'nobody to tell' | 'not reached' | 'one lead' }
  | { is: 'promised'; count: number }

/** The risks for an award, the most serious first. */
export function risksOf(it: OnBoard, today: Day): Risk[] {
  return [...risksOfEnd(it, today), ...risksOfApplication(it, today), ...risksOfPeople(it, today)]
}

function risksOfEnd({ status, validTo, lapseAfterDays, case: underWay }: OnBoard, today: Day): Risk[] {
  if (validTo === null || !holds(wanting, status)) return []
  const since = addDays(validTo, 1)
  const wasSubmitted = underWay !== null && underWay.status !== 'draft'
  if (validTo < today && status === 'renewal with us') return [{ is: 'not valid meanwhile', since }]
  if (validTo < today)
    return [{ is: 'overdue', since, lapsesOn: wasSubmitted ? null : lapseDay(validTo, lapseAfterDays) }]
  if (status === 'renewal with us' || wasSubmitted || daysBetween(today, validTo) > boardDays.soon) return []
  return [{ is: underWay ? 'only a draft' : 'nothing begun', endsOn: validTo }]
}

function risksOfApplication({ case: underWay }: OnBoard, today: Day): Risk[] {
  if (!underWay) return []
  const { status, until, submittedOn } = underWay
  if (until !== null && until < today) return [{ is: 'date over', until }]
  if (until !== null && daysBetween(today, until) <= boardDays.near) return [{ is: 'date near', until }]
  if (submittedOn === null || holds(atLibrary, status)) return []
  const days = daysBetween(submittedOn, today)
  return days > boardDays.long ? [{ is: 'with us long', since: submittedOn, days }] : []
}

function risksOfPeople(
  { status, validTo, baseValidTo, leads, unreached, recommendations }: OnBoard,
  today: Day,
): Risk[] {
  if (!holds(wanting, status)) return []
  const isClose = daysBetween(today, validTo ?? baseValidTo) <= boardDays.ahead
  return [
    ...(leads === 0 ? [{ is: 'nobody to tell' as const }] : []),
    ...(leads > 0 && unreached >= leads ? [{ is: 'not reached' as const }] : []),
    ...(leads === 1 && isClose ? [{ is: 'one lead' as const }] : []),
    ...(recommendations > 0 && isClose ? [{ is: 'promised' as const, count: recommendations }] : []),
  ]
}

const holds = <Value extends string>(list: readonly Value[], value: string): boolean =>
  (list as readonly string[]).includes(value)
