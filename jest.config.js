/** @type {import('jest').Config} */
export default {
  testEnvironment: 'node',
  testMatch: ['<rootDir>/tests/**/*.test.ts'],
  modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/demo/', '<rootDir>/.check-views/'],
  watchPathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/demo/', '<rootDir>/uploads/'],
  haste: { forceNodeFilesystemAPI: true },
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '\\.ts$': [
      '@swc/jest',
      {
        jsc: { parser: { syntax: 'typescript' }, target: 'es2023', transform: { verbatimModuleSyntax: true } },
        module: { type: 'es6' },
        sourceMaps: 'inline',
      },
    ],
  },
  injectGlobals: false,
  globalSetup: '<rootDir>/tests/support/global-setup.js',
  globalTeardown: '<rootDir>/tests/support/global-teardown.js',
  testTimeout: 120_000, // only a hang is a failure: a busy machine is none
  forceExit: true, // a handle left open must not hold up a whole run
  testSequencer: '<rootDir>/tests/support/longest-first.js',
  maxWorkers: 2,
}
