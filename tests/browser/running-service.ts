import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Config } from '../../src/config.ts'
import { instant } from '../../src/domain/time.ts'
import { offerFirstAdministrator } from '../../src/first-administrator.ts'
import { checkInvariants, lineOf } from '../../src/invariants/check.ts'
import { smtpTransport } from '../../src/mail/smtp.ts'
import type { Clock, Parts } from '../../src/parts.ts'
import { openParts, serve } from '../../src/start.ts'
import { mailServer, type MailServer } from '../support/smtp.ts'

/** The service as `npm start` runs it: a database in a file, its jobs at work, its letters sent to a mail server. */
export interface RunningService {
  address: string
  parts: Parts
  post: MailServer
  /** the one-time link that lies in the operator's file */
  firstLink(): Promise<string>
  /** what is not as it must be, a line each */
  broken(): Promise<string[]>
  stop(): Promise<void>
}

/** @param start when the service believes it is; its clock goes on from there as ours does */
export async function runningService(start: string): Promise<RunningService> {
  const dataFolder = await mkdtemp(join(tmpdir(), 'walk-'))
  const post = await mailServer()
  const port = await freePort()
  const address = `http://localhost:${port}`
  const config: Config = {
    port, baseUrl: address, dataFolder, databaseUrl: null, smtpUrl: post.url, scanner: 'none', sessionSecret: 'a secret for the tests, long enough',
    demo: false, mailFrom: 'Library of Sanctuary <no-reply@localhost>', trustedProxies: 0, jobsInProcess: true, logLevel: 'error', remindersAt: '07:00',
  }
  const { parts, database } = await openParts(config, { mail: smtpTransport(config.smtpUrl, config.mailFrom), clock: clockFrom(start) })
  const service = await serve(parts, database)
  const said: string[] = []
  await offerFirstAdministrator(parts, { isTTY: false, write: (text: string | Uint8Array) => said.push(String(text)) > 0 })
  return {
    address, parts, post,
    firstLink: async () => (await readFile(said.join('').match(/is in (\S+)/)![1]!, 'utf8')).trim(),
    broken: async () => (await checkInvariants({ database, uploads: join(dataFolder, 'uploads'), now: parts.clock.now(), told: [] })).map(lineOf),
    stop: async () => {
      await service.stop()
      await post.close()
      await rm(dataFolder, { recursive: true })
    },
  }
}

function clockFrom(start: string): Clock {
  const ahead = Date.parse(start) - Date.now()
  return { now: () => instant(new Date(Date.now() + ahead).toISOString()) }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0)
  await new Promise(resolve => server.once('listening', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise(resolve => server.close(resolve))
  return port
}
