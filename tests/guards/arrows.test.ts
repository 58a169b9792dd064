import { describe, expect, test } from '@jest/globals'
import { sourceFiles, type SourceFile } from '../support/source.ts'

// Who may know of whom (docs/decisions/0001): the picture is only true while nobody bends an arrow.

/** Folders of src/, and files that lie in it, by what they may import; a folder always knows itself. */
const mayImport: Record<string, readonly string[]> = {
  domain: [],
  words: ['domain'],
  db: ['domain', 'config'],
  files: ['domain', 'db', 'config', 'parts'],
  web: ['domain', 'words', 'db', 'files', 'config', 'parts', 'views'],
  mail: ['domain', 'words', 'db', 'web/view-engine'],
  features: ['domain', 'words', 'db', 'files', 'web', 'mail', 'config', 'parts', 'views'],
  jobs: ['domain', 'db', 'files', 'mail', 'features', 'parts'],
  invariants: ['domain', 'db', 'files', 'parts'],
  demo: ['domain', 'words', 'db', 'files', 'web', 'mail', 'features', 'jobs', 'config', 'parts', 'start'],
}
const all = sourceFiles('src', '.ts')
const placeOf = (path: string): string => path.replace(/^src\//, '').replace(/\.ts$/, '')
const folderOf = (path: string): string => placeOf(path).split('/')[0]!

test.each(Object.entries(mayImport))('%s imports only %j of ours', (folder, allowed) => {
  const bent = all
    .filter(({ path }) => path.startsWith(`src/${folder}/`))
    .flatMap(({ path, imports }) =>
      imports
        .filter(to => ![folder, ...allowed].some(name => [folderOf(to), placeOf(to)].includes(name)))
        .map(to => `${path} → ${to}`),
    )
  expect(bent).toEqual([])
})

test('every folder has its arrows', () => {
  const folders = new Set(all.filter(({ path }) => placeOf(path).includes('/')).map(({ path }) => folderOf(path)))
  expect([...folders].sort()).toEqual(Object.keys(mayImport).sort())
})

describe('a feature', () => {
  const feature = (path: string) => /^src\/features\/([^/]+)\//.exec(path)?.[1] ?? null
  const ofOthers = all
    .filter(({ path }) => !path.startsWith('src/features/routes'))
    .flatMap(({ path, imports }) =>
      imports.filter(to => feature(to) !== null && feature(to) !== feature(path)).map(to => ({ path, to })),
    )

  test('is known to others by its actions and stores, never by its routes, forms or pages', () => {
    const isOpen = ({ path, to }: { path: string; to: string }) =>
      /\.(actions|store)\.ts$/.test(to) ||
      (['src/views.ts', 'src/evidence-views.ts'].includes(path) && to.endsWith('.pages.ts'))
    expect(ofOthers.filter(arrow => !isOpen(arrow)).map(({ path, to }) => `${path} → ${to}`)).toEqual([])
  })

  test('keeps its rules out of pages, and its SQL in stores', () => {
    const pagesThatWait = all.filter(
      ({ path, text }) => path.endsWith('.pages.ts') && /\bawait\b|\btrx\b|\bdb\(/.test(text),
    )
    const sqlElsewhere = all.filter(
      ({ path, text }) =>
        path.startsWith('src/features/') && !path.endsWith('.store.ts') && /\b(db|trx)(\('|\.raw\()/.test(text),
    )
    expect([...pagesThatWait, ...sqlElsewhere].map(({ path }) => path)).toEqual([])
  })
})

describe('only one place', () => {
  const withoutComments = ({ text }: SourceFile) => text.replace(/\/\*[\s\S]*?\*\/|(^|\s)\/\/.*$/gm, '')
  test.each([
    ['reads the environment', /\bprocess\.env\b/, ['src/config.ts']],
    ['touches Date', /\bnew Date\b|\bDate\.(now|parse|UTC)\b/, ['src/domain/time.ts', 'src/words/format.ts']],
    ['throws dice that can be foreseen', /\bMath\.random\b/, []],
    [
      'waits in the domain',
      /\bawait\b|\basync\b|\bPromise\b/,
      all.map(({ path }) => path).filter(path => !path.startsWith('src/domain/')),
    ],
    [
      'ends the process',
      /\bprocess\.exit\b/,
      ['src/job.ts', 'src/main.ts', 'src/demo.ts', 'src/new-administrator.ts', 'src/start.ts', 'src/worker.ts'],
    ],
  ] as const)('%s', (_, pattern, places) => {
    expect(
      all
        .filter(file => pattern.test(withoutComments(file)))
        .map(({ path }) => path)
        .filter(path => !(places as readonly string[]).includes(path)),
    ).toEqual([])
  })
})

test('there are no barrels, no default exports and no folders for whatever', () => {
  const barrels = all.filter(({ text }) => /^export \* from|^export default/m.test(text))
  const whatever = all.filter(
    ({ path }) =>
      /\b(utils?|helpers?|misc|index|common)\.ts$|\/(utils?|helpers?|lib)\//.test(path) &&
      !path.startsWith('src/words/'),
  )
  expect([...barrels, ...whatever].map(({ path }) => path)).toEqual([])
})
