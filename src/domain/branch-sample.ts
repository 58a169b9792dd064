import { compare } from './compare.ts'
import { createHash } from 'node:crypto'

/**
 * With more branches in scope than this, an application is too large to read branch by branch, so the panel reads a
 * sample.
 */
export const samplesAbove = 12

/** The smallest sample. In a smaller one, a single unusual branch would distort the result. */
export const smallestSample = 6

/**
 * The number of branches in a sample: the square root, rounded up, such as 8 of 60, but at least 6, or all if there are
 * fewer. A panel has only one evening, even for a large service.
 */
export const sampleSize = (branches: number): number =>
  Math.min(branches, Math.max(smallestSample, Math.ceil(Math.sqrt(branches))))

export const needsSample = (branches: number): boolean => branches > samplesAbove

/**
 * Draws a reproducible sample. It starts with the branches that must be in it. The others are taken in the order
 * of the SHA-256 of the seed, a colon and the branch id. Anyone with the seed and the ids can repeat this
 * with any SHA-256 tool.
 * @param always the branches that must be in the sample, even if they are more than its size
 */
export function drawSample(branchIds: readonly string[], seed: string, always: readonly string[] = []): string[] {
  const keys = new Map(branchIds.map(id => [id, createHash('sha256').update(`${seed}:${id}`).digest('hex')]))
  const keyOf = (id: string): string => keys.get(id) ?? ''
  const ids = [...keys.keys()].toSorted((a, b) => compare(keyOf(a), keyOf(b)))
  const first = ids.filter(id => always.includes(id))
  const others = ids.filter(id => !always.includes(id))
  return [...first, ...others].slice(0, Math.max(sampleSize(ids.length), first.length))
}
