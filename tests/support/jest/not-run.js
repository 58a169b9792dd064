/** Lists, at the end of a run, the skipped tests whose names say "not run" and what this machine lacks. */
export default class NotRun {
  onRunComplete(_contexts, { testResults }) {
    const skipped = testResults.flatMap(file => file.testResults).filter(({ status }) => status === 'pending')
    const names = skipped.map(({ fullName }) => fullName).filter(name => name.includes('not run'))
    if (names.length > 0)
      process.stdout.write(`\nNot run on this machine:\n${names.map(name => `  ${name}\n`).join('')}`)
  }
}
