/**
 * Makes a run with failed tests exit with 1. With `forceExit`, Jest exits through a package that can call
 * `process.exit(0)` after Jest has set the exit code.
 */
export default class ExitCode {
  onRunComplete(_contexts, { numFailedTests, numFailedTestSuites }) {
    if (numFailedTests + numFailedTestSuites > 0) process.on('exit', () => process.reallyExit(1))
  }
}
