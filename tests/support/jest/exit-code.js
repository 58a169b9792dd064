/**
 * Makes a run with failed tests exit with 1. With `forceExit`, Jest ends through a package whose own handler calls
 * `process.exit(0)`, sometimes after Jest has set its exit code.
 */
export default class ExitCode {
  onRunComplete(_contexts, { numFailedTests, numFailedTestSuites }) {
    if (numFailedTests + numFailedTestSuites > 0) process.on('exit', () => process.reallyExit(1))
  }
}
