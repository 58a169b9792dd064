import { Readable } from 'node:stream'
import { statfs } from 'node:fs/promises'
import { isOverload } from '../../../db/transaction.ts'
import type { UnitOfWork } from '../../../db/unit-of-work.ts'
import { theService } from '../../../domain/actor.ts'
import { errorCode } from '../../../domain/error-code.ts'
import { isEmailDue, problemsIn, type ServiceProblem } from '../../../domain/service-problems.ts'
import { queueEmail, recipientOf } from '../../../email/outbox.ts'
import { readersWithRole } from '../../../email/readers.store.ts'
import { scanWithClamd } from '../../../files/clamd.ts'
import type { Parts } from '../../../parts.ts'
import { isDatabaseSound, noteEmailed, saveProblems, saveDatabaseCheck, storedReadings } from './service.store.ts'

type Watching = Pick<Parts, 'config' | 'db' | 'write' | 'clock' | 'log'>

/**
 * The job that looks for problems with the service and stores them for /home. Emails administrators about each problem
 * at most once a day (see `isEmailDue`).
 * @param daily the names of the daily jobs
 */
export async function watchService(parts: Watching, daily: readonly string[]): Promise<void> {
  const { config, db, write, clock, log } = parts
  const now = clock.now()
  const readings = {
    ...(await storedReadings(db, now, daily)),
    freeBytes: await freeBytes(config.dataFolder),
    isScannerDown: await isScannerDown(config.scanner),
  }
  const problems = problemsIn(readings, now)
  await write(theService, async work => {
    const known = await saveProblems(work.trx, problems, work.at)
    const news = known.filter(each => isEmailDue(each, work.at))
    if (news.length > 0) await emailAdministrators(work, news)
  })
  if (problems.length > 0) log.warn({ problems: problems.map(({ name }) => name) }, 'problems of the service')
}

async function emailAdministrators(
  work: UnitOfWork,
  news: readonly { name: ServiceProblem; count: number }[],
): Promise<void> {
  const facts = { problems: news.map(({ name, count }) => ({ name, count })) }
  for (const reader of await readersWithRole(work.trx, 'administrator'))
    await queueEmail(work, {
      name: 'service problems',
      to: recipientOf(reader),
      entity: { kind: 'person', id: reader.actor.id },
      facts,
    })
  await noteEmailed(work.trx, news, work.at)
}

/**
 * The daily job: checks the file of a SQLite database and stores the result, unless it was stopped.
 * @throws when the check could not run, so that the job tries again
 */
export async function checkDatabase(
  { slowDb, write }: Pick<Parts, 'slowDb' | 'write'>,
  stop?: AbortSignal,
): Promise<void> {
  if (stop?.aborted) return
  const result = await isDatabaseSound(slowDb, stop).catch((problem: unknown) => {
    if (couldNotRun(problem) && !stop?.aborted) throw problem
    return false
  })
  if (stop?.aborted) return
  await write(theService, ({ trx }) => saveDatabaseCheck(trx, result ? 'ok' : 'broken'))
}

/** The codes of errors that say nothing about whether the file is damaged. */
const outsideTheFile = ['SQLITE_BUSY', 'SQLITE_LOCKED', 'SQLITE_CANTOPEN', 'SQLITE_NOMEM', 'SQLITE_FULL', 'EMFILE']

const couldNotRun = (problem: unknown): boolean => isOverload(problem) || outsideTheFile.includes(errorCode(problem))

async function freeBytes(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder)
  return bavail * bsize
}

const isScannerDown = async (scanner: Parts['config']['scanner']): Promise<boolean> =>
  scanner !== 'none' && (await scanWithClamd(scanner.clamdUrl, Readable.from([Buffer.from('test')]))).says === 'not yet'
