import { readdirSync, statSync } from 'node:fs'

// Exits with 0 when `dist` is newer than its sources. A deleted file makes its folder newer. Compares ctime, because
// archives keep the time of the last edit.

const sources = [
  'src',
  'migrations',
  'scripts',
  'views/assets',
  'package-lock.json',
  'tsconfig.json',
  'tsconfig.build.json',
]
const project = new URL('../', import.meta.url)
const changedAt = path => statSync(new URL(path, project), { throwIfNoEntry: false })?.ctimeMs ?? 0
const within = path =>
  statSync(new URL(path, project)).isDirectory()
    ? readdirSync(new URL(path, project), { recursive: true }).map(name => `${path}/${name}`)
    : []

const builtAt = changedAt('dist/built')
const isNewer = path => changedAt(path) > builtAt
process.exitCode = sources.some(path => isNewer(path) || within(path).some(isNewer)) ? 1 : 0
