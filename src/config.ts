import { join, resolve } from 'node:path'

/** The project's own folder, from src/ and from dist/src/ alike: templates, migrations, data and assets are found from here. */
export const projectFolder = resolve(import.meta.dirname, import.meta.dirname.endsWith(join('dist', 'src')) ? '../..' : '..')

export interface Config {
  port: number
  /** where people reach us, without a slash at the end; its scheme settles the cookies */
  baseUrl: string
  dataFolder: string
  /** PostgreSQL instead of SQLite */
  databaseUrl: string | null
  smtpUrl: string
  scanner: { clamdUrl: string } | 'none'
  sessionSecret: string
  demo: boolean
  /** shown as the sender of every letter */
  mailFrom: string
  /** how many proxies in front of us set X-Forwarded-For */
  trustedProxies: number
}
