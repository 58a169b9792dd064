import { parseArgs } from 'node:util'
import { BadSettings, readConfig } from './config.ts'
import { dayOf, parseDay, systemClock } from './domain/time.ts'
import { timetable } from './jobs/timetable.ts'
import { smtpTransport } from './mail/smtp.ts'
import { openParts } from './start.ts'

/** One job by hand: `npm run job -- send-mail`, or for another day `npm run job -- forget-letters --day 2027-03-01`. */
async function runByHand(): Promise<string> {
  const { values, positionals: [name = ''] } = parseArgs({ options: { day: { type: 'string' } }, allowPositionals: true })
  const job = timetable.find(each => each.name === name)
  if (!job) throw new Error(`say which job: ${timetable.map(each => each.name).join(', ')}`)
  const day = values.day === undefined ? dayOf(systemClock.now()) : parseDay(values.day)
  if (day === null) throw new Error('--day takes a day that exists, such as 2027-03-01')
  const config = readConfig()
  const { parts, database } = await openParts(config, { mail: smtpTransport(config.smtpUrl, config.mailFrom), clock: systemClock })
  try {
    await job.run(parts, day, new AbortController().signal)
  } finally {
    parts.mail.close()
    await database.close()
  }
  return `${name} has run for ${day}\n`
}

try {
  process.stdout.write(await runByHand())
} catch (problem) {
  process.stderr.write(`${problem instanceof BadSettings ? problem.message : `It did not run: ${problem instanceof Error ? problem.message : String(problem)}`}\n`)
  process.exit(1)
}
