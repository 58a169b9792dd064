import { compare } from './compare.ts'
import { localEndorsement } from './endorsement.ts'
import type { Judgement } from './judgements.ts'
import { pledgeItem } from './pledge.ts'
import { extrasOf, type PledgeTargetsEndorsements } from './submission.ts'
import type { Instant } from './time.ts'

// An observer's sign-off before an application is submitted.
// It covers the text that the observer read, and nothing written later.

/** An answer as an observer reads it. Restricted evidence is counted and not named. */
export interface SignedAnswer {
  item: string
  narrative: string
  ownRating: Judgement | null
  evidence: readonly SignedEvidence[]
  restricted: number
}
/** Evidence, with the title that it had when the observer read it. The title is empty once the evidence is erased. */
export interface SignedEvidence {
  id: string
  title: string
}
export interface SignedText extends PledgeTargetsEndorsements {
  summary: string
  mayBeShared: boolean
  answers: readonly SignedAnswer[]
}

export interface SignOff {
  askedAt: Instant
  signedBy: string | null
  signedAt: Instant | null
  /** when someone first changed the application after it was signed */
  changedAt: Instant | null
  seen: SignedText | null
}

/** Whether an application is signed off, and nobody has changed it since. */
export const isSignOffDone = (signOff: SignOff | null): boolean =>
  signOff !== null && signOff.signedAt !== null && signOff.changedAt === null

interface Used {
  id: string
  itemId: string
  title: string
  sensitivity: string
  isConsentWithdrawn: boolean
}

interface ToSign {
  answers: readonly { itemId: string; narrative: string; ownRating: Judgement | null }[]
  used: readonly Used[]
  extras: PledgeTargetsEndorsements
}

/**
 * The text that a sign-off covers, in a fixed order. Answers with no text, rating or evidence are left out, and so is
 * evidence whose consent was withdrawn.
 */
export function textToSign(
  { summary, mayBeShared }: { summary: string; mayBeShared: boolean },
  { answers, used, extras }: ToSign,
): SignedText {
  const signed = answers.map(({ itemId, narrative, ownRating }): SignedAnswer => {
    const own = used.filter(each => each.itemId === itemId && !each.isConsentWithdrawn)
    const open = own.filter(({ sensitivity }) => sensitivity !== 'restricted').map(({ id, title }) => ({ id, title }))
    const evidence = open.toSorted((a, b) => compare(a.title, b.title) || byId(a, b))
    return { item: itemId, narrative, ownRating, evidence, restricted: own.length - open.length }
  })
  return {
    summary,
    mayBeShared,
    answers: signed.filter(hasAnswer).toSorted((a, b) => compare(a.item, b.item)),
    targets: extras.targets.toSorted(byId),
    endorsements: extras.endorsements.toSorted(byId),
    pledge: extras.pledge,
  }
}

/**
 * The number of restricted items of evidence, without those whose consent was withdrawn. Each counts once, even if
 * several answers use it.
 */
export const countRestricted = (used: readonly Omit<Used, 'itemId' | 'title'>[]): number =>
  new Set(
    used
      .filter(({ sensitivity, isConsentWithdrawn }) => sensitivity === 'restricted' && !isConsentWithdrawn)
      .map(({ id }) => id),
  ).size

const byId = (a: { id: string }, b: { id: string }): number => compare(a.id, b.id)

const hasAnswer = ({ narrative, ownRating, evidence, restricted }: SignedAnswer): boolean =>
  narrative !== '' || ownRating !== null || evidence.length + restricted > 0

/**
 * The signed text without the title of erased evidence. The id of the evidence stays, so that the text still differs
 * from one that never used the evidence.
 * @returns null when the text does not name the evidence
 */
export function withoutTitle(signed: SignedText, evidenceId: string): SignedText | null {
  const isNamed = ({ id, title }: SignedEvidence): boolean => id === evidenceId && title !== ''
  if (!signed.answers.some(({ evidence }) => evidence.some(isNamed))) return null
  const answers = signed.answers.map(answer => ({
    ...answer,
    evidence: answer.evidence.map(each => (isNamed(each) ? { ...each, title: '' } : each)),
  }))
  return { ...signed, answers }
}

/** Whether the text that was signed is the current one. */
export const isSignedTextCurrent = (seen: SignedText | null, now: SignedText): boolean =>
  seen !== null && textInOrder(seen) === textInOrder(now)

/** A value as JSON with its keys sorted, so that equal values give the same text. */
const textInOrder = (value: unknown): string =>
  JSON.stringify(value, (_, part: unknown) =>
    isRecord(part) ? Object.fromEntries(Object.entries(part).toSorted(([a], [b]) => compare(a, b))) : part,
  )

const isRecord = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/**
 * The changes since the sign-off: whether the summary or the choice to share differs, and the ids of items whose
 * answer, targets, endorsements or pledge differ.
 */
export function changesSince(seen: SignedText, now: SignedText): { summary: boolean; items: string[] } {
  const before = new Map(seen.answers.map(answer => [answer.item, textInOrder(answer)]))
  const after = new Map(now.answers.map(answer => [answer.item, textInOrder(answer)]))
  const known = new Set([...before.keys(), ...after.keys(), ...itemsWithExtras(seen), ...itemsWithExtras(now)])
  const items = [...known].filter(
    item => before.get(item) !== after.get(item) || extrasText(seen, item) !== extrasText(now, item),
  )
  return { summary: seen.summary !== now.summary || seen.mayBeShared !== now.mayBeShared, items }
}

const itemsWithExtras = ({ targets }: SignedText): string[] => [
  ...targets.flatMap(({ items }) => items),
  localEndorsement,
  pledgeItem,
]

const extrasText = (text: SignedText, item: string): string => textInOrder(extrasOf(text, item))
