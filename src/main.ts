import { readConfig } from './config.ts'
import { systemClock } from './domain/time.ts'
import { serve } from './app.ts'
import { offerFirstAdministrator } from './modules/access/access.public.ts'
import { openParts } from './parts.ts'
import { startProblem } from './web/start-problem.ts'
import { stopOnSignals } from './web/server.ts'
import { smtpTransport } from './email/smtp.ts'

process.stdout.on('error', () => {}) // a pipe whose reader has closed it (EPIPE) must not end the service
try {
  const config = readConfig()
  const { parts, database } = await openParts(config, {
    mail: smtpTransport(config.smtpUrl, { from: config.mailFrom, bouncesTo: config.bouncesTo }),
    clock: systemClock,
  })
  const service = await serve(parts, database)
  stopOnSignals(service)
  await offerFirstAdministrator(parts)
  process.stdout.write(`Library of Sanctuary is at ${config.baseUrl}\n`)
} catch (problem) {
  process.stderr.write(`${startProblem('The service did not start', problem)}\n`)
  process.exit(1)
}
