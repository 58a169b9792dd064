import { expect, test } from '@jest/globals'
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { projectFolder } from '../../src/config.ts'

// `npm run test:quick -- NAME` finds the tests of a sub-folder of src/modules by its name.

/** Sub-folders that are tested only in other suites. Remove a name when it has a suite of its own, and add none. */
const withoutSuite = [
  'access/applications',
  'access/approval-list',
  'access/requests',
  'access/rights',
  'access/role-emails',
  'applications/judgements',
  'applications/mapping-preview',
  'applications/progress',
  'applications/renewal-sections',
  'applications/statuses',
  'awards/added-branches',
  'awards/correction-emails',
  'awards/correction-preview',
  'awards/due-moves',
  'evidence/erasures-due',
  'evidence/export-index',
  'evidence/inbox-previews',
  'evidence/list',
  'evidence/submitted',
  'evidence/uses',
  'evidence/viewers',
  'imports/checks',
  'imports/imports',
  'imports/organisation-rows',
  'imports/people',
  'imports/person-rows',
  'imports/starting',
  'notifications/application-subjects',
  'notifications/award-subjects',
  'notifications/decision-subjects',
  'notifications/digests',
  'notifications/downloads',
  'notifications/draft-subjects',
  'notifications/evidence-subjects',
  'notifications/mornings',
  'notifications/panel-subjects',
  'notifications/previews',
  'notifications/recipients',
  'notifications/subjects',
  'organisations/emails',
  'organisations/imported',
  'overview/approval-cards',
  'overview/award-cards',
  'overview/charity-cards',
  'overview/due-cards',
  'overview/evidence-cards',
  'overview/library-home',
  'overview/renewal-filters',
  'overview/renewals-bulk',
  'overview/seat-cards',
  'site/merged-rows',
]

const foldersIn = (path: string): string[] =>
  readdirSync(join(projectFolder, path), { withFileTypes: true })
    .filter(entry => entry.isDirectory())
    .map(({ name }) => name)
const subFolders = foldersIn('src/modules').flatMap(module =>
  foldersIn(`src/modules/${module}`).map(name => `${module}/${name}`),
)
const hasSuite = (name: string): boolean =>
  ['.test.ts', ''].some(ending => existsSync(join(projectFolder, 'tests/feature', `${name}${ending}`)))

test('every sub-folder of a module has a suite of the same name, unless it is listed', () => {
  expect(subFolders.length).toBeGreaterThan(100)
  const missing = subFolders.filter(name => !hasSuite(name) && !withoutSuite.includes(name))
  expect(missing.map(name => `tests/feature/${name}.test.ts is missing`)).toEqual([])
})

test('every listed sub-folder exists and has no suite', () => {
  expect(withoutSuite.filter(name => hasSuite(name) || !subFolders.includes(name))).toEqual([])
})
