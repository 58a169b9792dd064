import { noLimits, openDatabase, type Db, type Tx } from '../../../db/connection.ts'
import { isAnyClockHeld } from '../../../clock/clock.store.ts'
import { settingOf } from '../../../db/setting.store.ts'
import { isDegradation, type Readings, type ServiceProblem } from '../../../domain/service-problems.ts'
import { addMinutes, type Instant } from '../../../domain/time.ts'
import { outageOf } from '../../../email/outage.store.ts'
import { countDamagedFiles } from '../../../files/file-checks.store.ts'
import { mailboxUnreadableSince } from '../../notifications/notifications.public.ts'

const aDay = 24 * 60
const maxCounted = 1_000
const maxMinutesUnseen = 15
const databaseCheck = 'database-check'

/**
 * The readings about the service that come from the database, for `watchService`.
 * @param daily the names of this version's daily jobs; the database can also have jobs of an older version
 */
export async function storedReadings(
  db: Db,
  now: Instant,
  daily: readonly string[],
): Promise<Omit<Readings, 'freeBytes' | 'isScannerDown'>> {
  const outage = await outageOf(db)
  const failed = db('outbox')
    .whereIn('status', ['failed', 'bounced'])
    .where('queued_at', '>', addMinutes(now, -aDay))
    .limit(maxCounted)
    .select('id')
    .as('failed')
  const counted = (await db.from(failed).count('* as count')) as { count: number }[]
  const jobs = await db('job_leases')
    .whereIn('job', [...daily])
    .select('job as name', 'last_ended_at as endedAt')
  const administrators = await db('charity_roles')
    .join('people', 'people.id', 'charity_roles.person_id')
    .where('charity_roles.role', 'administrator')
    .where('people.status', 'active')
    .whereNull('charity_roles.ended_at')
    .limit(2)
    .pluck('charity_roles.id')
  return {
    mailDownSince: outage?.since ?? null,
    emailsFailed: Number(counted[0]?.count ?? 0),
    jobs: jobs as Readings['jobs'],
    isDatabaseSound: ((await settingOf(db, databaseCheck)) ?? 'ok') === 'ok',
    damagedFiles: await countDamagedFiles(db, maxCounted),
    mailboxUnreadableSince: await mailboxUnreadableSince(db),
    administrators: administrators.length,
  }
}

export async function saveDatabaseCheck(trx: Tx, result: 'ok' | 'broken'): Promise<void> {
  await trx('settings').insert({ name: databaseCheck, value: result }).onConflict('name').merge()
}

const stopEveryMs = 100

/**
 * Checks a SQLite database with `quick_check`, on a connection of its own without a time limit, because the check of a
 * large file takes minutes. If the check finds a problem, it is repeated once, because a change to the database during
 * the check can look like a problem. PostgreSQL is not checked, because it checks pages as it reads them.
 * @param stop interrupts the check, which then throws
 */
export async function isDatabaseSound({ client }: Db, stop?: AbortSignal): Promise<boolean> {
  if (client.config.client === 'pg') return true
  const { slowDb, close } = openDatabase(client.config.connection.filename as string, noLimits)
  let interrupting: NodeJS.Timeout | undefined
  try {
    // the pool has only this connection, so the check runs on it
    const connection = (await slowDb.client.acquireConnection()) as { interrupt(): void }
    await slowDb.client.releaseConnection(connection)
    // repeated, because an interrupt between two statements has no effect
    interrupting = setInterval(() => stop?.aborted && connection.interrupt(), stopEveryMs)
    return (await passesCheck(slowDb, stop)) || (await passesCheck(slowDb, stop))
  } finally {
    clearInterval(interrupting)
    await close()
  }
}

/**
 * Reads each full-text table before the check. Otherwise FTS5 compares the file with what this connection remembers
 * from an earlier check, and reports a sound table as damaged.
 */
async function passesCheck(db: Db, stop?: AbortSignal): Promise<boolean> {
  stop?.throwIfAborted()
  const tables = (await db.raw("select name from sqlite_master where sql like '%using fts5%'")) as { name: string }[]
  for (const { name } of tables) await db.raw('select rowid from ?? limit 1', [name])
  stop?.throwIfAborted()
  const [row] = (await db.raw('pragma quick_check(1)')) as { quick_check: string }[]
  return row?.quick_check === 'ok'
}

export interface KnownProblem {
  name: ServiceProblem
  since: Instant
  count: number
  emailedAt: Instant | null
  emailedCount: number | null
}

const solvedFacts = JSON.stringify({ count: 0 })

/**
 * Stores the current problems. A solved problem is deleted a day after the last email about it, or immediately if there
 * was none, so that a problem that comes back is not emailed again too soon.
 * @returns the current problems, each with when it was first seen and the last email to administrators about it
 */
export async function saveProblems(
  trx: Tx,
  problems: readonly { name: ServiceProblem; count: number }[],
  at: Instant,
): Promise<KnownProblem[]> {
  const names = problems.map(({ name }) => name)
  const solved = () => trx('service_problems').whereNotIn('name', names)
  await solved()
    .where(old => old.whereNull('emailed_at').orWhere('emailed_at', '<=', addMinutes(at, -aDay)))
    .delete()
  await solved().update({ facts: solvedFacts })
  await trx('service_problems').whereIn('name', names).where({ facts: solvedFacts }).update({ since: at })
  for (const { name, count } of problems)
    await trx('service_problems')
      .insert({ name, since: at, seen_at: at, emailed_at: null, emailed_count: null, facts: JSON.stringify({ count }) })
      .onConflict('name')
      .merge(['seen_at', 'facts'])
  const rows = await trx('service_problems')
    .whereIn('name', names)
    .orderBy(['since', 'name'])
    .select('name', 'since', 'emailed_at', 'emailed_count')
  return rows.map(row => ({
    name: row.name as ServiceProblem,
    since: row.since,
    count: problems.find(({ name }) => name === row.name)!.count,
    emailedAt: row.emailed_at,
    emailedCount: row.emailed_count,
  }))
}

export async function noteEmailed(
  trx: Tx,
  problems: readonly { name: ServiceProblem; count: number }[],
  at: Instant,
): Promise<void> {
  for (const { name, count } of problems)
    await trx('service_problems').where({ name }).update({ emailed_at: at, emailed_count: count })
}

/**
 * The parts of the service that do not work now. Leaves out the disk, which the caller measures itself, and problems
 * that `watchService` has not seen in the last 15 minutes. `clock` means that jobs that depend on the date are held.
 */
export async function degradedParts(db: Db, now: Instant): Promise<(ServiceProblem | 'clock')[]> {
  const outage = await outageOf(db)
  const isClockHeld = await isAnyClockHeld(db, now)
  const found = await db('service_problems')
    .whereNot({ facts: solvedFacts })
    .whereNotIn('name', ['disk', 'mail server'])
    .where('seen_at', '>', addMinutes(now, -maxMinutesUnseen))
    .pluck('name')
  const parts = [...new Set([...(outage ? ['mail server'] : []), ...found])].filter(isDegradation)
  return isClockHeld ? [...parts, 'clock'] : parts
}
