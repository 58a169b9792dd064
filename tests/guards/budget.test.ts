import { expect, test } from '@jest/globals'
import { sourceFiles } from '../support/source.ts'

// A larger file must be split by subject. The limit for templates is in template-layout.test.ts.
const maxLines = 300

/** Files that are one list of declarations, which is easier to read in one place. */
const oneList = [
  'migrations/20260105_evidence.ts',
  'migrations/20260107_applications.ts',
  'migrations/20260108_appraisal.ts',
  'scripts/permissions.ts',
  'src/domain/permissions.ts',
  'src/modules/applications/applications.tables.ts',
  'src/modules/appraisal/appraisal.tables.ts',
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

test('every file with an exception still has more than 300 lines', () => {
  const files = folders.flatMap(folder => sourceFiles(folder, '.ts'))
  const lengths = new Map(files.map(({ path, lines }) => [path, lines]))
  expect(oneList.filter(path => (lengths.get(path) ?? 0) <= maxLines)).toEqual([])
})

/** Lines that Prettier does not break: those with a URL, a regular expression or `String.raw`. */
const cannotBeBroken = /:\/\/|String\.raw|(^\s*|\()\/[^/*\s]/

test('no line of TypeScript has more than 120 characters, except in the catalogue or where it cannot be broken', () => {
  const tooLong = [...folders, 'tests']
    .flatMap(folder => sourceFiles(folder, '.ts'))
    .filter(({ path }) => !path.startsWith('src/words/en/'))
    .flatMap(({ path, text }) => text.split('\n').map((line, index) => ({ place: `${path}:${index + 1}`, line })))
    .filter(({ line }) => line.length > 120 && !cannotBeBroken.test(line))
    .map(({ place }) => place)
  expect(tooLong).toEqual([])
})
