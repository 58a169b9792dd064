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

/** When two texts have more differences than this, they are shown as removed and added as a whole. */
const mostDifferences = 600

/** The differences between two texts, word by word. Ignores white space. */
export const wordDifferences = (before: string, after: string): TextDifference[] =>
  runsBetween(wordsOf(before), wordsOf(after)).map(({ kind, words }) => ({ kind, text: words.join('') }))

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
