import { compare } from './compare.ts'
import type { Judgement } from './judgements.ts'
import type { FrozenTarget } from './submission.ts'
import type { Instant } from './time.ts'

// An observer's sign-off before an application is submitted. It covers the text that they read, and nothing written
// later.

/** An answer as an observer reads it. Restricted evidence is counted and not named. */
export interface SignedAnswer {
  item: string
  narrative: string
  ownRating: Judgement | null
  evidence: readonly string[]
  restricted: number
}
export interface SignedText {
  summary: string
  mayBeShared: boolean
  answers: readonly SignedAnswer[]
  /** the targets shown, in a fixed order; left out when there are none */
  targets?: readonly SignedTarget[]
}
export type SignedTarget = Pick<FrozenTarget, 'id' | 'body' | 'owner' | 'dueOn' | 'status' | 'progress' | 'items'>

export interface SignOff {
  askedAt: Instant
  signedBy: string | null
  signedAt: Instant | null
  /** when someone first changed the application after it was signed */
  changedAt: Instant | null
  seen: SignedText | null
}

interface Used {
  itemId: string
  title: string
  sensitivity: string
}

interface ToSign {
  answers: readonly { itemId: string; narrative: string; ownRating: Judgement | null }[]
  used: readonly Used[]
  targets?: readonly SignedTarget[]
}

/** The text that a sign-off covers, in a fixed order. Answers without text, rating and evidence are left out. */
export function textToSign(
  { summary, mayBeShared }: { summary: string; mayBeShared: boolean },
  { answers, used, targets = [] }: ToSign,
): SignedText {
  const signed = answers.map(({ itemId, narrative, ownRating }): SignedAnswer => {
    const own = used.filter(each => each.itemId === itemId)
    const open = own.filter(({ sensitivity }) => sensitivity !== 'restricted').map(({ title }) => title)
    return { item: itemId, narrative, ownRating, evidence: open.toSorted(), restricted: own.length - open.length }
  })
  return {
    summary,
    mayBeShared,
    answers: signed.filter(isSaid).toSorted((a, b) => compare(a.item, b.item)),
    ...(targets.length > 0 ? { targets: targets.toSorted((a, b) => compare(a.id, b.id)) } : {}),
  }
}

const isSaid = ({ narrative, ownRating, evidence, restricted }: SignedAnswer): boolean =>
  narrative !== '' || ownRating !== null || evidence.length + restricted > 0

/** Whether the text that was signed is the current one. */
export const isCovered = (seen: SignedText | null, now: SignedText): boolean =>
  seen !== null && JSON.stringify(seen) === JSON.stringify(now)

/** The changes since the sign-off: the summary, and the ids of answers that are new, gone or different. */
export function changesSince(seen: SignedText, now: SignedText): { summary: boolean; items: string[] } {
  const before = new Map(seen.answers.map(answer => [answer.item, JSON.stringify(answer)]))
  const after = new Map(now.answers.map(answer => [answer.item, JSON.stringify(answer)]))
  const known = new Set([...before.keys(), ...after.keys(), ...itemsWithTargets(seen), ...itemsWithTargets(now)])
  const items = [...known].filter(
    item => before.get(item) !== after.get(item) || targetsOn(seen, item) !== targetsOn(now, item),
  )
  return { summary: seen.summary !== now.summary || seen.mayBeShared !== now.mayBeShared, items }
}

const itemsWithTargets = ({ targets = [] }: SignedText): string[] => targets.flatMap(({ items }) => items)

const targetsOn = ({ targets = [] }: SignedText, item: string): string =>
  JSON.stringify(targets.filter(({ items }) => items.includes(item)))
