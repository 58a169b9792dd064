import { demoConfig } from './config.ts'
import { demoAccounts, demoPassword, moreAccounts } from './demo/cast.ts'
import { demoClock } from './demo/clock.ts'
import { demoDays } from './demo/days.ts'
import { aheadBy } from './demo/demo.store.ts'
import { DemoRefused, openDemo } from './demo/open-demo.ts'
import { addMilliseconds, parseDay, systemClock } from './domain/time.ts'
import { endWith, serve } from './start.ts'

// npm run demo [-- --fresh]: everything with fictional libraries in every state, in a folder of its own. DEMO_TODAY=2027-03-01 tells it a day.
try {
  const config = demoConfig()
  const today = config.today === null ? null : parseDay(config.today)
  if (config.today !== null && today === null) throw new DemoRefused('DEMO_TODAY takes a day that exists, such as 2027-03-01')
  const clock = demoClock(today)
  const { parts, database } = await openDemo(config, clock, process.argv.includes('--fresh'))
  if (today === null) clock.set(addMilliseconds(systemClock.now(), await aheadBy(parts.db)))
  const days = demoDays(parts, clock)
  const service = await serve({ ...parts, moveTo: days.moveTo }, database, days)
  endWith(service)
  const widest = Math.max(...[...demoAccounts, ...moreAccounts].map(([email]) => email.length))
  const table = (accounts: typeof demoAccounts) => accounts.map(([email, what]) => `  ${email.padEnd(widest)}   ${what}`).join('\n')
  process.stdout.write(`
The demo of Library of Sanctuary is at ${service.address}

  Password for all: ${demoPassword}

${table(demoAccounts)}

  Leads of other libraries:
${table(moreAccounts)}

Every library and person in it is made up. Letters are kept at ${service.address}/mail and go nowhere. Ctrl+C ends it.
`)
} catch (problem) {
  process.stderr.write(`${sentence(problem)}\n`)
  process.exit(1)
}

function sentence(problem: unknown): string {
  if (problem instanceof DemoRefused) return problem.message
  if ((problem as NodeJS.ErrnoException).code === 'EADDRINUSE') return 'Something else listens at this port already. End it, or say another one: PORT=3001 npm run demo'
  return `The demo did not start: ${problem instanceof Error ? problem.stack ?? problem.message : String(problem)}`
}
