import { writeOf } from './work.ts'
import type { Express } from 'express'
import { once } from 'node:events'
import type { Server } from 'node:http'
import { join } from 'node:path'
import pino from 'pino'
import { createApp } from '../../src/app.ts'
import type { Config } from '../../src/config.ts'
import { openLocalStore } from '../../src/files/local-store.ts'
import { sendEmails } from '../../src/modules/notifications/sending/sending.actions.ts'
import type { Message } from '../../src/email/transport.ts'
import type { Parts } from '../../src/parts.ts'
import { aClock, type TestClock } from './clock.ts'
import { freshDatabase, type Engine, type FreshDatabase } from './database.ts'
import { testServer } from './test-server.ts'

/** The whole service, listening, with its own database. */
export interface Service {
  parts: Parts
  database: FreshDatabase
  app: Express
  server: Server
  clock: TestClock
  /** Every log line. */
  logged: string[]
  /** Sends the emails in the outbox and returns them. */
  post(): Promise<Message[]>
  end(): Promise<void>
}

/** @param context returns the parts with changes, such as another clock, before the service is created */
export async function aService(
  engine?: Engine,
  settings: Partial<Config> = {},
  context = (parts: Parts): Parts => parts,
): Promise<Service> {
  const database = await freshDatabase(engine)
  const { dataFolder } = database
  const clock = aClock('2027-03-01T09:00:10Z')
  const logged: string[] = []
  const posted: Message[] = []
  const parts = context({
    config: { ...baseSettings, dataFolder, ...settings },
    db: database.db,
    slowDb: database.slowDb,
    write: writeOf(database, clock),
    files: await openLocalStore(join(dataFolder, 'uploads')),
    mail: {
      send: async message => {
        posted.push(message)
        return { is: 'sent' }
      },
      close: () => undefined,
    },
    clock,
    log: pino(
      { base: null },
      {
        write: line => {
          logged.push(line)
        },
      },
    ),
  })
  const app = createApp(parts)
  const server = testServer(app).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    parts,
    database,
    app,
    server,
    clock,
    logged,
    post: async () => {
      await sendEmails(parts)
      return posted.splice(0)
    },
    end: async () => {
      server.closeAllConnections()
      await new Promise(done => server.close(done))
    },
  }
}

export const baseSettings: Omit<Config, 'dataFolder'> = {
  port: 0,
  baseUrl: 'http://localhost:3000',
  databaseUrl: null,
  smtpUrl: '',
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
  logLevel: 'info',
  remindersAt: '07:00',
}
