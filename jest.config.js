/** @type {import('jest').Config} */
const ofEveryProject = {
  testEnvironment: 'node',
  testRunner: '<rootDir>/tests/support/jest/framework.js',
  transform: {},
  injectGlobals: false,
  modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/demo/', '<rootDir>/.check-views/'],
  watchPathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/demo/', '<rootDir>/uploads/'],
  haste: { forceNodeFilesystemAPI: true },
}
/** Each test file closes the databases that it opened. */
const withDatabases = { setupFilesAfterEnv: ['<rootDir>/tests/support/jest/each-file.ts'] }

/** Feature tests without a database, or on SQLite whatever the project. On PostgreSQL they would only run again. */
const withoutPostgresql = [
  'awards/lifecycle/time-zones',
  'demo',
  'guards/minimum-versions',
  'guards/tables',
  'notifications/reminders/command-line',
  'site/demo',
  'site/help',
].map(name => `<rootDir>/tests/feature/${name}.test.ts`)

/** @param folders of tests/ */
const project = (displayName, folders, more = {}) => ({
  ...ofEveryProject,
  displayName,
  testMatch: folders.map(folder => `<rootDir>/tests/${folder}/**/*.test.ts`),
  ...more,
})

/** `npm run test:faults`: the tests of faults and the longest tests in a browser, for up to an hour. */
const ofTheLongRun = [
  project('faults', ['faults', 'browser/long'], withDatabases),
  project('all-cases', ['feature'], {
    ...withDatabases,
    testMatch: ['awards/lifecycle/histories', 'every-route/addresses', 'every-route/forms', 'every-route/matrix'].map(
      name => `<rootDir>/tests/feature/${name}.test.ts`,
    ),
    testEnvironmentOptions: { database: 'sqlite' },
  }),
]
const inLongRunsOnly = ['/long/']
const ofEveryRun = [
  project('unit', ['db', 'domain', 'email', 'files', 'guards', 'web']),
  project('feature-sqlite', ['feature'], { ...withDatabases, testEnvironmentOptions: { database: 'sqlite' } }),
  project('feature-postgresql', ['feature'], {
    ...withDatabases,
    testEnvironmentOptions: { database: 'postgresql' },
    // these tests request every route to check permissions and forms; other tests already run the same SQL on
    // PostgreSQL
    testPathIgnorePatterns: ['<rootDir>/tests/feature/every-route/', ...withoutPostgresql],
  }),
  project('browser', ['browser'], { ...withDatabases, testPathIgnorePatterns: inLongRunsOnly }),
  project('faults', ['faults'], { ...withDatabases, testPathIgnorePatterns: inLongRunsOnly }),
]

/** @type {import('jest').Config} */
export default {
  projects: process.env.LONG_RUN === '1' ? ofTheLongRun : ofEveryRun,
  globalSetup: '<rootDir>/tests/support/jest/make-folder.js',
  globalTeardown: '<rootDir>/tests/support/jest/remove-folder.js',
  reporters: ['default', '<rootDir>/tests/support/jest/not-run.js', '<rootDir>/tests/support/jest/exit-code.js'],
  testTimeout: 300_000, // long, because tests are slow on a busy machine; a test that takes longer probably hangs
  forceExit: true, // an open handle must not keep the run from ending
  testSequencer: '<rootDir>/tests/support/jest/longest-first.js',
  maxWorkers: 4, // more than the two cores, because many tests only wait for a browser, a process or a clock
}
