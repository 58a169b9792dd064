import { theService } from './domain/actor.ts'
import { BadSettings, readConfig } from './config.ts'
import { systemClock } from './domain/time.ts'
import { makeAnotherAdministratorLink, writeLinkFile } from './modules/access/access.public.ts'
import { smtpTransport } from './email/smtp.ts'
import { openParts } from './start.ts'

// npm run new-administrator: for the day on which no administrator can be reached. Whoever is one is told by mail.
try {
  const config = readConfig()
  const { parts, database } = await openParts(config, {
    mail: smtpTransport(config.smtpUrl, config.mailFrom),
    clock: systemClock,
  })
  const link = config.baseUrl + (await parts.write(theService, work => makeAnotherAdministratorLink(work)))
  const file = await writeLinkFile(config.dataFolder, 'administrator', link)
  process.stdout.write(`A one-time link for another administrator, good for 24 hours, is in ${file}\n`)
  if (process.stdout.isTTY) process.stdout.write(`${link}\n`)
  parts.mail.close()
  await database.close()
} catch (problem) {
  process.stderr.write(
    `${problem instanceof BadSettings ? problem.message : `No link was made: ${problem instanceof Error ? problem.message : String(problem)}`}\n`,
  )
  process.exit(1)
}
