import { diffArrays } from 'diff'

/** A stretch of text that is in both versions, or in only one. */
export interface Stretch {
  kind: 'same' | 'removed' | 'added'
  text: string
}

/** When two texts have more differences than this, they are shown as removed and added as a whole. */
const mostDifferences = 600

/** The differences between two texts, word by word. Ignores white space. */
export function wordDifferences(before: string, after: string): Stretch[] {
  const parts = diffArrays(wordsOf(before), wordsOf(after), {
    comparator: (one, other) => one.trim() === other.trim(),
    maxEditLength: mostDifferences,
  })
  if (!parts) return whole(before, after)
  return parts.map(part => ({ kind: kindOf(part), text: part.value.join('') }))
}

function kindOf({ added, removed }: { added: boolean; removed: boolean }): Stretch['kind'] {
  if (added) return 'added'
  return removed ? 'removed' : 'same'
}

const wordsOf = (text: string): string[] => text.split(/(?<=\s)(?=\S)/u).filter(word => word !== '')

const whole = (before: string, after: string): Stretch[] => [
  { kind: 'removed', text: before },
  { kind: 'added', text: after },
]
