import { BadSettings, readConfig } from './config.ts'
import { systemClock } from './domain/time.ts'
import { offerFirstAdministrator } from './first-administrator.ts'
import { smtpTransport } from './email/smtp.ts'
import { endWith, openParts, serve } from './start.ts'

process.stdout.on('error', () => {}) // nobody may be listening any more
try {
  const config = readConfig()
  const { parts, database } = await openParts(config, {
    mail: smtpTransport(config.smtpUrl, config.mailFrom),
    clock: systemClock,
  })
  const service = await serve(parts, database)
  endWith(service)
  await offerFirstAdministrator(parts)
  process.stdout.write(`Library of Sanctuary is at ${config.baseUrl}\n`)
} catch (problem) {
  process.stderr.write(
    `${problem instanceof BadSettings ? problem.message : `It did not start: ${problem instanceof Error ? problem.message : String(problem)}`}\n`,
  )
  process.exit(1)
}
