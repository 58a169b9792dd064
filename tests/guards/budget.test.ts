import { expect, test } from '@jest/globals'
import { sourceFiles } from '../support/source.ts'

// A file that outgrows these wants to be two. Templates: template-layout.test.ts.

test.each([
  ['src', '.ts', 600],
  ['migrations', '.ts', 600],
  ['scripts', '.ts', 600],
])('no file in %s with %s is longer than its budget of %i lines', (folder, ending, most) => {
  const tooLong = sourceFiles(folder, ending)
    .filter(({ lines }) => lines > most)
    .map(({ path, lines }) => `${path}: ${lines}`)
  expect(tooLong).toEqual([])
})
