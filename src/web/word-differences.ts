import { diffArrays } from 'diff'

/** A stretch of text that is in both versions, or in only one. */
export interface TextDifference {
  kind: 'same' | 'removed' | 'added'
  text: string
}

/** A run of words that is in both versions, or in only one. */
export interface Run {
  kind: TextDifference['kind']
  words: readonly string[]
}

/** The maximum number of differences shown word by word. With more, the whole texts are shown as removed and added. */
const mostDifferences = 600

/** The differences between two texts, word by word. Differences in white space are ignored. */
export const wordDifferences = (before: string, after: string): TextDifference[] =>
  runsBetween(wordsOf(before), wordsOf(after)).map(({ kind, words }) => ({ kind, text: words.join('') }))

/**
 * The differences between two texts, for reading. Short unchanged text between changes counts as changed, to show whole
 * phrases.
 */
export function readableDifferences(before: string, after: string): TextDifference[] {
  let changes = changesIn(wordDifferences(before, after))
  for (let joined = joinedOnce(changes); joined.length < changes.length; joined = joinedOnce(changes)) changes = joined
  return changes
    .flatMap(({ kept, removed, added }): TextDifference[] => [
      { kind: 'removed', text: removed },
      { kind: 'added', text: added },
      { kind: 'same', text: kept },
    ])
    .filter(({ text }) => text !== '')
}

/** A change, and the text that was kept after it. */
interface Change {
  removed: string
  added: string
  kept: string
}

/** If the text starts with kept words, the first change removes and adds nothing. */
function changesIn(differences: readonly TextDifference[]): Change[] {
  const changes: Change[] = []
  for (const { kind, text } of differences) {
    const last = changes.at(-1)
    const change = last && last.kept === '' ? last : { removed: '', added: '', kept: '' }
    if (change !== last) changes.push(change)
    change[kind === 'same' ? 'kept' : kind] += text
  }
  return changes
}

/** Joins neighbouring changes if the text between them is no longer than the shorter change. */
function joinedOnce(changes: readonly Change[]): Change[] {
  const joined: Change[] = []
  for (const change of changes) {
    const last = joined.at(-1)
    if (last && last.kept.length <= Math.min(sizeOf(last), sizeOf(change)))
      joined[joined.length - 1] = {
        removed: `${last.removed}${beforeMore(last.kept, change.removed)}`,
        added: `${last.added}${beforeMore(last.kept, change.added)}`,
        kept: change.kept,
      }
    else joined.push(change)
  }
  return joined
}

/** Joins two texts, with a space where one is needed. */
const beforeMore = (kept: string, more: string): string =>
  more !== '' && /\S$/u.test(kept) ? `${kept} ${more}` : `${kept}${more}`

const sizeOf = ({ removed, added }: Change): number => Math.max(removed.length, added.length)

/** The differences between two lists of words. Words in both have the white space of `after`. */
export function runsBetween(before: readonly string[], after: readonly string[]): Run[] {
  const parts = diffArrays([...before], [...after], {
    comparator: (one, other) => one.trim() === other.trim(),
    maxEditLength: mostDifferences,
  })
  if (parts) return parts.map(part => ({ kind: kindOf(part), words: part.value }))
  return [
    { kind: 'removed', words: before },
    { kind: 'added', words: after },
  ]
}

function kindOf({ added, removed }: { added: boolean; removed: boolean }): TextDifference['kind'] {
  if (added) return 'added'
  return removed ? 'removed' : 'same'
}

/** The words of a text, each with the white space after it. */
export const wordsOf = (text: string): string[] => text.split(/(?<=\s)(?=\S)/u).filter(word => word !== '')
