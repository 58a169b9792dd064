import { randomBytes } from 'node:crypto'
import type { Config } from '../../src/config.ts'
import type { Transport } from '../../src/email/transport.ts'

/** The settings of a service without jobs, which would be counted too. */
export const benchConfig = (dataFolder: string, databaseUrl: string | null): Config => ({
  port: 0,
  baseUrl: 'http://localhost:3000',
  dataFolder,
  databaseUrl,
  smtpUrl: '',
  scanner: 'none',
  sessionSecret: 'known to the bench and to nobody else',
  demo: false,
  mailFrom: 'Library of Sanctuary <no-reply@localhost>',
  trustedProxies: 0,
  jobsInProcess: false,
  logLevel: 'warn',
  remindersAt: '07:00',
})

export const noEmail: Transport = { send: () => Promise.resolve({ is: 'sent' }), close: () => undefined }

/** The bytes of a video file. Nothing in the benchmark plays it. */
export const videoBytes = (bytes: number): Buffer =>
  Buffer.concat([Buffer.from('\0\0\0\x18ftypisom\0\0\x02\0isommp41', 'latin1'), randomBytes(bytes - 24)])
