import { randomBytes } from 'node:crypto'
import { existsSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { z } from 'zod'
import { addressOf, isAddress, isSender } from './email/addresses.ts'

const folder = import.meta.dirname
/** True for compiled code, which runs from dist/src or dist/service and uses the migrations in dist/. */
export const isCompiled = basename(dirname(folder)) === 'dist'
/** The project's folder. Templates, migrations and data are located relative to it. */
export const projectFolder = resolve(folder, isCompiled ? '../..' : '..')

export interface Config {
  port: number
  /** the public address, without a trailing slash. With https, cookies are Secure and have the __Host- prefix */
  baseUrl: string
  dataFolder: string
  /** the address of a PostgreSQL database; null to use SQLite */
  databaseUrl: string | null
  smtpUrl: string
  scanner: { clamdUrl: string } | 'none'
  sessionSecret: string
  demo: boolean
  /** the sender of every email */
  mailFrom: string
  /** the charity's email address, for people who have no coordinator, including visitors without an account */
  contactEmail: string
  /** the mailbox that delivery reports arrive in, as imaps://user:password@host/folder; null when no mailbox is read */
  bouncesUrl: string | null
  /** the address to which delivery reports are sent; null to use the sender's */
  bouncesTo: string | null
  /** the secret with which another service signs its bounce reports; null when no service sends them */
  bounceSecret: string | null
  /** the number of proxies in front of the service that set X-Forwarded-For */
  trustedProxies: number
  /** whether this process sends email and runs the other jobs. Otherwise `npm run worker` does */
  jobsInProcess: boolean
  logLevel: string
  /** HH:MM in London: the time from which a day's reminders are sent */
  remindersAt: string
}

/** Thrown when the settings are invalid. Lists every problem. */
export class BadSettings extends Error {
  readonly problems: readonly string[]
  constructor(problems: readonly string[]) {
    super(`The settings need attention:\n${problems.map(problem => `  - ${problem}`).join('\n')}`)
    this.problems = problems
  }
}

/**
 * The settings that are not empty, without spaces around their values. In a file from Windows, each value ends in a
 * carriage return.
 */
const withoutEmpty = (environment: NodeJS.ProcessEnv) =>
  Object.fromEntries(
    Object.entries(environment)
      .map(([name, value]) => [name, value?.trim()] as const)
      .filter(([, value]) => value !== ''),
  )

const whole = (name: string, most: number, otherwise: number, least = 1) => {
  const error = `${name} must be a whole number from ${least} to ${most}`
  return z.coerce.number({ error }).int({ error }).min(least, { error }).max(most, { error }).default(otherwise)
}

/** The limits set by the operator. `readConfig` checks them with the other settings and reports invalid values. */
const limitSettings = {
  FILE_SIZE_MB: whole('FILE_SIZE_MB', 1_000, 50),
  FILES_AT_ONCE: whole('FILES_AT_ONCE', 100, 20),
  ORGANISATION_SIZE_GB: whole('ORGANISATION_SIZE_GB', 10_000, 10),
  INVITATIONS_BY_LEAD: whole('INVITATIONS_BY_LEAD', 10_000, 20),
  INVITATIONS_BY_CHARITY: whole('INVITATIONS_BY_CHARITY', 10_000, 500),
  CLOCK_JUMP_DAYS: whole('CLOCK_JUMP_DAYS', 60, 3),
}

const limits = z.object(limitSettings)
const given = limits.safeParse(withoutEmpty(process.env))
// If a limit is invalid, `readConfig` reports it and the service does not start. The demo never calls `readConfig`, so
// it starts with the default of every limit.
const set = given.success ? given.data : limits.parse({})

/**
 * The limits for uploaded files: `bytes` for one file, `perOrganisation` in bytes for all files of an organisation, and
 * `perItem` for the number of files in one item of evidence or one form.
 */
export const fileLimits = {
  bytes: set.FILE_SIZE_MB * 1024 ** 2,
  perItem: set.FILES_AT_ONCE,
  pixels: 40_000_000, // not a setting, because the process that opens pictures has a fixed amount of memory
  perOrganisation: set.ORGANISATION_SIZE_GB * 1024 ** 3,
} as const

/** The maximum number of invitations that one person can send in a day. */
export const invitationLimits = { lead: set.INVITATIONS_BY_LEAD, charity: set.INVITATIONS_BY_CHARITY } as const

/** The maximum number of days that the date can jump ahead before jobs that depend on the date are held. */
export const clockLimits = { jumpDays: set.CLOCK_JUMP_DAYS } as const

/**
 * A schema for the address of a server, with a user name and password.
 * @param like an example of a valid address, for the error
 */
const serverAddress = (name: string, protocol: RegExp, like: string) => {
  const error =
    `${name} must look like ${like}. In the user name and password, write @ as %40, : as %3A, / as %2F, ` +
    '# as %23, ? as %3F and % as %25'
  return z.url({ protocol, error }).refine(isServerAddress, { error })
}

function isServerAddress(text: string): boolean {
  try {
    const { protocol, hostname, username, password } = new URL(text)
    // a PostgreSQL address without a host name means this machine
    return (hostname !== '' || /^postgres/.test(protocol)) && decodeURIComponent(username + password) !== null
  } catch {
    return false // not a URL, or a percent sign that was not encoded
  }
}

const webAddress = z.url({
  protocol: /^https?$/,
  error: 'BASE_URL must be the address people use, such as https://sanctuary.example.org',
})
const settings = z.object({
  PORT: whole('PORT', 65_535, 3000, 0),
  BASE_URL: webAddress.refine(url => !URL.canParse(url) || new URL(url).pathname === '/', {
    error: 'BASE_URL must be an origin, without a path',
  }),
  DATA_DIR: z.string().default(projectFolder),
  DATABASE_URL: serverAddress(
    'DATABASE_URL',
    /^postgres(ql)?$/,
    'postgres://sanctuary:password@127.0.0.1/sanctuary',
  ).optional(),
  SMTP_URL: serverAddress('SMTP_URL', /^smtps?$/, 'smtps://user:password@mail.example.org'),
  CLAMD_URL: z.url({ protocol: /^(tcp|unix)$/, error: 'CLAMD_URL must start with tcp:// or unix://' }).optional(),
  SCANNER: z.literal('none', { error: 'SCANNER can only be "none"' }).optional(),
  SESSION_SECRET: z.string().min(32, { error: 'SESSION_SECRET must have at least 32 characters' }).optional(),
  MAIL_FROM: z
    .string()
    .refine(isSender, {
      error: 'MAIL_FROM must be one address, such as Library of Sanctuary <no-reply@sanctuary.example.org>',
    })
    .optional(),
  CONTACT_EMAIL: z.string().refine(isAddress, { error: 'CONTACT_EMAIL must be one email address' }).optional(),
  BOUNCES_URL: serverAddress(
    'BOUNCES_URL',
    /^imaps?$/,
    'imaps://bounces%40example.org:password@mail.example.org/INBOX',
  ).optional(),
  BOUNCES_TO: z.string().refine(isAddress, { error: 'BOUNCES_TO must be one email address' }).optional(),
  BOUNCE_WEBHOOK_SECRET: z
    .string()
    .min(32, { error: 'BOUNCE_WEBHOOK_SECRET must have at least 32 characters' })
    .optional(),
  TRUSTED_PROXIES: whole('TRUSTED_PROXIES', 5, 0, 0),
  JOBS: z.enum(['web', 'worker'], { error: 'JOBS must be "web" or "worker"' }).default('web'),
  REMINDERS_AT: z
    .string()
    .regex(/^([01]\d|2[0-3]):[0-5]\d$/, { error: 'REMINDERS_AT must be a time such as 07:00' })
    .refine(time => time < '01:00' || time > '02:00', {
      error: 'REMINDERS_AT must not be between 01:00 and 02:00, because clock changes skip or repeat that hour',
    })
    .default('07:00'),
  ...limitSettings,
  LOG_LEVEL: z
    .enum(['debug', 'info', 'warn', 'error', 'silent'], {
      error: 'LOG_LEVEL must be "debug", "info", "warn", "error" or "silent"',
    })
    .default('info'),
})

/**
 * Reads and checks the settings.
 * @throws BadSettings with every problem in one list, or when the stored session secret is incomplete
 */
export function readConfig(environment: NodeJS.ProcessEnv = process.env): Config {
  const given = withoutEmpty(environment)
  const read = settings.safeParse(given)
  const problems = read.success
    ? []
    : read.error.issues.map(
        ({ message, path }) => `${message.startsWith('Invalid') ? `${String(path[0])}: ${message}` : message}`,
      )
  if (given.CLAMD_URL === undefined && given.SCANNER === undefined)
    problems.push('Set CLAMD_URL to a virus scanner, or SCANNER=none to say that files are not scanned')
  if (given.CLAMD_URL !== undefined && given.SCANNER !== undefined)
    problems.push('Set CLAMD_URL or SCANNER=none, not both')
  if (given.BASE_URL && !given.SESSION_SECRET && !isLoopback(given.BASE_URL))
    problems.push('SESSION_SECRET is needed: 32 random characters or more. Make one with: openssl rand -hex 32')
  if (given.BASE_URL?.startsWith('http:') && !isLoopback(given.BASE_URL))
    problems.push('BASE_URL must start with https:// unless it is this machine itself')
  if (!read.success || problems.length > 0) throw new BadSettings([...new Set(problems)])
  const { data } = read
  const dataFolder = resolve(data.DATA_DIR)
  const baseUrl = new URL(data.BASE_URL).origin
  const mailFrom = data.MAIL_FROM ?? `Library of Sanctuary <no-reply@${new URL(baseUrl).hostname}>`
  return {
    port: data.PORT,
    baseUrl,
    dataFolder,
    databaseUrl: data.DATABASE_URL ?? null,
    smtpUrl: data.SMTP_URL,
    scanner: data.CLAMD_URL === undefined ? 'none' : { clamdUrl: data.CLAMD_URL },
    sessionSecret: data.SESSION_SECRET ?? secretKeptIn(dataFolder),
    demo: false,
    mailFrom,
    contactEmail: data.CONTACT_EMAIL ?? addressOf(mailFrom),
    bouncesUrl: data.BOUNCES_URL ?? null,
    bouncesTo: data.BOUNCES_TO ?? null,
    bounceSecret: data.BOUNCE_WEBHOOK_SECRET ?? null,
    trustedProxies: data.TRUSTED_PROXIES,
    jobsInProcess: data.JOBS === 'web',
    logLevel: data.LOG_LEVEL,
    remindersAt: data.REMINDERS_AT,
  }
}

/**
 * The settings of the demo, which has its own folder and ignores the database and mail server of the environment.
 * @throws BadSettings when the stored session secret is incomplete
 */
export function demoConfig(environment: NodeJS.ProcessEnv = process.env): Config & { today: string | null } {
  const dataFolder = join(projectFolder, 'demo')
  const port = Number(environment.PORT ?? 3000)
  return {
    port,
    baseUrl: `http://localhost:${port}`,
    dataFolder,
    databaseUrl: null,
    smtpUrl: '',
    scanner: 'none',
    sessionSecret: secretKeptIn(dataFolder),
    demo: true,
    mailFrom: 'Library of Sanctuary <demo@localhost>',
    contactEmail: 'demo@localhost',
    bouncesUrl: null,
    bouncesTo: null,
    bounceSecret: null,
    trustedProxies: 0,
    jobsInProcess: true,
    logLevel: environment.LOG_LEVEL ?? 'warn',
    remindersAt: '07:00',
    today: environment.DEMO_TODAY || null,
  }
}

export const isLoopback = (baseUrl: string): boolean =>
  ['localhost', '127.0.0.1', '[::1]'].includes(URL.parse(baseUrl)?.hostname ?? '')

/**
 * Returns the secret of a service that runs only on this machine. It is created at the first start and kept in
 * `folder`, so that a restart signs no one out.
 * @throws BadSettings when the file is incomplete
 */
function secretKeptIn(folder: string): string {
  const path = join(folder, 'session-secret')
  const whole = `${path}.${process.pid}` // so that no process reads half a secret, even when the disk is full
  mkdirSync(folder, { recursive: true })
  try {
    if (!existsSync(path)) {
      writeFileSync(whole, randomBytes(32).toString('base64url'), { mode: 0o600 })
      linkSync(whole, path)
    }
  } catch (problem) {
    if ((problem as NodeJS.ErrnoException).code !== 'EEXIST') throw problem
  } finally {
    rmSync(whole, { force: true })
  }
  const secret = readFileSync(path, 'utf8').trim()
  if (secret.length < 32)
    throw new BadSettings([`${path} is incomplete. Delete it, and the service will make a new secret`])
  return secret
}
