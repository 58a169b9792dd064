import { compare } from './compare.ts'
import { createHash } from 'node:crypto'

/** The panel reads only a sample when more branches than this are in scope. */
export const samplesAbove = 12

/** The smallest sample. In a smaller one, a single unusual branch would distort the result. */
export const smallestSample = 6

/**
 * The number of branches to sample: the square root of `branches`, rounded up, but at least `smallestSample`, or all if
 * there are fewer.
 */
export const sampleSize = (branches: number): number =>
  Math.min(branches, Math.max(smallestSample, Math.ceil(Math.sqrt(branches))))

export const needsSample = (branches: number): boolean => branches > samplesAbove

/**
 * Draws a sample of branches that anyone with the seed and the ids can repeat. The branches in `always` come first. The
 * others follow in the order of the SHA-256 of `seed:id`, until the sample is full.
 * @param always the branches that must be in the sample, even if there are more than the sample size
 */
export function drawSample(branchIds: readonly string[], seed: string, always: readonly string[] = []): string[] {
  const keys = new Map(branchIds.map(id => [id, createHash('sha256').update(`${seed}:${id}`).digest('hex')]))
  const keyOf = (id: string): string => keys.get(id) ?? ''
  const ids = [...keys.keys()].toSorted((a, b) => compare(keyOf(a), keyOf(b)))
  const first = ids.filter(id => always.includes(id))
  const others = ids.filter(id => !always.includes(id))
  return [...first, ...others].slice(0, Math.max(sampleSize(ids.length), first.length))
}
