import { parseArgs } from 'node:util'
import { isDateRight } from './clock/right-date.ts'
import { readConfig } from './config.ts'
import { dayOf, parseDay, systemClock, type Day } from './domain/time.ts'
import { timetable, type Job } from './jobs/timetable.ts'
import { smtpTransport } from './email/smtp.ts'
import { openParts } from './parts.ts'
import { startProblem } from './web/start-problem.ts'

/** The command line is invalid. The message gives the reason in one line, and nothing was run. */
class NotUnderstood extends Error {}

/**
 * Runs one job: `npm run job -- send-emails`. `--day 2027-03-01` runs it for another day; `--dry-run` only shows its
 * effects, if the job has a dry run.
 * @returns the text to print
 * @throws NotUnderstood for an invalid command line; Error if the job needs the right date and this machine's may be
 * wrong
 */
async function runByHand(): Promise<string> {
  const { job, day, isDry } = asked()
  const config = readConfig()
  const { parts, database } = await openParts(config, {
    mail: smtpTransport(config.smtpUrl, { from: config.mailFrom, bouncesTo: config.bouncesTo }),
    clock: systemClock,
  })
  try {
    if (isDry && job.dryRun) return `${(await job.dryRun(parts, day)).join('\n')}\n`
    if (job.needsRightDate && !(await isDateRight(parts, systemClock.now())))
      throw new Error('the date of this machine may be wrong. An administrator decides at /settings/clock')
    const outcome = await job.run(parts, day, new AbortController().signal)
    return `${job.name} has run for ${day}${outcomeText(outcome)}\n`
  } finally {
    parts.mail.close()
    await database.close()
  }
}

function asked(): { job: Job; day: Day; isDry: boolean } {
  const {
    values,
    positionals: [name = '', ...more],
  } = typed()
  const job = timetable.find(each => each.name === name)
  if (!job || more.length > 0)
    throw new NotUnderstood(`name a job, one of: ${timetable.map(each => each.name).join(', ')}`)
  const day = values.day === undefined ? dayOf(systemClock.now()) : parseDay(values.day)
  if (day === null) throw new NotUnderstood('--day must be a date that exists, such as 2027-03-01')
  const isDry = values['dry-run'] === true
  // a later day would, for example, erase evidence that a lead can still restore
  if (!isDry && day > dayOf(systemClock.now()))
    throw new NotUnderstood('--day cannot be in the future, except with --dry-run')
  if (isDry && !job.dryRun)
    throw new NotUnderstood(
      `${name} has no dry run; these have one: ${timetable
        .filter(each => each.dryRun)
        .map(each => each.name)
        .join(', ')}`,
    )
  return { job, day, isDry }
}

function typed() {
  try {
    return parseArgs({ options: { day: { type: 'string' }, 'dry-run': { type: 'boolean' } }, allowPositionals: true })
  } catch {
    throw new NotUnderstood('give the name of a job, and optionally --day YYYY-MM-DD and --dry-run')
  }
}

/** The outcome of a job as text: a count, or a word and perhaps a number of emails; empty for any other outcome. */
function outcomeText(outcome: unknown): string {
  if (typeof outcome === 'number') return `: ${outcome}`
  const { is, people } = Object(outcome) as { is?: unknown; people?: unknown }
  return typeof is === 'string' ? `: ${is}${typeof people === 'number' ? `, ${people} emails` : ''}` : ''
}

try {
  process.stdout.write(await runByHand())
} catch (problem) {
  process.stderr.write(`${startProblem('The job did not run', problem)}\n`)
  process.exit(1)
}
