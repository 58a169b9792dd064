import { expect, test } from '@jest/globals'
import { join } from 'node:path'
import { projectFolder } from '../../src/config.ts'
import { sourceFiles } from '../support/source.ts'

const { default: config } = (await import(join(projectFolder, 'jest.config.js'))) as {
  default: { projects: { displayName: string; testPathIgnorePatterns?: string[] }[] }
}
const onPostgresql = config.projects.find(({ displayName }) => displayName === 'feature-postgresql')
const ignored = (onPostgresql?.testPathIgnorePatterns ?? []).map(path => path.replace('<rootDir>/', ''))
const files = sourceFiles('tests/feature', '.test.ts').filter(({ path }) => !path.includes('/every-route/'))
const usesTheProjectsDatabase = (text: string): boolean =>
  /eachDatabase\(|engines\(|aService\(\)|freshDatabase\(\)|\(engine\b/.test(text)

test('every feature test that can run on either database also runs on PostgreSQL', () => {
  const chosen = files.filter(({ text }) => usesTheProjectsDatabase(text)).map(({ path }) => path)
  expect(chosen.length).toBeGreaterThan(100)
  expect(chosen.filter(path => ignored.includes(path))).toEqual([])
})

test('every other feature test runs on one database only', () => {
  const others = files.filter(({ text }) => !usesTheProjectsDatabase(text)).map(({ path }) => path)
  expect(others.filter(path => !ignored.includes(path))).toEqual([])
})
