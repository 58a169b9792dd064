import { expect, test } from '@jest/globals'
import { sourceFiles } from '../support/source.ts'

// Larger files are split by subject. Templates: template-layout.test.ts.
const maxLines = 300

/** Files that are one list of declarations, which would be harder to read in two. */
const oneList = [
  'migrations/20260105_evidence.ts',
  'scripts/permissions.ts',
  'src/domain/permissions.ts',
  'src/modules/evidence/evidence.tables.ts',
  'src/web/components.ts',
]
const folders = ['src', 'migrations', 'scripts']

test.each(folders)('no TypeScript file in %s has more than 300 lines', folder => {
  const tooLong = sourceFiles(folder, '.ts')
    .filter(({ path, lines }) => lines > maxLines && !oneList.includes(path))
    .map(({ path, lines }) => `${path}: ${lines}`)
  expect(tooLong).toEqual([])
})

test('every list of declarations still needs its exception', () => {
  const files = folders.flatMap(folder => sourceFiles(folder, '.ts'))
  const lengths = new Map(files.map(({ path, lines }) => [path, lines]))
  expect(oneList.filter(path => (lengths.get(path) ?? 0) <= maxLines)).toEqual([])
})
