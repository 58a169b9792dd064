import { theService } from './domain/actor.ts'
import { once } from 'node:events'
import { createServer, type Server, type ServerResponse } from 'node:http'
import { join } from 'node:path'
import pino, { type Logger } from 'pino'
import { createApp } from './app.ts'
import type { Config } from './config.ts'
import { openDatabase, type Database } from './db/connection.ts'
import { migrateToLatest } from './db/migrate.ts'
import { stopWhenItFails } from './files/failing-disk.ts'
import { publishDraft } from './modules/frameworks/frameworks.public.ts'
import { openLocalStore } from './files/local-store.ts'
import { recoverFiles } from './files/recover.ts'
import { checkScanner } from './files/scanner-check.ts'
import { startJobs, type Jobs } from './jobs/runner.ts'
import type { Transport } from './email/transport.ts'
import { writeWith } from './db/unit-of-work.ts'
import { consequences, type Clock, type Parts } from './parts.ts'

export interface Service {
  parts: Parts
  database: Database
  server: Server
  address: string
  stop(): Promise<void>
}

/** The parts of a running service, with its database migrated, the framework published and files recovered. */
export async function openParts(
  config: Config,
  { mail, clock }: { mail: Transport; clock: Clock },
): Promise<{ parts: Parts; database: Database }> {
  const log = openLog(config, clock)
  const database = openDatabase(config.databaseUrl ?? join(config.dataFolder, 'sanctuary.sqlite'))
  await migrateToLatest(database)
  const files = await openLocalStore(join(config.dataFolder, 'uploads'))
  const watched = stopWhenItFails({ transaction: database.transaction, files, log })
  const parts: Parts = {
    config,
    db: database.db,
    write: writeWith(watched.transaction, clock.now, consequences),
    files: watched.files,
    mail,
    clock,
    log,
  }
  await parts.write(theService, work => publishDraft(work))
  return { parts, database }
}

/** One line of JSON each. A log that cannot be written (no room for it, nobody who reads it) is lost and neither ends the service nor holds it up. */
function openLog({ logLevel }: Config, clock: Clock): Logger {
  const out = pino.destination({ dest: 1, sync: false, maxLength: 1_000_000 })
  out.on('error', () => {})
  return pino({ level: logLevel, base: null, timestamp: () => `,"time":"${clock.now()}"` }, out)
}

/** Clears up after the last time, listens, and runs the jobs beside it. */
export async function serve(parts: Parts, database: Database): Promise<Service> {
  await recoverFiles(parts)
  return listen(parts, database, parts.config.jobsInProcess ? () => startJobs(parts) : undefined)
}

/**
 * Listens, and on `stop` lets what is under way finish: new requests are refused first.
 * @param begin starts the jobs, once somebody can be served
 */
export async function listen(parts: Parts, database: Database, begin?: () => Pick<Jobs, 'stop'>): Promise<Service> {
  let stopping = false
  const scanner = checkScanner(parts)
  const app = createApp(parts, { isStopping: () => stopping, isReady: scanner.passed })
  const server = createServer(
    { requestTimeout: 300_000, headersTimeout: 20_000, keepAliveTimeout: 10_000, maxHeaderSize: 16_384 },
    app,
  )
  // everybody knows the demo's password, so nobody else on the network meets it
  server.listen(parts.config.port, parts.config.demo ? 'localhost' : undefined)
  await once(server, 'listening')
  const running = begin?.()
  const underWay = new Set<ServerResponse>()
  server.on('request', (_req, res) => {
    underWay.add(res)
    res.once('close', () => underWay.delete(res))
  })
  const end = async (): Promise<void> => {
    stopping = true
    scanner.stop()
    const impatient = setTimeout(() => server.closeAllConnections(), 20_000).unref()
    // it listens on meanwhile: whoever asks whether it is ready hears that it is not, and whoever comes now is told to come again
    while (underWay.size > 0) await Promise.race([...underWay].map(res => once(res, 'close')))
    const closed = new Promise<void>(done => void server.close(() => done()))
    server.closeIdleConnections()
    await closed
    clearTimeout(impatient)
    await running?.stop()
    parts.mail.close()
    await database.close()
  }
  let ended: Promise<void> | null = null
  const { port } = server.address() as { port: number }
  return { parts, database, server, address: `http://localhost:${port}`, stop: () => (ended ??= end()) }
}

/** Ends by signal cleanly, and by a fault loudly: whoever runs us starts us again. */
export function endWith(service: Service): void {
  const finish = (code: number) =>
    void service.stop().then(
      () => process.exit(code),
      () => process.exit(1),
    )
  process.once('SIGTERM', () => finish(0))
  process.once('SIGINT', () => finish(0))
  for (const fault of ['unhandledRejection', 'uncaughtException'] as const)
    process.once(fault, (reason: unknown) => {
      service.parts.log.error(
        { err: reason instanceof Error ? reason.stack : String(reason) },
        'a fault that nobody handled',
      )
      finish(1)
    })
}
