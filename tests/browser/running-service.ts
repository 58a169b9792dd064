import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Config } from '../../src/config.ts'
import { movingClock } from '../../src/demo/clock.ts'
import { passingDays } from '../../src/demo/passing-days.ts'
import { instant, instantAt, type Day, type Instant } from '../../src/domain/time.ts'
import { offerFirstAdministrator } from '../../src/modules/access/access.public.ts'
import { checkInvariants, lineOf } from '../../src/invariants/check.ts'
import { smtpTransport } from '../../src/email/smtp.ts'
import { serve } from '../../src/app.ts'
import { openParts, type Parts } from '../../src/parts.ts'
import { freePort } from '../support/free-port.ts'
import { mailServer, type KeptEmail, type MailServer } from '../support/smtp.ts'

/** The service as `npm start` runs it, with a database file, jobs and a mail server, but on a clock that tests move. */
export interface RunningService {
  address: string
  parts: Parts
  post: MailServer
  /** The time when an email arrived, by the service's clock. */
  cameAt(email: KeptEmail): Instant
  /** Moves the clock forward to a time in London, such as 2028-03-01T09:30, and runs each morning's jobs on the way. */
  moveTo(time: string): Promise<void>
  /** The link that creates the first administrator, from the file that the service writes for its operator. */
  firstLink(): Promise<string>
  /** The broken invariants, one line each. */
  broken(): Promise<string[]>
  stop(): Promise<void>
}

/**
 * @param start the first time on the service's clock, which then runs at normal speed until a test moves it
 * @param before prepares the data before the service listens
 */
export async function runningService(
  start: string,
  before: (parts: Parts) => Promise<void> = async () => {},
): Promise<RunningService> {
  const dataFolder = await mkdtemp(join(tmpdir(), 'walk-'))
  const post = await mailServer()
  const port = await freePort()
  const address = `http://localhost:${port}`
  const config: Config = {
    port,
    baseUrl: address,
    dataFolder,
    databaseUrl: null,
    smtpUrl: post.url,
    bouncesUrl: null,
    bouncesTo: null,
    bounceSecret: null,
    scanner: 'none',
    sessionSecret: 'a secret for the tests, long enough',
    demo: false,
    mailFrom: 'Library of Sanctuary <no-reply@localhost>',
    contactEmail: 'hello@localhost',
    trustedProxies: 0,
    jobsInProcess: false,
    logLevel: 'error',
    remindersAt: '07:00',
  }
  const clock = movingClock()
  clock.set(instant(start))
  const arrivals = new Map<KeptEmail, Instant>()
  post.onMail('before the answer', email => arrivals.set(email, clock.now()))
  const { parts, database } = await openParts(config, { mail: smtpTransport(config.smtpUrl, config.mailFrom), clock })
  // Tests do not have to survive a power cut, so SQLite need not sync.
  await database.writer.raw('pragma synchronous = off')
  await before(parts)
  const service = await serve(parts, database)
  const days = passingDays(parts, clock)
  const said: string[] = []
  await offerFirstAdministrator(parts, {
    isTTY: false,
    write: (text: string | Uint8Array) => said.push(String(text)) > 0,
  })
  return {
    address,
    parts,
    post,
    cameAt: email => arrivals.get(email)!,
    moveTo: time => days.moveTo(instantAt(time.slice(0, 10) as Day, time.slice(11))),
    firstLink: async () => (await readFile(said.join('').match(/is in (\S+)\. /)![1]!, 'utf8')).trim(),
    broken: async () =>
      (await checkInvariants({ database, uploads: join(dataFolder, 'uploads'), now: parts.clock.now(), confirmed: [] }))
        .map(lineOf)
        .filter(line => !line.startsWith(byTheMachinesOwnClock)),
    stop: async () => {
      await days.stop()
      await service.stop()
      await post.close()
      await rm(dataFolder, { recursive: true })
    },
  }
}

/** A finding of I15 to ignore: migrations record the machine's time, which can be later than the service's. */
const byTheMachinesOwnClock = 'I15 migrations.run_at'
