import { expect, test } from '@jest/globals'
import { compareFileNames, compareUploads } from '../../src/domain/file-order.ts'
import type { Instant } from '../../src/domain/time.ts'

test('numbers in the names of files are compared by value', () => {
  const names = ['page 10.png', 'Page 1.png', 'page 2.png', 'annex.pdf']
  expect(names.toSorted(compareFileNames)).toEqual(['annex.pdf', 'Page 1.png', 'page 2.png', 'page 10.png'])
})

test('files are sorted by the time of upload, and files uploaded together by name', () => {
  const file = (id: string, name: string, minute: number) => ({
    id,
    name,
    uploadedAt: `2027-01-04T10:0${minute}:00.000Z` as Instant,
  })
  const files = [file('a', 'page 10', 1), file('d', 'page 2', 1), file('b', 'page 2', 1), file('e', 'z', 0)]
  expect(files.toSorted(compareUploads).map(({ id }) => id)).toEqual(['e', 'b', 'd', 'a'])
})
