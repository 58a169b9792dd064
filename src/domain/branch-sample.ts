import { createHash } from 'node:crypto'

/**
 * A service with more branches in scope than this is too large to read branch by branch, so the panel reads a sample.
 */
export const samplesAbove = 12

/** The smallest sample: with fewer branches, one that is unlike the others would change the whole picture. */
export const smallestSample = 6

/**
 * How many branches a panel reads. It grows with the square root of the number of branches, because what a panel can
 * read in an evening does not grow with the service: 6 of 13 to 36 branches, 8 of 64, 10 of 100.
 */
export const sampleSize = (branches: number): number =>
  Math.min(branches, Math.max(smallestSample, Math.ceil(Math.sqrt(branches))))

export const needsSample = (branches: number): boolean => branches > samplesAbove

/**
 * Draws a random sample of branches. The same seed and the same branches always give the same sample, in whatever order
 * the branches come: they are sorted by the SHA-256 of the seed, a colon and the branch's id, and the first are taken.
 * Anyone with the seed can repeat this by hand.
 */
export function drawSample(branchIds: readonly string[], seed: string): string[] {
  const keys = new Map(branchIds.map(id => [id, createHash('sha256').update(`${seed}:${id}`).digest('hex')]))
  const keyOf = (id: string): string => keys.get(id) ?? ''
  return [...keys.keys()].toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1)).slice(0, sampleSize(keys.size))
}
