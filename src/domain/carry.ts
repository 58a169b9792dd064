import type { ApplicationKind } from './application.ts'
import { itemsAskedBy, type Framework, type Item } from './framework.ts'
import type { Judgement } from './judgements.ts'
import { aboutEarlierTargets } from './progress.ts'
import type { Instant } from './time.ts'

/** What an application said of one item, as it stands in the answers themselves. */
export interface EarlierAnswer {
  itemId: string
  narrative: string
  ownRating: Judgement | null
  writtenBy: string | null
  writtenAt: Instant
  /** pieces that are still on the shelf, each with the moment it was attached */
  evidence: { id: string; attachedAt: Instant }[]
}

const targets = 'targets'

/**
 * What a new application begins with: for each item that its kind asks, the newest words, rating and evidence, each by
 * itself, so that an empty value never hides a real one. Items are known by their ids, whatever became of their codes.
 * What is about the year that passed is told anew each time, and the targets of the time before are what progress on
 * them begins with.
 * @param earlier the answers of each earlier application of the award, the newest application first
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

/** Characters for what is about one year; a library writes them on one page with everything else. */
export const maxYearLength = 10_000

/**
 * A looking-ahead item that a renewal answers each time: changes, the response to recommendations, the year in brief.
 */
export const isAboutTheYear = ({ part, renewal }: Item): boolean => part === 'looking ahead' && renewal === 'answer'

const answersTo = (itemId: string, earlier: readonly (readonly EarlierAnswer[])[]): EarlierAnswer[] =>
  earlier.flatMap(answers => answers.filter(answer => answer.itemId === itemId))
