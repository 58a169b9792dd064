import { demoConfig } from './config.ts'
import { demoAccounts, demoPassword, moreAccounts } from './demo/cast.ts'
import { DemoRefused } from './demo/open-demo.ts'
import { serveDemo } from './demo/serve-demo.ts'
import { parseDay } from './domain/time.ts'
import { stopOnSignals } from './web/server.ts'

// Run with `npm run demo [-- --fresh]`. The demo has fictional libraries, in a folder of its own. DEMO_TODAY=2027-03-01
// sets the date.
try {
  const config = demoConfig()
  const today = config.today === null ? null : parseDay(config.today)
  if (config.today !== null && today === null)
    throw new DemoRefused('DEMO_TODAY must be a date that exists, such as 2027-03-01')
  const { service, filled } = await serveDemo(config, today, process.argv.includes('--fresh'))
  const widest = Math.max(...[...demoAccounts, ...moreAccounts].map(([email]) => email.length))
  const table = (accounts: typeof demoAccounts) =>
    accounts.map(([email, what]) => `  ${email.padEnd(widest)}   ${what}`).join('\n')
  process.stdout.write(`
The demo of Library of Sanctuary is at ${service.address}

  Password for all: ${demoPassword}

${table(demoAccounts)}

  Leads of other libraries:
${table(moreAccounts)}

All libraries and people are fictional. No emails are sent: read them at ${service.address}/mail. Press Ctrl+C to stop.
`)
  await filled
  stopOnSignals(service)
} catch (problem) {
  process.stderr.write(`${sentence(problem)}\n`)
  process.exit(1)
}

function sentence(problem: unknown): string {
  if (problem instanceof DemoRefused) return problem.message
  if ((problem as NodeJS.ErrnoException).code === 'EADDRINUSE')
    return 'This port is already in use. Stop the other program, or choose another port: PORT=3001 npm run demo'
  return `The demo did not start: ${problem instanceof Error ? (problem.stack ?? problem.message) : String(problem)}`
}
