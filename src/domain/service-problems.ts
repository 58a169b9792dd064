import { addMinutes, type Instant } from './time.ts'

/** The problems of the service that administrators are shown. A wrong clock has a page of its own. */
export const serviceProblems = [
  'mail server',
  'emails failing',
  'jobs',
  'disk',
  'scanner',
  'database',
  'stored files',
  'bounce mailbox',
  'administrators',
] as const
export type ServiceProblem = (typeof serviceProblems)[number]

/** The problems that mean that a part of the service does not work. */
const degradations: readonly ServiceProblem[] = [
  'mail server',
  'disk',
  'scanner',
  'database',
  'stored files',
  'bounce mailbox',
]
export const isDegradation = (name: string): name is ServiceProblem => degradations.some(each => each === name)

/** The state of the service at one time. */
export interface Readings {
  /** when the mail server became unreachable; null while it can be reached */
  mailDownSince: Instant | null
  /** of the emails queued in the last day, how many bounced or could not be delivered */
  emailsFailed: number
  /** the daily jobs that have been started, with the end of their last successful run; null if none succeeded */
  jobs: readonly { name: string; endedAt: Instant | null }[]
  freeBytes: number
  isScannerDown: boolean
  /** false when the last check of the database found a problem */
  isDatabaseSound: boolean
  /** the number of stored files that were damaged or missing at their last check */
  damagedFiles: number
  mailboxUnreadableSince: Instant | null
  administrators: number
}

const anHour = 60
/** A daily job has missed a run when its last successful run ended more than this number of minutes ago. */
const missedAfter = 26 * 60
/** Administrators are shown a problem when fewer bytes than this are free on the disk. */
export const fewestBytes = 2 * 1024 ** 3
const manyFailed = 10

/** The current problems, each with the count that its message shows. */
export function problemsIn(readings: Readings, now: Instant): { name: ServiceProblem; count: number }[] {
  const isOld = (since: Instant | null, minutes: number) => since !== null && since < addMinutes(now, -minutes)
  const missed = readings.jobs.filter(({ endedAt }) => endedAt === null || isOld(endedAt, missedAfter)).length
  const counts: Record<ServiceProblem, number> = {
    'mail server': isOld(readings.mailDownSince, anHour) ? 1 : 0,
    'emails failing': readings.emailsFailed >= manyFailed ? readings.emailsFailed : 0,
    jobs: missed,
    disk: readings.freeBytes < fewestBytes ? 1 : 0,
    scanner: readings.isScannerDown ? 1 : 0,
    database: readings.isDatabaseSound ? 0 : 1,
    'stored files': readings.damagedFiles,
    'bounce mailbox': isOld(readings.mailboxUnreadableSince, anHour) ? 1 : 0,
    administrators: readings.administrators < 2 ? 1 : 0,
  }
  return serviceProblems.filter(name => counts[name] > 0).map(name => ({ name, count: counts[name] }))
}

/**
 * Whether to email administrators about a problem. An email about the mail server could leave only once the server
 * works again, so none is sent.
 */
export const isEmailed = (name: ServiceProblem): boolean => name !== 'mail server'

const aDay = 24 * 60
const aWeek = 7 * aDay

interface SeenProblem {
  name: ServiceProblem
  since: Instant
  count: number
  emailedAt: Instant | null
  emailedCount: number | null
}

/**
 * Whether to email administrators about a problem now: at most once a day in its first week and while its count grows,
 * then once a week, because some problems stay, such as a file without a backup. An email about missed jobs is sent
 * only after an hour, because after a restart, missed jobs run within minutes.
 */
export function isEmailDue(problem: SeenProblem, now: Instant): boolean {
  const { name, since, count, emailedAt, emailedCount } = problem
  if (!isEmailed(name) || (name === 'jobs' && since > addMinutes(now, -anHour))) return false
  if (emailedAt === null) return true
  const isNews = since > addMinutes(now, -aWeek) || count > (emailedCount ?? 0)
  return emailedAt <= addMinutes(now, isNews ? -aDay : -aWeek)
}
