import { readConfig } from './config.ts'
import { systemClock } from './domain/time.ts'
import { startJobs } from './jobs/runner.ts'
import { smtpTransport } from './email/smtp.ts'
import { openParts } from './parts.ts'
import { startProblem } from './web/start-problem.ts'

/**
 * Runs email and the other jobs in a separate process, beside a web process with JOBS=worker. Several workers can run
 * at the same time.
 */
try {
  const config = readConfig()
  const { parts, database } = await openParts(config, {
    mail: smtpTransport(config.smtpUrl, { from: config.mailFrom, bouncesTo: config.bouncesTo }),
    clock: systemClock,
  })
  const jobs = startJobs(parts)
  const alive = setInterval(() => {}, 60_000)
  let isStopping = false
  const finish = async (): Promise<void> => {
    if (isStopping) return // both systemd and npm send a signal
    isStopping = true
    clearInterval(alive)
    await jobs.stop()
    parts.mail.close()
    await database.close()
  }
  process.on('SIGTERM', () => void finish())
  process.on('SIGINT', () => void finish())
  process.stdout.write('The jobs are running\n')
} catch (problem) {
  process.stderr.write(`${startProblem('The worker did not start', problem)}\n`)
  process.exit(1)
}
