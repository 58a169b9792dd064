import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import type { FileState } from '../../src/domain/evidence.ts'
import {
  firstVersion,
  isRedactedRow,
  replacedBy,
  redactedCopiesOf,
  versionNumber,
  versionsBefore,
  type FileVersion,
} from '../../src/domain/file-versions.ts'
import { addMinutes, instant } from '../../src/domain/time.ts'

interface File {
  id: string
  redactsId: string | null
  replacesId: string | null
}

/** Files with several versions each, and a counter of lookups of earlier versions. */
function files(count: number, versions: number): { all: File[]; looks: () => number } {
  let looks = 0
  const all = Array.from({ length: count * versions }, (_, index): File => ({
    id: `${Math.floor(index / versions)}-${index % versions}`,
    redactsId: null,
    get replacesId() {
      looks += 1
      return index % versions === 0 ? null : `${Math.floor(index / versions)}-${(index % versions) - 1}`
    },
  }))
  return { all, looks: () => looks }
}

test('finding the first version and number of 2,000 versions takes fewer than four lookups each on average', () => {
  const { all, looks } = files(20, 100)
  expect(all.map(file => [firstVersion(all, file), versionNumber(all, file)])).toEqual(
    all.map(({ id }) => [`${id.split('-')[0]}-0`, Number(id.split('-')[1]) + 1]),
  )
  expect(all.some(file => isRedactedRow(all, file) || redactedCopiesOf(all, file).length > 0)).toBe(false)
  expect(looks()).toBeLessThan(4 * all.length)
})

test('earlier versions and redacted copies are found, even when faulty rows form a cycle', () => {
  const { all } = files(2, 4)
  expect(versionsBefore(all, all[7]!).map(({ id }) => id)).toEqual(['1-2', '1-1', '1-0'])
  const redactedCopy: File = { id: 'copy', redactsId: '1-2', replacesId: null }
  expect([
    firstVersion([...all, redactedCopy], redactedCopy),
    versionNumber([...all, redactedCopy], redactedCopy),
  ]).toEqual(['1-0', 3])
  const [redacted, other] = [[...all, redactedCopy], all[0]!]
  expect([
    isRedactedRow(redacted, all[4]!),
    redactedCopiesOf(redacted, all[6]!),
    redactedCopiesOf(redacted, all[4]!),
    isRedactedRow(redacted, other),
  ]).toEqual([true, [redactedCopy], [], false])
  const ring: File[] = [
    { id: 'a', redactsId: null, replacesId: 'b' },
    { id: 'b', redactsId: null, replacesId: 'a' },
  ]
  expect(versionsBefore(ring, ring[0]!)).toEqual([ring[1]])
  expect(ring.map(file => versionNumber(ring, file))).toEqual([2, 1])
})

const noon = instant('2027-03-01T12:00Z')
const fileVersion = (row: Partial<FileVersion> & { id: string }): FileVersion => ({
  state: 'ready',
  uploadedAt: noon,
  scannedAt: null,
  replacesId: null,
  redactsId: null,
  replacedAt: null,
  removedAt: null,
  toRedactAt: null,
  ...row,
})

/**
 * A simple, slow version of `replacedBy` to compare it with: a file is replaced when a later version of it or of its
 * original can be opened and is not removed.
 */
function plainly(all: readonly FileVersion[]): { id: string; at: string }[] {
  return all
    .filter(({ replacedAt }) => replacedAt === null)
    .flatMap(file => {
      const original = all.find(({ id }) => id === file.redactsId) ?? file
      const opened = all
        .filter(
          each =>
            each.state === 'ready' &&
            each.redactsId === null &&
            each.removedAt === null &&
            versionsBefore(all, each).includes(original),
        )
        .map(({ uploadedAt, scannedAt }) => [uploadedAt, scannedAt ?? uploadedAt].toSorted()[1]!)
        .toSorted()
      return opened.length === 0 ? [] : [{ id: file.id, at: opened[0]! }]
    })
}

test('the times when versions are replaced agree with a simple form of the rule, even with redacted copies', () => {
  const minute = fc.integer({ min: 0, max: 9 }).map(minutes => addMinutes(noon, minutes))
  const row = fc.record({
    state: fc.constantFrom<FileState>('ready', 'ready', 'scanning', 'refused', 'removed'),
    uploadedAt: minute,
    scannedAt: fc.option(minute),
    before: fc.option(fc.nat()),
    redacts: fc.option(fc.nat(), { freq: 2 }),
    replacedAt: fc.option(minute, { freq: 2 }),
    removedAt: fc.option(minute, { freq: 2 }),
  })
  fc.assert(
    fc.property(fc.array(row, { maxLength: 12 }), fc.boolean(), (rows, isTurned) => {
      const earlier = (index: number, place: number | null) =>
        place === null || index === 0 ? null : `file ${place % index}`
      const all = rows.map(({ before, redacts, ...each }, index) =>
        fileVersion({
          ...each,
          id: `file ${index}`,
          replacesId: earlier(index, before),
          redactsId: earlier(index, redacts),
        }),
      )
      const files = isTurned ? all.toReversed() : all
      expect(replacedBy(files)).toEqual(plainly(files))
    }),
    { seed: 1, numRuns: 500 },
  )
})

test('finding the replaced files of 2,000 versions and 10,000 redacted copies takes fewer than 10,000 lookups', () => {
  let looks = 0
  const all = Array.from({ length: 2_000 }, (_, index) => `${Math.floor(index / 100)}-${index % 100}`).flatMap(id => {
    const [file, number] = id.split('-').map(Number) as [number, number]
    const version = fileVersion({ id })
    Object.defineProperty(version, 'replacesId', {
      get: () => {
        looks += 1
        return number === 0 ? null : `${file}-${number - 1}`
      },
    })
    return [
      version,
      ...Array.from({ length: 5 }, (_, redactedCopy) => fileVersion({ id: `${id}-${redactedCopy}`, redactsId: id })),
    ]
  })
  expect(replacedBy(all).length).toBe(20 * 99 * 6)
  expect(looks).toBeLessThan(5 * 2_000)
})
