/** Jest with `forceExit` sometimes exits with 0 after a failed test. */
export default class ExitCode {
  onRunComplete(_contexts, { numFailedTests, numFailedTestSuites }) {
    if (numFailedTests + numFailedTestSuites > 0) process.on('exit', () => process.reallyExit(1))
  }
}
