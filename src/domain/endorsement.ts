import { pledgeItem } from './pledge.ts'
import type { Day, Instant } from './time.ts'

// A local group endorses an application through a private link, without an account.

export const endorsementAnswers = ['endorsed', 'not yet'] as const
export type EndorsementAnswer = (typeof endorsementAnswers)[number]

/**
 * The text that the group reads when it opens the link. It never includes evidence. The library sees all of this text
 * before it sends the request.
 */
export interface SharedText {
  pledge: string
  /** when the pledge was signed, and the role of the person who signed it; null until the library enters both */
  signed: { on: Day; role: string } | null
  /** names of the branches in scope */
  scope: string[]
  plan: string
  targets: { body: string; dueOn: Day }[]
}

/** One request for an endorsement, and its answer. */
export interface Endorsement {
  id: string
  /** the name of the group, as the library entered it */
  group: string
  email: string
  askedAt: Instant
  askedBy: string
  cancelledAt: Instant | null
  /** null until the group answers */
  given: GivenEndorsement | null
}
export interface GivenEndorsement {
  answer: EndorsementAnswer
  name: string
  role: string
  words: string
  at: Instant
}

/** Id of the item that an endorsement answers. */
export const localEndorsement = 'local-endorsement'
/** Ids of the items whose text the group reads. */
export const sharedItems = { pledge: pledgeItem, plan: 'plan-written' } as const

/** The maximum number of unanswered requests for one application. */
export const mostWaiting = 3
/** The maximum number of requests for one application, so that its page can show them all. */
export const mostAsked = 100
/** Days from the email with a link to the last day on which the link works. */
export const endorsementLinkDays = 14

export const isWaiting = ({ cancelledAt, given }: Pick<Endorsement, 'cancelledAt' | 'given'>): boolean =>
  cancelledAt === null && given === null
