import type { Config } from '../../src/config.ts'
import type { Transport } from '../../src/mail/transport.ts'

/** The settings of a service that runs nothing beside its pages: jobs would be counted with them. */
export const benchConfig = (dataFolder: string, databaseUrl: string | null): Config => ({
  port: 0, baseUrl: 'http://localhost:3000', dataFolder, databaseUrl, smtpUrl: '', scanner: 'none', sessionSecret: 'known to the bench and to nobody else',
  demo: false, mailFrom: 'Library of Sanctuary <no-reply@localhost>', trustedProxies: 0, jobsInProcess: false, logLevel: 'warn', remindersAt: '07:00',
})

export const noMail: Transport = { send: () => Promise.resolve({ is: 'sent' }), close: () => undefined }
