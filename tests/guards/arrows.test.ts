import { describe, expect, test } from '@jest/globals'
import { sourceFiles, type SourceFile } from '../support/source.ts'

// The import rules between the parts of the code (docs/decisions/0001).

/** The modules, in order. Each can import only the public files of the modules that are listed before it. */
const modules = [
  'frameworks',
  'access',
  'organisations',
  'evidence',
  'awards',
  'applications',
  'appraisal',
  'overview',
  'notifications',
  'imports',
  'site',
]

/** The folders of src/, with what each can import: another folder of src/, or one file of it. */
const mayImport: Record<string, readonly string[]> = {
  domain: [],
  words: ['domain'],
  db: ['domain', 'config'],
  files: ['domain', 'db', 'config', 'parts'],
  web: ['domain', 'words', 'db', 'files', 'config', 'parts'],
  email: ['domain', 'words', 'db', 'web/view-engine', 'web/views'],
  history: ['domain', 'words', 'db', 'parts'],
  clock: ['domain', 'db', 'email', 'history', 'config', 'parts'],
  modules: ['domain', 'words', 'db', 'files', 'web', 'email', 'history', 'clock', 'config', 'parts'],
  jobs: ['domain', 'db', 'files', 'email', 'history', 'clock', 'modules', 'parts'],
  invariants: ['domain', 'db', 'files', 'parts'],
  demo: [
    'domain',
    'words',
    'db',
    'files',
    'web',
    'email',
    'history',
    'modules',
    'jobs',
    'clock',
    'config',
    'parts',
    'app',
  ],
}

/** Imports that are allowed to break a rule, as `path → path`. There are none, and none should be added. */
const exceptions: readonly string[] = []

const all = sourceFiles('src', '.ts')
const placeOf = (path: string): string => path.replace(/^src\//, '').replace(/\.ts$/, '')
const folderOf = (path: string): string => placeOf(path).split('/')[0]!
const moduleOf = (path: string): string | null => /^src\/modules\/([^/]+)\//.exec(path)?.[1] ?? null
const isUnder = (name: string, path: string): boolean => placeOf(path) === name || placeOf(path).startsWith(`${name}/`)
const arrows = all.flatMap(({ path, imports }) => imports.map(to => ({ path, to })))
const shown = (wrong: readonly { path: string; to: string }[]): string[] =>
  wrong.map(({ path, to }) => `${path} → ${to}`).filter(arrow => !exceptions.includes(arrow))

test.each(Object.entries(mayImport))('src/%s imports only from %j', (folder, allowed) => {
  const wrong = arrows.filter(
    ({ path, to }) => path.startsWith(`src/${folder}/`) && ![folder, ...allowed].some(name => isUnder(name, to)),
  )
  expect(shown(wrong)).toEqual([])
})

test('every folder of src has import rules', () => {
  const folders = new Set(all.filter(({ path }) => placeOf(path).includes('/')).map(({ path }) => folderOf(path)))
  expect([...folders].sort()).toEqual(Object.keys(mayImport).sort())
})

describe('a module', () => {
  const between = arrows.filter(({ path, to }) => moduleOf(to) !== null && moduleOf(path) !== moduleOf(to))

  test('every module is in the list of modules, and every listed module exists', () => {
    expect([...new Set(all.map(({ path }) => moduleOf(path)).filter(name => name !== null))].sort()).toEqual(
      modules.toSorted(),
    )
  })

  test('a module imports only from modules that are listed before it', () => {
    const wrong = between.filter(
      ({ path, to }) => moduleOf(path) !== null && modules.indexOf(moduleOf(path)!) < modules.indexOf(moduleOf(to)!),
    )
    expect(shown(wrong)).toEqual([])
  })

  test('a module is imported only through its public file', () => {
    const wrong = between.filter(({ path, to }) => !path.startsWith('src/demo/') && !to.endsWith('.public.ts'))
    expect(shown(wrong)).toEqual([])
  })

  test('a module does not import its own public file', () => {
    const wrong = arrows.filter(({ path, to }) => to.endsWith('.public.ts') && moduleOf(path) === moduleOf(to))
    expect(shown(wrong)).toEqual([])
  })

  test('a module has no await in pages and no SQL outside stores', () => {
    const pagesThatWait = all.filter(
      ({ path, text }) => path.endsWith('.pages.ts') && /\bawait\b|\btrx\b|\bdb\(/.test(text),
    )
    const sqlElsewhere = all.filter(
      ({ path, text }) =>
        path.startsWith('src/modules/') && !path.endsWith('.store.ts') && /\b(db|trx)(\('|\.raw\()/.test(text),
    )
    expect([...pagesThatWait, ...sqlElsewhere].map(({ path }) => path)).toEqual([])
  })
})

describe('code outside a few named files', () => {
  const withoutComments = ({ text }: SourceFile) => text.replace(/\/\*[\s\S]*?\*\/|(^|\s)\/\/.*$/gm, '')
  const outsideDomain = all.map(({ path }) => path).filter(path => !path.startsWith('src/domain/'))
  const entryPoints = [...['job', 'main', 'demo', 'worker'].map(name => `src/${name}.ts`), 'src/web/server.ts']
  test.each([
    ['does not read the environment', /\bprocess\.env\b/, ['src/config.ts']],
    ['does not use Date', /\bnew Date\b|\bDate\.(now|parse|UTC)\b/, ['src/domain/time.ts', 'src/words/format.ts']],
    ['does not use predictable random numbers', /\bMath\.random\b/, []],
    ['is not asynchronous if it is in src/domain', /\bawait\b|\basync\b|\bPromise\b/, outsideDomain],
    ['does not end the process', /\bprocess\.exit\b/, entryPoints],
    ['does not import the conditions of permissions', /\/permission-conditions\.ts'/, ['src/domain/permissions.ts']],
  ] as const)('%s', (_, pattern, places) => {
    const found = all.filter(file => pattern.test(withoutComments(file))).map(({ path }) => path)
    expect(found.filter(path => !(places as readonly string[]).includes(path))).toEqual([])
  })
})

test('no file re-exports everything, has a default export or has a vague name', () => {
  const barrels = all.filter(({ text }) => /^export \* from|^export default/m.test(text))
  const nameless = all.filter(
    ({ path }) =>
      /\b(utils?|helpers?|misc|index|common)\.ts$|\/(utils?|helpers?|lib)\//.test(path) &&
      !path.startsWith('src/words/'),
  )
  expect([...barrels, ...nameless].map(({ path }) => path)).toEqual([])
})
