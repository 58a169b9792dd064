import { expect, test } from '@jest/globals'
import { firstVersion, isRedactedRow, twinsOf, versionNumber, versionsBefore } from '../../src/domain/revisions.ts'

interface File { id: string; redactsId: string | null; replacesId: string | null }

/** So many files of so many versions each, and how often somebody looked which version was before one. */
function files(count: number, versions: number): { all: File[]; looks: () => number } {
  let looks = 0
  const all = Array.from({ length: count * versions }, (_, index): File => ({
    id: `${Math.floor(index / versions)}-${index % versions}`, redactsId: null,
    get replacesId() {
      looks += 1
      return index % versions === 0 ? null : `${Math.floor(index / versions)}-${(index % versions) - 1}`
    },
  }))
  return { all, looks: () => looks }
}

test('which row each of two thousand files is in, and where in it, takes a few looks at each', () => {
  const { all, looks } = files(20, 100)
  expect(all.map(file => [firstVersion(all, file), versionNumber(all, file)])).toEqual(all.map(({ id }) => [`${id.split('-')[0]}-0`, Number(id.split('-')[1]) + 1]))
  expect(all.some(file => isRedactedRow(all, file) || twinsOf(all, file).length > 0)).toBe(false)
  expect(looks()).toBeLessThan(4 * all.length)
})

test('versions before one come newest first; a redacted version stands where what it stands for does; a ring ends', () => {
  const { all } = files(2, 4)
  expect(versionsBefore(all, all[7]!).map(({ id }) => id)).toEqual(['1-2', '1-1', '1-0'])
  const twin: File = { id: 'twin', redactsId: '1-2', replacesId: null }
  expect([firstVersion([...all, twin], twin), versionNumber([...all, twin], twin)]).toEqual(['1-0', 3])
  const [redacted, other] = [[...all, twin], all[0]!]
  expect([isRedactedRow(redacted, all[4]!), twinsOf(redacted, all[6]!), twinsOf(redacted, all[4]!), isRedactedRow(redacted, other)]).toEqual([true, [twin], [], false])
  const ring: File[] = [{ id: 'a', redactsId: null, replacesId: 'b' }, { id: 'b', redactsId: null, replacesId: 'a' }]
  expect([versionsBefore(ring, ring[0]!).length, ring.map(file => versionNumber(ring, file)).length]).toEqual([1, 2])
})
