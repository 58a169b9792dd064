import type { Express } from 'express'
import { EventEmitter, once } from 'node:events'
import { createServer, type Server, type ServerResponse } from 'node:http'
import type { Database } from '../db/connection.ts'
import { checkProcesses } from '../files/process-check.ts'
import { processesFor } from '../files/processes.ts'
import { checkScanner } from '../files/scanner-check.ts'
import type { Parts } from '../parts.ts'
import { cutOffSlowBodies } from './slow-bodies.ts'
import { endStream } from './streams.ts'
import { respondToUnreadableRequests } from './unreadable-requests.ts'

export interface ProcessState {
  isStopping(): boolean
  isReady(): boolean
}

export interface Service {
  parts: Parts
  database: Database
  server: Server
  address: string
  stop(): Promise<void>
}

export interface Serving {
  parts: Parts
  database: Database
  createApp(state: ProcessState): Express
  /** starts the jobs; called once the server is listening */
  startJobs?(): { stop(): Promise<void> }
}

/** Starts the server and the jobs. `stop` gives current requests up to 20 seconds to finish. */
export async function listen({ parts, database, createApp, startJobs }: Serving): Promise<Service> {
  let stopping = false
  const checks = [checkScanner(parts), checkProcesses(parts, processesFor(parts.config))]
  const app = createApp({ isStopping: () => stopping, isReady: () => checks.every(({ passed }) => passed()) })
  const server = createServer(
    { requestTimeout: 1_800_000, headersTimeout: 20_000, keepAliveTimeout: 10_000, maxHeaderSize: 16_384 },
    app,
  )
  cutOffSlowBodies(server)
  respondToUnreadableRequests(server)
  // The demo listens on localhost only, because its password is public.
  server.listen(parts.config.port, parts.config.demo ? 'localhost' : undefined)
  await once(server, 'listening')
  const jobs = startJobs?.()
  const underWay = new Set<ServerResponse>()
  const responses = new EventEmitter()
  server.on('request', (_req, res) => {
    underWay.add(res)
    res.once('close', () => {
      underWay.delete(res)
      responses.emit('closed')
    })
  })
  const end = async (): Promise<void> => {
    stopping = true
    for (const check of checks) check.stop()
    for (const res of underWay) endStream(res)
    const closeIn = (milliseconds: number) => setTimeout(() => server.closeAllConnections(), milliseconds).unref()
    const timeout = closeIn(20_000)
    // Until the last request ends, the server accepts connections: health checks get "not ready", other requests 503.
    while (underWay.size > 0) await once(responses, 'closed')
    const closed = new Promise<void>(done => void server.close(() => done()))
    clearTimeout(timeout)
    server.closeIdleConnections()
    // Node does not count a connection as idle before the browser has sent something, so close the rest after a second.
    const soon = closeIn(1_000)
    await closed
    clearTimeout(soon)
    await jobs?.stop()
    parts.mail.close()
    await database.close()
  }
  let ended: Promise<void> | null = null
  const { port } = server.address() as { port: number }
  return { parts, database, server, address: `http://localhost:${port}`, stop: () => (ended ??= end()) }
}

/**
 * Stops on a signal. Ignores a second signal, because systemd and npm each send one. After an unhandled error, the exit
 * code is 1, so that the supervisor restarts the process.
 */
export function stopOnSignals(service: Service): void {
  const finish = (code: number) =>
    void service.stop().then(
      () => process.exit(code),
      () => process.exit(1),
    )
  process.on('SIGTERM', () => finish(0))
  process.on('SIGINT', () => finish(0))
  for (const fault of ['unhandledRejection', 'uncaughtException'] as const)
    process.once(fault, (reason: unknown) => {
      const err = reason instanceof Error ? reason.stack : String(reason)
      service.parts.log.error({ err }, 'an unhandled fault ends the process')
      finish(1)
    })
}
