import type { Config } from '../../src/config.ts'
import type { Transport } from '../../src/email/transport.ts'

/** The settings of a service without jobs, because the work of jobs would be counted too. */
export const benchConfig = (dataFolder: string, databaseUrl: string | null): Config => ({
  port: 0,
  baseUrl: 'http://localhost:3000',
  dataFolder,
  databaseUrl,
  smtpUrl: '',
  bouncesUrl: null,
  bouncesTo: null,
  bounceSecret: null,
  scanner: 'none',
  sessionSecret: 'known to the bench and to nobody else',
  demo: false,
  mailFrom: 'Library of Sanctuary <no-reply@localhost>',
  contactEmail: 'hello@localhost',
  trustedProxies: 0,
  jobsInProcess: false,
  logLevel: 'warn',
  remindersAt: '07:00',
})

export const noEmail: Transport = { send: () => Promise.resolve({ is: 'sent' }), close: () => undefined }
