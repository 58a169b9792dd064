import type { ApplicationKind } from './application.ts'
import { itemsAskedBy, type Framework, type Item } from './framework.ts'
import type { Judgement } from './judgements.ts'
import { aboutEarlierTargets } from './progress.ts'
import type { Instant } from './time.ts'

/** An earlier application's answer to one item. */
export interface EarlierAnswer {
  itemId: string
  narrative: string
  ownRating: Judgement | null
  writtenBy: string | null
  writtenAt: Instant
  /** evidence that still exists, each with the time it was attached */
  evidence: { id: string; attachedAt: Instant }[]
}

const targets = 'targets'

/**
 * The first answers of a new application: for each of its items, the newest text, rating and evidence. Each is chosen
 * separately, so that an empty value never hides an earlier one. Items are matched by id, not code. Items about the
 * past year start empty, and progress on targets starts with the earlier targets.
 * @param earlier the answers of each earlier application of the award, newest first
 */
export function carriedInto(
  framework: Framework,
  kind: ApplicationKind,
  earlier: readonly (readonly EarlierAnswer[])[],
): EarlierAnswer[] {
  return itemsAskedBy(framework, kind)
    .filter(item => !isAboutTheYear(item))
    .flatMap(item => {
      const own = answersTo(item.id, earlier)
      const known =
        own.length === 0 && item.id === aboutEarlierTargets
          ? answersTo(targets, earlier).map(answer => ({ ...answer, evidence: [] }))
          : own
      const words = known.find(({ narrative }) => narrative.trim() !== '')
      const newest = words ?? known[0]
      if (!newest) return []
      return [
        {
          itemId: item.id,
          narrative: words?.narrative ?? '',
          ownRating:
            item.part === 'criterion' ? (known.find(({ ownRating }) => ownRating !== null)?.ownRating ?? null) : null,
          writtenBy: newest.writtenBy,
          writtenAt: newest.writtenAt,
          evidence: known.find(({ evidence }) => evidence.length > 0)?.evidence ?? [],
        },
      ]
    })
}

/** The maximum number of characters for an item about one year, which is part of a longer page. */
export const maxYearLength = 10_000

/** A looking-ahead item that each renewal answers: changes, the response to recommendations, the year in brief. */
export const isAboutTheYear = ({ part, renewal }: Item): boolean => part === 'looking ahead' && renewal === 'answer'

const answersTo = (itemId: string, earlier: readonly (readonly EarlierAnswer[])[]): EarlierAnswer[] =>
  earlier.flatMap(answers => answers.filter(answer => answer.itemId === itemId))
