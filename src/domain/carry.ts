import type { ApplicationKind } from './application.ts'
import { itemsAskedBy, type Framework, type Item } from './framework.ts'
import { judgements, type Judgement } from './judgements.ts'
import { aboutEarlierTargets } from './completeness.ts'
import { applyMapping, type Carrier, type Mapping } from './framework-mapping.ts'
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

/** How much a new application carries over from earlier ones, and how many answers it leaves out. */
export interface CarriedCount {
  answers: number
  /** the number of items of evidence, each counted once */
  evidence: number
  /** the number of earlier answers with text whose item is not in the newer version */
  leftOut: number
}

/**
 * Counts the answers and evidence that were carried over, and the answers that were left out.
 * @param last the answers of the newest earlier application
 * @param path the mappings from the version of that application to the newer one
 */
export const carriedCount = (
  carried: readonly EarlierAnswer[],
  last: readonly EarlierAnswer[],
  path: readonly Mapping[],
): CarriedCount => {
  const retired = new Set(path.flatMap(mapping => mapping.retired.map(({ item }) => item)))
  return {
    answers: carried.length,
    evidence: new Set(carried.flatMap(({ evidence }) => evidence.map(({ id }) => id))).size,
    leftOut: last.filter(({ itemId, narrative }) => retired.has(itemId) && !isBlank(narrative)).length,
  }
}

const targets = 'targets'

/**
 * The initial answers of a new application: for each item, the newest text, the newest rating and the newest evidence.
 * Items about the past year start empty.
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
      // if no earlier application answered about progress on targets, start with the earlier text about targets
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

/** The answers of one earlier application, with the version of its criteria. */
export interface EarlierAnswers {
  versionId: string
  answers: readonly EarlierAnswer[]
}

/**
 * Converts earlier answers to the items of the version `target`. Each item gets its newest text, rating and evidence.
 * Merged criteria keep all their texts.
 * @param earlier the answers of each earlier application of the award, newest first
 * @param pathTo the mappings from one version to another, oldest first
 */
export function acrossVersions(
  earlier: readonly EarlierAnswers[],
  target: string,
  pathTo: (from: string, to: string) => readonly Mapping[],
): EarlierAnswer[] {
  let known = new Map<string, EarlierAnswer>()
  let version: string | null = null
  const move = (to: string): void => {
    for (const mapping of version === null ? [] : pathTo(version, to))
      known = applyMapping(known, mapping, answerCarrier)
    version = to
  }
  for (const { versionId, answers } of earlier.toReversed()) {
    move(versionId)
    for (const answer of answers) known.set(answer.itemId, newerOf(known.get(answer.itemId), answer))
  }
  move(target)
  return [...known.values()]
}

/** The newer answer, with the earlier text, rating or evidence where its own is empty. */
function newerOf(before: EarlierAnswer | undefined, answer: EarlierAnswer): EarlierAnswer {
  if (!before) return answer
  const words = isBlank(answer.narrative) && !isBlank(before.narrative) ? before : answer
  return {
    itemId: answer.itemId,
    narrative: words.narrative,
    writtenBy: words.writtenBy,
    writtenAt: words.writtenAt,
    ownRating: answer.ownRating ?? before.ownRating,
    evidence: answer.evidence.length > 0 ? answer.evidence : before.evidence,
  }
}

const isBlank = (text: string): boolean => text.trim() === ''

const answerCarrier: Carrier<EarlierAnswer> = {
  rename: (answer, itemId) => ({ ...answer, itemId }),
  merge: (answers, itemId) => {
    const newest = answers.toSorted((a, b) => (a.writtenAt < b.writtenAt ? 1 : -1))[0]!
    return {
      itemId,
      narrative: mergedText(answers.map(({ narrative }) => narrative)),
      ownRating: leastFavourableRating(answers.map(({ ownRating }) => ownRating)),
      writtenBy: newest.writtenBy,
      writtenAt: newest.writtenAt,
      evidence: mergedEvidence(answers.flatMap(({ evidence }) => evidence)),
    }
  },
}

/** The distinct texts that are not blank, separated by an empty line. */
export const mergedText = (texts: readonly string[]): string =>
  [...new Set(texts.filter(text => !isBlank(text)))].join('\n\n')

/**
 * The least favourable of the ratings of merged criteria, so that the library reviews it. `not applicable` is chosen
 * only when there is no other rating. Null when nothing is rated.
 */
export function leastFavourableRating(ratings: readonly (Judgement | null)[]): Judgement | null {
  const given = ratings.filter(rating => rating !== null)
  const judged: readonly Judgement[] = given.filter(rating => rating !== 'not applicable')
  return judgements.toReversed().find(rating => judged.includes(rating)) ?? given[0] ?? null
}

function mergedEvidence(evidence: EarlierAnswer['evidence']): EarlierAnswer['evidence'] {
  const first = new Map<string, EarlierAnswer['evidence'][number]>()
  for (const each of evidence) if (!first.has(each.id)) first.set(each.id, each)
  return [...first.values()]
}

/** The maximum length, in characters, of an answer about the past year in a renewal or reappraisal. */
export const maxYearLength = 10_000

/** Whether an item is about the past year: changes, the response to recommendations, or the year in brief. */
export const isAboutTheYear = ({ part, renewal }: Item): boolean => part === 'looking ahead' && renewal === 'answer'

const answersTo = (itemId: string, earlier: readonly (readonly EarlierAnswer[])[]): EarlierAnswer[] =>
  earlier.flatMap(answers => answers.filter(answer => answer.itemId === itemId))
