import { folded } from './folding.ts'

/**
 * A name for comparing and searching: lower case, without accents or punctuation, one space between words. "St. Mary’s
 * & All-Saints" becomes "st marys and all saints". A name with no letters or digits keeps its punctuation.
 */
export function keyOfName(name: string): string {
  const key = folded(name)
  const words = key
    .replace(/'/g, '')
    .replace(/&/g, ' and ')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
  return words.trim() || key.replace(/\s+/gu, ' ').trim()
}

/** Words too common in names to show whether two organisations are the same. */
const common = new Set(
  'the of and y a service services library libraries llyfrgell llyfrgelloedd gwasanaeth leabharlann council'.split(' '),
)

/** The lowest similarity, from 0 to 1, at which two names count as similar. */
const near = 0.6

/**
 * Whether two names are so similar that they may belong to the same organisation, such as "Ashcombe Library" and
 * "Ashcome Libraries".
 */
export function haveSimilarNames(one: string, other: string): boolean {
  const [a, b] = [distinctivePart(one), distinctivePart(other)]
  return a === b || similarity(a, b) >= near
}

function distinctivePart(name: string): string {
  const words = keyOfName(name).split(' ')
  const telling = words.filter(word => !common.has(word))
  return (telling.length > 0 ? telling : words).join(' ')
}

/** The Dice coefficient of the trigrams of two texts, from 0 to 1. */
function similarity(one: string, other: string): number {
  const [a, b] = [sequences(one), sequences(other)]
  const shared = [...a].filter(each => b.has(each)).length
  return (2 * shared) / (a.size + b.size)
}

function sequences(text: string): Set<string> {
  const padded = `  ${text} `
  return new Set(Array.from({ length: padded.length - 2 }, (_, at) => padded.slice(at, at + 3)))
}
