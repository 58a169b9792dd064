import { writeSync } from 'node:fs'
import type { Config } from '../../../src/config.ts'
import { systemClock } from '../../../src/domain/time.ts'
import { serve } from '../../../src/app.ts'
import { openParts } from '../../../src/parts.ts'
import { stopOnSignals } from '../../../src/web/server.ts'

// Runs the whole service, as a separate process for tests that kill it:
// node --import ./tests/support/from-source.js tests/support/processes/site.ts <data folder>

const config: Config = {
  port: 0,
  baseUrl: 'http://localhost:3000',
  dataFolder: process.argv[2]!,
  databaseUrl: null,
  smtpUrl: '',
  bouncesUrl: null,
  bouncesTo: null,
  bounceSecret: null,
  scanner: process.env.CLAMD_URL ? { clamdUrl: process.env.CLAMD_URL } : 'none',
  sessionSecret: 'a secret for the tests, long enough',
  demo: false,
  mailFrom: 'Library of Sanctuary <no-reply@localhost>',
  contactEmail: 'hello@localhost',
  trustedProxies: 0,
  jobsInProcess: true,
  logLevel: (process.env.LOG_LEVEL ?? 'silent') as Config['logLevel'],
  remindersAt: '07:00',
}
const { parts, database } = await openParts(config, {
  mail: { send: async () => ({ is: 'sent' }), close: () => undefined },
  clock: systemClock,
})
const service = await serve(parts, database)
stopOnSignals(service)
process.once('SIGUSR2', () => void Promise.reject(new Error('nobody waits for this')))
process.once('SIGHUP', () => {
  throw new Error('nobody catches this')
})
writeSync(Number(process.env.PORT_TO ?? 1), `${new URL(service.address).port}\n`)
