import { answeredByRecommendations } from './completeness.ts'
import type { Item } from './framework.ts'
import { extrasOf, type FrozenCopy } from './submission.ts'

/**
 * How an item differs from the previous submission.
 * - `as asked`: changed, and named in the return or request between the two submissions
 * - `not named`: changed, although the return or request named only other items
 * - `changed`: changed, and the return or request named no items
 * - `not changed`: named in the return or request, but the same as before
 */
export type SubmissionChange = 'as asked' | 'not named' | 'changed' | 'not changed'
export const submissionChanges = ['as asked', 'not changed', 'not named', 'changed'] as const

/** The copies of two submissions of one application. */
export interface TwoCopies {
  before: FrozenCopy
  now: FrozenCopy
}

/**
 * The changes between two submissions, by item id. Items that are the same and were not named are left out.
 * @param named ids of the items that the return or request named
 */
export function changesBetween(
  items: readonly Item[],
  copies: TwoCopies,
  named: readonly string[],
): Map<string, SubmissionChange> {
  return new Map(
    items.flatMap(({ id }) => {
      const change = changeOf(isChanged(copies, id), { isNamed: named.includes(id), areNamed: named.length > 0 })
      return change ? [[id, change] as const] : []
    }),
  )
}

/**
 * How the summary or the choice to share the application has changed; null when neither has, or they were erased from
 * either copy. A return cannot name them.
 */
export function summaryChange({ before, now }: TwoCopies, named: readonly string[]): SubmissionChange | null {
  if (before.summary === null || now.summary === null) return null
  return changeBeside(JSON.stringify(before.summary) !== JSON.stringify(now.summary), named)
}

/**
 * How the choice of branches has changed; null when it has not, or was erased from either copy. A return cannot name
 * it.
 * @param closed ids of branches that have closed, and so leave an application without the library changing it
 */
export function scopeChange(
  { before, now }: TwoCopies,
  named: readonly string[],
  closed: ReadonlySet<string>,
): SubmissionChange | null {
  const idsIn = (scope: FrozenCopy['scope']) => idsOf((scope ?? []).filter(({ id }) => !closed.has(id)))
  return before.scope && now.scope && changeBeside(idsIn(before.scope) !== idsIn(now.scope), named)
}

const idsOf = (rows: readonly { id: string }[]): string =>
  rows
    .map(({ id }) => id)
    .toSorted()
    .join()

const changeBeside = (differs: boolean, named: readonly string[]): SubmissionChange | null =>
  changeOf(differs, { isNamed: false, areNamed: named.length > 0 })

function changeOf(
  differs: boolean,
  { isNamed, areNamed }: { isNamed: boolean; areNamed: boolean },
): SubmissionChange | null {
  if (isNamed) return differs ? 'as asked' : 'not changed'
  if (!differs) return null
  return areNamed ? 'not named' : 'changed'
}

function isChanged({ before, now }: TwoCopies, id: string): boolean {
  if (wasErased(before, now, id) || wasErased(now, before, id)) return false
  return (
    contentOf(before, now, id) !== contentOf(now, before, id) ||
    evidenceOf(before, now, id) !== evidenceOf(now, before, id)
  )
}

/** Whether the answer may be missing from a copy only because it was erased there. */
const wasErased = (copy: FrozenCopy, other: FrozenCopy, id: string): boolean =>
  copy.erased > 0 && answerIn(copy, id) === undefined && answerIn(other, id) !== undefined

const answerIn = ({ answers }: FrozenCopy, id: string) => answers.find(({ item }) => item === id)

/**
 * The content of an item in one submission, as text to compare with the other: the answer, and what else is shown with
 * it. Evidence is compared only by id.
 */
function contentOf(copy: FrozenCopy, other: FrozenCopy, id: string): string {
  const answer = answerIn(copy, id)
  const { targets, endorsements, pledge } = extrasOf(copy, id)
  return JSON.stringify([
    (answer?.narrative ?? '').replace(/\s+/g, ' ').trim(),
    answer?.ownRating ?? null,
    (answer?.evidence ?? []).toSorted(),
    copy.partners.filter(({ items }) => items.includes(id)).map(({ items: _, ...partner }) => partner),
    targets.map(({ items: _, ...target }) => target),
    endorsements,
    pledge,
    id === answeredByRecommendations ? answersInBoth(copy, other) : [],
  ])
}

/**
 * The library's answers to the recommendations that are in both copies, by id. The others are left out, because City of
 * Sanctuary may have closed them.
 */
const answersInBoth = ({ recommendations }: FrozenCopy, other: FrozenCopy): (string | null)[][] =>
  recommendations
    .filter(({ id }) => other.recommendations.some(each => each.id === id))
    .toSorted((a, b) => (a.id < b.id ? -1 : 1))
    .map(({ id, answer }) => [id, answer])

/**
 * The content of an item's evidence that is in both copies, as text to compare. Leaves out the content warning, and
 * what can change without the library editing its evidence, such as the names of branches.
 */
function evidenceOf(copy: FrozenCopy, other: FrozenCopy, id: string): string {
  const used = answerIn(copy, id)?.evidence ?? []
  return JSON.stringify(
    copy.evidence
      .filter(each => used.includes(each.id) && other.evidence.some(evidence => evidence.id === each.id))
      .map(({ supplementary: _, distressing: _warning, branches: _branches, ...evidence }) => [
        evidence,
        filesOf(copy, evidence.id),
      ]),
  )
}

const filesOf = ({ files }: FrozenCopy, evidenceId: string): string[] =>
  files
    .filter(({ evidence }) => evidence === evidenceId)
    .map(({ sha256 }) => sha256)
    .toSorted()
