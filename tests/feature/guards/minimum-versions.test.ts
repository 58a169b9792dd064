import { describe, expect, test } from '@jest/globals'
import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { projectFolder } from '../../../src/config.ts'
import { freshDatabase } from '../../support/database.ts'

// Compares installed versions, from the lock file, with docs/security/minimum-versions.json.

interface Minimum {
  name: string
  minimum: string
  reason: string
}
const read = (path: string): string => readFileSync(join(projectFolder, path), 'utf8')
const minimums = JSON.parse(read('docs/security/minimum-versions.json')) as Minimum[]
const lock = JSON.parse(read('package-lock.json')) as {
  packages: Record<string, { version?: string; resolved?: string; integrity?: string; link?: boolean }>
}

/** The version of every installed copy of a package, including copies inside other packages. */
const installed = (name: string): string[] =>
  Object.entries(lock.packages)
    .filter(([path]) => path.endsWith(`node_modules/${name}`))
    .map(([, { version }]) => version!)

/** Compares version numbers. A pre-release such as 2.0.0-rc.1 is below its version. */
function isAtLeast(version: string, minimum: string): boolean {
  const [numbers, before] = [version.split('-')[0]!, version.includes('-')]
  const [own, least] = [numbers, minimum].map(text => text.split('.').map(Number))
  const place = [0, 1, 2].find(each => (own![each] ?? 0) !== (least![each] ?? 0))
  return place === undefined ? !before : (own![place] ?? 0) > (least![place] ?? 0)
}

test.each([
  ['2.10.0', '2.9.1', true],
  ['2.2.0', '2.2.0', true],
  ['2.2.0-rc.1', '2.2.0', false],
  ['1.9.9', '2.0.0', false],
  ['3', '2.9', true],
  ['8.4.0', '8.4.1', false],
])('version %s is at least %s: %s', (version, minimum, expected) => {
  expect(isAtLeast(version, minimum)).toBe(expected)
})

test('no installed package is below its minimum version', () => {
  expect(
    minimums.flatMap(({ name, minimum }) =>
      installed(name)
        .filter(version => !isAtLeast(version, minimum))
        .map(version => `${name} ${version} is below ${minimum}`),
    ),
  ).toEqual([])
})

test('SQLite is not below its minimum version', async () => {
  const { db } = await freshDatabase('sqlite')
  const [row] = await db.raw<{ version: string }[]>('select sqlite_version() as version')
  const version = row?.version ?? ''
  expect([version, isAtLeast(version, minimums.find(({ name }) => name === 'SQLite')!.minimum)]).toEqual([
    version,
    true,
  ])
})

test('every package that handles untrusted input has a minimum version and a reason', () => {
  const named = minimums.map(({ name }) => name)
  expect(
    [
      'multer',
      'express',
      'path-to-regexp',
      'body-parser',
      'qs',
      'ejs',
      'knex',
      'sqlite3',
      'passport',
      'express-session',
      'nodemailer',
      'sharp',
      'mediabunny',
      'yauzl',
      'fast-xml-parser',
      'saxes',
    ].filter(name => !named.includes(name) || installed(name).length === 0),
  ).toEqual([])
  expect(minimums.filter(({ reason }) => reason.length < 40)).toEqual([])
  expect(new Set(named).size).toBe(named.length)
})

describe('the repository', () => {
  test('the lock file has no download addresses, and a hash for every package', () => {
    const packages = Object.entries(lock.packages).filter(([path]) => path !== '')
    expect(packages.filter(([, { resolved, link }]) => resolved !== undefined && !link).map(([path]) => path)).toEqual(
      [],
    )
    expect(packages.filter(([, { integrity, link }]) => !integrity && !link).map(([path]) => path)).toEqual([])
  })

  test('npm ci installs development dependencies even when NODE_ENV is production', () => {
    expect(read('.npmrc').split('\n')).toContain('include=dev')
  })

  test('a shell can load .env.example with every setting in use', () => {
    const inUse = read('.env.example').replace(/^#(?=[A-Z_]+=)/gm, '')
    const said = execFileSync('sh', ['-c', `set -eua\n${inUse}\nenv`], { env: { PATH: process.env.PATH } })
    expect(String(said).split('\n')).toEqual(
      expect.arrayContaining([
        'MAIL_FROM=Library of Sanctuary <no-reply@sanctuary.example.org>',
        'BOUNCES_URL=imaps://bounces%40example.org:password@mail.example.org/INBOX',
      ]),
    )
  })

  test('the README has at most 150 lines', () => {
    expect(read('README.md').split('\n').length).toBeLessThanOrEqual(151)
  })

  test("no tracked file contains a path from a developer's machine", () => {
    const tracked = execFileSync('git', ['ls-files', '-z'], { cwd: projectFolder, encoding: 'utf8' })
      .split('\0')
      .filter(path => path !== '' && existsSync(join(projectFolder, path)))
    const own = /(?:^|[\s"'`(=:])(?:file:\/\/)?\/(?:work|home|Users|root|tmp)\/[\w.]/m
    expect(tracked.length).toBeGreaterThan(300)
    expect(tracked.filter(path => own.test(readFileSync(join(projectFolder, path), 'latin1')))).toEqual([])
  })
})
